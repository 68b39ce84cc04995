"""Public thanks: drafted by one of two, posted in a channel only after the other's yes (J8)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import alarms, choosing, errands, lines, people, prompts, scripts, shares
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Says, Shows
from bot.views import thanks as views
from store import prompts as kept_prompts
from store import thanks as store
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.thanks import (
    AGREED,
    ASKED,
    DECLINED,
    DRAFTED,
    KEPT,
    POSTED,
    PRIVATE,
    REFUSED,
    UNSURE,
    Thanks,
)

ANSWER_DAYS = 7
SETTLING = timedelta(minutes=10)
WAITING = (ASKED, DECLINED, AGREED)


def begin(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open the words of a public thank-you; while one is asked about, that one."""
    last = store.latest(tx, relationship.id, person.id)
    if last is not None and last.state in WAITING:
        names = people.names(tx, relationship, person)
        return Shows(views.waiting(last, names, may_withdraw=last.state != AGREED))
    return Opens("thanks", relationship.id)


def _draft(tx: Session, person: Person, relationship: Relationship) -> Thanks | None:
    last = store.latest(tx, relationship.id, person.id)
    return last if last is not None and last.state == DRAFTED else None


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id)
    draft = _draft(tx, person, relationship)
    return Page(
        params=people.names(tx, relationship, person),
        initial={"words": draft.text, "channel": draft.channel} if draft else {},
    )


def write(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep the words and the channel, and show them as they would be posted (J8)."""
    relationship = choosing.live(tx, person, row_id)
    shares.check(answers["words"], "words")
    draft = _draft(tx, person, relationship) or Thanks(
        relationship_id=relationship.id, author_id=person.id, text="", channel="", drafted_at=now
    )
    draft.text, draft.channel, draft.drafted_at = answers["words"], answers["channel"], now
    tx.add(draft)
    tx.flush()
    other = people.other(tx, relationship, person)
    names = people.names(tx, relationship, person)
    thanked = views.thanked(other, apart=people.apart(tx, relationship))
    return Shows(views.preview(draft, person.slack_id, thanked, names), instead=True)


def _own(tx: Session, person: Person, row_id: str, *states: str) -> tuple[Thanks, Relationship]:
    """Give the person's own thank-you in one of these states, locked; Correctable otherwise."""
    found = tx.get(Thanks, row_id)
    if found is None or found.author_id != person.id:
        raise Correctable(scripts.script("not_yours").text)
    relationship = choosing.live(tx, person, found.relationship_id)
    tx.refresh(relationship, with_for_update=True)
    tx.refresh(found)
    if found.state not in states:
        raise Correctable(scripts.error("changed_meanwhile"))
    return found, relationship


def ask_other(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Ask the other with the exact words and the channel; silence for a week is a no."""
    found, relationship = _own(tx, person, row_id, DRAFTED)
    found.state = ASKED
    other = people.other(tx, relationship, person)
    planned = prompts.plan(
        tx,
        "thanks_asked",
        other,
        found.id,
        now,
        now,
        relationship=relationship,
        about={"thanks": found.id},
    )
    closes_at = planned.due_at + timedelta(days=ANSWER_DAYS)
    tx.get_one(Prompt, planned.id).expires_at = closes_at
    alarms.set_for(tx, "thanks_close", relationship, found.id, closes_at)
    return _says(tx, relationship, person, "J8", "ask_them")


def send_privately(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Send the words to the other alone, as they stood on the page."""
    found, relationship = _own(tx, person, row_id, DRAFTED)
    found.state = PRIVATE
    lines.relay(tx, relationship, person, found.text, now, kind="thanks")
    return _says(tx, relationship, person, "J8", "send_it_privately")


def withdraw(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Take a thank-you back that isn't on its way yet; the question to the other closes."""
    found, relationship = _own(tx, person, row_id, ASKED, DECLINED)
    found.state = KEPT
    prompts.close(tx, ("thanks_asked",), relationship, None, "passed", now, occasion=found.id)
    alarms.cancel(tx, "thanks_close", found.id, now)
    return Says(scripts.script("thanks_withdrawn").text)


def _says(
    tx: Session, relationship: Relationship, person: Person, entry: str, result: str
) -> Reply:
    names = people.names(tx, relationship, person)
    return Says(scripts.fill(scripts.script(entry).results[result], names))


def _asked(tx: Session, prompt: Prompt) -> Thanks:
    tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    found = tx.get_one(Thanks, prompt.about["thanks"])
    tx.refresh(found)
    return found


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    found = tx.get_one(Thanks, prompt.about["thanks"])
    place = people.place(tx, tx.get_one(Person, found.author_id))
    return {"line": found.text, "channel": found.channel, "place": place}


def _script(tx: Session, prompt: Prompt) -> str:
    """Name no channel to somebody of another workspace, who can't see it."""
    apart = people.apart(tx, tx.get_one(Relationship, prompt.relationship_id))
    return "thanks_asked_across" if apart else "thanks_asked"


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    asked = tx.get_one(Thanks, prompt.about["thanks"]).state == ASKED
    return asked and relationship.state in choosing.LIVE


def _yes(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    found = _asked(tx, prompt)
    if found.state != ASKED or not _still_asked(tx, prompt, now):
        return Done("passed")
    alarms.cancel(tx, "thanks_close", found.id, now)
    _post(tx, found, now)
    return Done("yes_post_it")


def _no(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep the no to oneself: the author hears at the week's end what silence comes to as well."""
    found = _asked(tx, prompt)
    found.state = DECLINED if found.state == ASKED else found.state
    return Done("keep_it_between_us")


def _post(tx: Session, found: Thanks, now: datetime) -> None:
    """Plan the one post, and a look at what became of it."""
    found.state = AGREED
    author = tx.get_one(Person, found.author_id)
    relationship = tx.get_one(Relationship, found.relationship_id)
    errands.plan(tx, author, "announce", now, key=found.id, about={"thanks": found.id})
    occasion = f"{found.id}:{now.isoformat()}"
    alarms.set_for(tx, "thanks_settle", relationship, occasion, now + SETTLING)


def drawn(tx: Session, about: Mapping[str, str]) -> dict[str, object]:
    """Give the arguments of the post: plain words, both mentioned where both are, nobody else."""
    found = tx.get_one(Thanks, about["thanks"])
    relationship = tx.get_one(Relationship, found.relationship_id)
    author = tx.get_one(Person, found.author_id)
    other = people.other(tx, relationship, author)
    thanked = views.thanked(other, apart=people.apart(tx, relationship))
    text = views.post(found, author.slack_id, thanked)
    return {
        "channel": found.channel, "text": text, "unfurl_links": False, "unfurl_media": False,
    }  # fmt: skip


def posted(tx: Session, thanks_id: str, now: datetime) -> None:
    """Keep that Slack has taken the post."""
    tx.get_one(Thanks, thanks_id).state = POSTED


def not_posted(tx: Session, thanks_id: str, now: datetime, *, surely: bool) -> None:
    """Tell the author that Slack refused, or that nobody knows: it is never posted twice."""
    found = tx.get_one(Thanks, thanks_id)
    if found.state == AGREED:
        found.state = REFUSED if surely else UNSURE
        _tell(tx, "thanks_refused" if surely else "thanks_unsure", found, now)


def _tell(tx: Session, kind: str, found: Thanks, now: datetime) -> None:
    relationship = tx.get_one(Relationship, found.relationship_id)
    author = tx.get_one(Person, found.author_id)
    about = {"thanks": found.id}
    told = kept_prompts.of_kinds(tx, relationship.id, (kind,))
    occasion = f"{found.id}:{len(told)}"
    prompts.plan(tx, kind, author, occasion, now, now, relationship=relationship, about=about)


def close(tx: Session, alarm: Alarm, now: datetime) -> None:
    """After a week without a yes keep it between the two, and say so without a reason."""
    found = tx.get_one(Thanks, alarm.occasion)
    relationship = tx.get_one(Relationship, found.relationship_id, with_for_update=True)
    if found.state in (ASKED, DECLINED):
        found.state = KEPT
        prompts.close(tx, ("thanks_asked",), relationship, None, "passed", now, occasion=found.id)
        _tell(tx, "thanks_kept", found, now)


def settle(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Look at a post that nothing was heard of: its process may have died while it was sent."""
    found = tx.get_one(Thanks, alarm.occasion.partition(":")[0])
    author = tx.get_one(Person, found.author_id)
    if found.state != AGREED:
        return
    if errands.waits(tx, author, "announce", found.id):
        relationship = tx.get_one(Relationship, found.relationship_id)
        occasion = f"{found.id}:{now.isoformat()}"
        alarms.set_for(tx, "thanks_settle", relationship, occasion, now + SETTLING)
    else:
        not_posted(tx, found.id, now, surely=False)


def _try_again(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    found = _asked(tx, prompt)
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if found.state != REFUSED or relationship.state not in choosing.LIVE:
        return Done("passed")
    _post(tx, found, now)
    return Done("try_again")


def _leave_it(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    found = _asked(tx, prompt)
    found.state = KEPT if found.state == REFUSED else found.state
    return Done("leave_it")


def _still_refused(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Thanks, prompt.about["thanks"]).state == REFUSED


KINDS = {
    "thanks_asked": Kind(
        guard=_still_asked,
        words=_words,
        script=_script,
        taps={"yes_post_it": _yes, "keep_it_between_us": _no},
    ),
    "thanks_refused": Kind(
        guard=_still_refused,
        words=_words,
        taps={"try_again": _try_again, "leave_it": _leave_it},
    ),
    "thanks_unsure": Kind(words=_words),
    "thanks_kept": Kind(),
}
FORMS = {"thanks": Form(page=_page, submit=write)}
ACTS = {
    "thanks": choosing.by_act(begin),
    "ask_about_thanks": ask_other,
    "thank_privately": send_privately,
    "withdraw_thanks": withdraw,
}
ALARMS = {"thanks_close": close, "thanks_settle": settle}
