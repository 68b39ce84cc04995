"""One person's side of a trade: written in the form or the thread, or skipped (G1-G4, S40)."""

from datetime import datetime

from sqlmodel import Session

from bot import dates, errands, hints, people, prompts, releases, scripts, timers, windows
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.readings import BOXES, theirs
from bot.releases import ASKS, FORM, OPENERS
from bot.replies import Done, Opens, Reply, Says, Shows
from bot.views import trades as views
from store import trades
from store.people import Person
from store.prompts import ANSWERED, Prompt, drafts
from store.relationships import Relationship
from store.trades import Note, Trade


def _open(tx: Session, person: Person, trade_id: str, now: datetime) -> tuple[Trade, Relationship]:
    """Give a round the person may write in; Correctable once it is closed or open to both."""
    trade, relationship = theirs(tx, person, trade_id)
    if trade.released_at is not None:
        raise Correctable(scripts.error("already_open"))
    if not takes_words(trade, now):
        raise Correctable(scripts.error("closed_round"))
    return trade, relationship


def takes_words(trade: Trade, now: datetime) -> bool:
    """Say whether a round is open for writing; with both notes in, until its release."""
    in_time = now < trade.closes_at or trade.release_at is not None
    return trade.closed_at is None and trade.opens_at <= now and in_time


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    trade, relationship = _open(tx, person, row_id, now)
    note = trades.notes(tx, trade.id).get(person.id) or Note(trade_id="", author_id="")
    # In a thread, three skipped questions leave nothing to share or to keep.
    kept = {d.question: d.text for d in drafts(tx, person.id, FORM, trade.id)}
    nothing = all(box in kept and not (kept[box] or getattr(note, box)) for box in BOXES)
    return Page(
        params={**people.names(tx, relationship, person), "date": _closes_on(trade, person)},
        initial={"if_alone": note.if_alone} | {box: getattr(note, box) for box in BOXES},
        leave_out=frozenset({"if_alone"}) if nothing else frozenset(),
        words="trade_mentee" if people.is_mentee(relationship, person) else "trade_mentor",
    )


def _closes_on(trade: Trade, person: Person) -> str:
    return dates.day(windows.local_day(trade.closes_at, person.zone), person.locale)


def write(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a note, in place of an earlier one; all boxes empty takes an earlier one back."""
    trade, relationship = theirs(tx, person, row_id)
    tx.get(Relationship, relationship.id, with_for_update=True)
    tx.refresh(trade)
    _open(tx, person, row_id, now)
    note = trades.notes(tx, trade.id).get(person.id)
    if not any(answers.get(box) for box in BOXES):
        if note is None or note.written_at is None:
            raise Correctable(scripts.error("nothing_written"), "value")
        return _take_back(tx, trade, relationship, person, note, now)
    note = note or Note(trade_id=trade.id, author_id=person.id)
    _keep(note, answers)
    note.written_at, note.skipped_at = now, None
    tx.add(note)
    tx.flush()
    _answer(tx, trade, relationship, person, "write_mine", now)
    releases.settle(tx, trade, relationship, now)
    if note.better and note.hinted_at is None and hints.wants_moment(note.better):
        note.hinted_at = now
        return Shows(views.hint(trade.id), instead=True)
    return Done()


def _keep(note: Note, answers: Answers) -> None:
    note.value, note.better, note.appreciate = (answers.get(box) for box in BOXES)
    note.if_alone = answers.get("if_alone") or "kind"


def _take_back(
    tx: Session,
    trade: Trade,
    relationship: Relationship,
    person: Person,
    note: Note,
    now: datetime,
) -> Reply:
    _keep(note, {})
    note.written_at = None
    tx.add(note)
    tx.flush()
    _answer(tx, trade, relationship, person, "taken_back", now)
    releases.settle(tx, trade, relationship, now)
    entry = scripts.script("trade_taken_back")
    return Says(scripts.fill(entry.text, people.names(tx, relationship, person)))


def _answer(
    tx: Session,
    trade: Trade,
    relationship: Relationship,
    person: Person,
    outcome: str,
    now: datetime,
) -> None:
    """Let every message that asked for this note say what became of it."""
    for prompt in trades.prompts(tx, trade.id, ASKS, person.id):
        if prompt.state == ANSWERED and prompt.outcome != outcome:
            prompts.answer(tx, prompt, outcome, now)
    prompts.close(tx, ASKS, relationship, person, outcome, now, occasion=trade.id)
    prompts.close(tx, OPENERS, relationship, person, "got_it", now, occasion=trade.id)
    errands.refresh_home(tx, person, now)


def add_moment(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the form again with what was written (G3)."""
    return Opens(FORM, row_id)


def leave_it(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Leave the line as it was written (G3)."""
    theirs(tx, person, row_id)
    return Says(scripts.script("G3").results["leave_it"])


def _of(tx: Session, prompt: Prompt) -> tuple[Trade, Relationship, Person]:
    person = tx.get_one(Person, prompt.person_id)
    return *theirs(tx, person, prompt.about["trade"]), person


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return releases.still_asked(tx, *_of(tx, prompt))


def _waits_for(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return releases.waits_for(tx, *_of(tx, prompt))


def _closes(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    trade, _, person = _of(tx, prompt)
    return {"date": _closes_on(trade, person)}


def open_form(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Open the form of the round, unless it has ended by now."""
    trade, _, _ = _of(tx, prompt)
    return Opens(FORM, trade.id) if takes_words(trade, now) else Done("expired")


def skip(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Skip this round; the second skip in a row makes it every second session (2.5)."""
    trade, relationship, person = _of(tx, prompt)
    if not takes_words(trade, now):
        return Done("expired")
    _skip(tx, trade, relationship, person, now)
    if _skips_in_a_row(tx, relationship, person) >= timers.of(tx).feedback_skips:
        _ask_less(tx, trade, relationship, person, now)
    return Done(prompt.outcome)


def _skip(
    tx: Session, trade: Trade, relationship: Relationship, person: Person, now: datetime
) -> None:
    note = trades.notes(tx, trade.id).get(person.id)
    note = note or Note(trade_id=trade.id, author_id=person.id)
    note.skipped_at = now
    tx.add(note)
    tx.flush()
    for draft in drafts(tx, person.id, FORM, trade.id):
        tx.delete(draft)
    prompts.close(tx, ("G4",), relationship, person, "not_this_time", now, occasion=trade.id)
    prompts.close(tx, ASKS, relationship, person, "skip_this_time", now, occasion=trade.id)
    prompts.close(tx, OPENERS, relationship, person, "got_it", now, occasion=trade.id)


def _skips_in_a_row(tx: Session, relationship: Relationship, person: Person) -> int:
    count = 0
    for trade in reversed(trades.of_relationship(tx, relationship.id)):
        note = trades.notes(tx, trade.id).get(person.id)
        if note is None or note.skipped_at is None:
            break
        count += 1
    return count


def _ask_less(
    tx: Session, trade: Trade, relationship: Relationship, person: Person, now: datetime
) -> None:
    """Turn to every second session, and say so once."""
    if people.chosen(tx, relationship, person.id, "trades") != "second":
        people.chose(tx, relationship, person.id, "trades", "second", now)
        prompts.say(tx, person, "trade_every_second", trade.id, now, relationship=relationship)


def less_often(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Skip this round and ask after every second session from now on; its result says so."""
    trade, relationship, person = _of(tx, prompt)
    people.chose(tx, relationship, person.id, "trades", "second", now)
    if takes_words(trade, now):
        _skip(tx, trade, relationship, person, now)
    return Done("less_often")


def _opens(tx: Session, prompt: Prompt) -> Opens:
    return Opens(FORM, prompt.about["trade"])


def _request_words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    return {"about": _of(tx, prompt)[0].about or ""}


def _request_script(tx: Session, prompt: Prompt) -> str:
    about = _of(tx, prompt)[0].about
    return "feedback_on_request_about" if about else "feedback_on_request"


def _got_it(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("got_it")


ASKED = {"write_mine": open_form, "skip_this_time": skip}
KINDS = {
    "G1": Kind(guard=_still_asked, taps={**ASKED, "less_often": less_often}, form=_opens),
    "G4": Kind(
        guard=_waits_for,
        words=_closes,
        taps={"write_mine": open_form, "not_this_time": skip},
        form=_opens,
    ),
    "G7": Kind(guard=_still_asked, taps={"got_it": _got_it}),
    "G8": Kind(guard=_still_asked, taps={"got_it": _got_it}),
    "feedback_on_request": Kind(
        guard=_still_asked,
        words=_request_words,
        script=_request_script,
        taps=ASKED,
        form=_opens,
    ),
}
FORMS = {FORM: Form(page=_page, submit=write)}
ACTS = {"note_add_bit": add_moment, "note_leave_it": leave_it}
