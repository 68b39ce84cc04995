"""Something changed: said by one of two, kept for them alone, told only in words they saw (H13)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import choosing, dates, people, prompts, scripts, sprints, windows
from bot.errors import Correctable
from bot.kinds import Act, Answers, Form, Kind, Page
from bot.replies import Opens, Reply, Says, Shows
from bot.views import changes as views
from store import changes as kept
from store.changes import Change
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

KINDS_OF_CHANGE = {button.id: button.label for button in scripts.script("H13").buttons}
MOST_SHOWN = 5
SAME = timedelta(days=1)


def show(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Ask what kind of change it is, above what the person has noted before."""
    own = [row for row in kept.of_relationship(tx, relationship.id) if row.person_id == person.id]
    noted = [said(row, person) for row in own[-MOST_SHOWN:]]
    return Shows(views.kinds(relationship.id, noted))


def said(change: Change, reader: Person) -> str:
    """Give a change in a line: its day, its kind and what was written about it."""
    on = dates.day(windows.local_day(change.changed_at, reader.zone), reader.locale)
    label = KINDS_OF_CHANGE[change.kind]
    return f"{on}: {label}. {change.line}" if change.line else f"{on}: {label}"


def told(tx: Session, relationship: Relationship, reader: Person) -> list[str]:
    """Give what the other told this reader has changed, oldest first; never what they kept."""
    rows = kept.of_relationship(tx, relationship.id)
    return [said(row, reader) for row in rows if row.told and row.person_id != reader.id]


def _noted(kind: str) -> Act:
    """Give the button that notes a kind of change, and asks for a line about it."""

    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        relationship = choosing.live(tx, person, row_id)
        for row in kept.of_relationship(tx, relationship.id):
            same = (row.person_id, row.kind, row.line, row.told) == (person.id, kind, None, False)
            if same and now - row.changed_at < SAME:
                return Opens("change", row.id)
        change = Change(
            relationship_id=relationship.id, person_id=person.id, kind=kind, changed_at=now
        )
        tx.add(change)
        tx.flush()
        return Opens("change", change.id)

    return act


def _own(tx: Session, person: Person, change_id: str) -> tuple[Change, Relationship]:
    """Give a change to whoever said it, while they haven't told it; Correctable otherwise."""
    change = tx.get(Change, change_id, with_for_update=True)
    if change is None or change.person_id != person.id:
        raise Correctable(scripts.script("not_yours").text)
    relationship = choosing.live(tx, person, change.relationship_id)
    if change.told:
        raise Correctable(scripts.error("already_sent"))
    return change, relationship


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    change, relationship = _own(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person), initial={"line": change.line})


def write(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep the line for its writer alone, and ask whether the other hears of it."""
    change, relationship = _own(tx, person, row_id)
    change.line = answers["line"]
    tx.add(change)
    names = people.names(tx, relationship, person)
    return Shows(views.tell(change.id, _entry(relationship, person, now), names), instead=True)


def _entry(relationship: Relationship, person: Person, now: datetime) -> str:
    """Give the question's entry: meeting more often is for a mentee whose sprint could begin."""
    today = windows.local_day(now, person.zone)
    open_to_it = relationship.state in sprints.PROPOSED_IN
    if not people.is_mentee(relationship, person):
        return "H13_tell_other"
    fits = open_to_it and not sprints.running(relationship, today)
    return "H13_tell" if fits else "H13_tell_other"


def _preview(act: str) -> Act:
    """Give the button that shows exactly what the other would get."""

    def preview(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        change, relationship = _own(tx, person, row_id)
        names = people.names(tx, relationship, person)
        sentence = _sentence(change, people.name(person))
        return Shows(views.preview(change.id, act, sentence, names), instead=True)

    return preview


def _sentence(change: Change, name: str) -> str:
    entry = scripts.script("change_told_line" if change.line else "change_told")
    words = {"name": name, "change": KINDS_OF_CHANGE[change.kind], "line": change.line}
    return scripts.fill(entry.text, words)


def tell(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Tell the other, in exactly the words of the preview."""
    _, relationship = _tell(tx, person, row_id, now)
    return _after(tx, relationship, person, "tell_them")


def tell_and_ask(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Tell the mentor and ask for a sprint."""
    _, relationship = _tell(tx, person, row_id, now)
    return _asked(tx, relationship, person, "both", now)


def _tell(tx: Session, person: Person, row_id: str, now: datetime) -> tuple[Change, Relationship]:
    change, relationship = _own(tx, person, row_id)
    change.told = True
    tx.add(change)
    tx.flush()
    other = people.other(tx, relationship, person)
    about = {"change": change.id}
    prompts.plan(
        tx, "change_told", other, change.id, now, now, relationship=relationship, about=about
    )
    return change, relationship


def ask(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Ask for a sprint and tell nothing."""
    _, relationship = _own(tx, person, row_id)
    return _asked(tx, relationship, person, "every_3_weeks_for_3_months", now)


def _asked(
    tx: Session, relationship: Relationship, person: Person, outcome: str, now: datetime
) -> Reply:
    reply = sprints.propose(tx, relationship, person, now)
    return _after(tx, relationship, person, outcome) if isinstance(reply, Says) else reply


def only_note(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Keep it noted, for its writer alone."""
    _, relationship = _own(tx, person, row_id)
    return _after(tx, relationship, person, "only_note_it")


def _after(tx: Session, relationship: Relationship, person: Person, outcome: str) -> Reply:
    """Show what came of it, and what a change may be a reason to look at."""
    names = people.names(tx, relationship, person)
    entry = "H13_tell" if people.is_mentee(relationship, person) else "H13_tell_other"
    done = scripts.fill(scripts.script(entry).results[outcome], names)
    return Shows(views.after(relationship.id, done), instead=True)


def _still_told(tx: Session, prompt: Prompt, now: datetime) -> bool:
    change = tx.get(Change, prompt.about["change"])
    return change is not None and change.told


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    change = tx.get_one(Change, prompt.about["change"])
    return {"change": KINDS_OF_CHANGE[change.kind], "line": change.line or ""}


def _script(tx: Session, prompt: Prompt) -> str:
    change = tx.get(Change, prompt.about["change"])
    return "change_told_line" if change and change.line else "change_told"


KINDS = {"change_told": Kind(guard=_still_told, words=_words, script=_script)}
FORMS = {"change": Form(page=_page, submit=write)}
ACTS = {
    "something_changed": choosing.by_act(show),
    **{f"changed_{kind}": _noted(kind) for kind in KINDS_OF_CHANGE},
    "change_tell_them": _preview("change_send"),
    "change_both": _preview("change_send_both"),
    "change_every_3_weeks_for_3_months": ask,
    "change_only_note_it": only_note,
    "change_send": tell,
    "change_send_both": tell_and_ask,
}
