"""What an errand comes to when its turn comes: one call to Slack, drawn from today's state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import archives, erasures, failures, homes, imports, invites, keepsakes, thanks, wipings
from bot.views import messages
from store import claims, outbox, prompts
from store.errands import Errand
from store.people import Person
from store.prompts import PLANNED, SENDING, Prompt
from store.troubles import Trouble

LEASE = timedelta(seconds=60)
BATCH = 50
MOST_ATTEMPTS = 5
ANNOUNCE = "announce"


@dataclass(frozen=True)
class Upload:
    """A file to post in a thread; `file_id`: what a try that may have done it called it."""

    name: str
    content: bytes
    channel: str
    thread_ts: str
    file_id: str | None = None


@dataclass(frozen=True)
class Call:
    """One call to make for an errand: a method with arguments, a file, or a profile to learn.

    `once`: never repeated when it may have been made.
    """

    errand_id: str
    workspace_id: str
    slack_id: str
    method: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    upload: Upload | None = None
    once: bool = False


def claim(
    tx: Session, owner: str, now: datetime, *, limit: int = BATCH, lease: timedelta = LEASE
) -> list[Call]:
    """Claim the errands that are due and draw their calls; nothing is shown to who is gone."""
    calls = []
    # Who is deleted takes their other errands with them: that comes last.
    due = outbox.due_errands(tx, now, limit)
    for errand in sorted(due, key=lambda each: each.kind == erasures.ERASE):
        person = tx.get_one(Person, errand.person_id)
        if person.deactivated_at is not None and errand.kind in SHOWN:
            tx.delete(errand)
            continue
        errand.state, errand.owner, errand.lease_until = SENDING, owner, now + lease
        errand.attempt += 1
        try:
            with tx.begin_nested():
                calls.append(_draw(tx, errand, person, now))
        except Trouble:
            raise
        except Exception as error:  # one errand that can't be drawn must not hold up the others
            errand.state, errand.error = "failed", failures.report(error)
    return calls


def _draw(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    return DRAWN[errand.kind](tx, errand, person, now)


def _redraw(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    rows = prompts.group(tx, errand.key)
    body = messages.draw(tx, rows, now)
    place = {"channel": rows[0].channel, "ts": rows[0].ts}
    return Call(errand.id, person.workspace_id, person.slack_id, "chat.update", {**place, **body})


def _home(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    view = homes.draw(tx, person, now)
    arguments = {"user_id": person.slack_id, "view": view}
    return Call(errand.id, person.workspace_id, person.slack_id, "views.publish", arguments)


def _file(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    [made] = [make for key, make in FILES.items() if key in errand.about]
    name, content = made(tx, person, errand.about, now)
    prompt = tx.get_one(Prompt, errand.prompt_id)
    lead = tx.get_one(Prompt, prompt.lead_id) if prompt.lead_id else prompt
    file_id = errand.about.get("file_id")
    upload = Upload(name, content, str(lead.channel), str(lead.ts), file_id)
    return Call(errand.id, person.workspace_id, person.slack_id, "upload", upload=upload)


def _learn(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    arguments = {"user": person.slack_id, "include_locale": True}
    return Call(errand.id, person.workspace_id, person.slack_id, "users.info", arguments)


def _mute(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    arguments = {"user": person.slack_id}
    return Call(errand.id, person.workspace_id, person.slack_id, "dnd.info", arguments)


def _announce(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    arguments = thanks.drawn(tx, errand.about)
    return Call(
        errand.id, person.workspace_id, person.slack_id, "chat.postMessage", arguments, once=True
    )


def _fetch(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    arguments = {"file": errand.about["file"]}
    return Call(errand.id, person.workspace_id, person.slack_id, "files.info", arguments)


def _wipe(tx: Session, errand: Errand, person: Person, now: datetime) -> Call:
    method, arguments = wipings.drawn(tx, errand, person, now)
    return Call(errand.id, person.workspace_id, person.slack_id, method, arguments)


SHOWN = ("redraw", "home", "file")
FILES = {
    "session": invites.drawn,
    "relationship": keepsakes.drawn,
    "archive": archives.drawn,
}
DRAWN = {
    "redraw": _redraw,
    "home": _home,
    "file": _file,
    "learn": _learn,
    "mute": _mute,
    ANNOUNCE: _announce,
    imports.FETCH: _fetch,
    erasures.ERASE: _wipe,
    wipings.WIPE: _wipe,
}


def begun(tx: Session, errand_id: str, file_id: str, now: datetime) -> None:
    """Keep what Slack calls a file that is about to be shown."""
    errand = tx.get_one(Errand, errand_id)
    errand.about = {**errand.about, "file_id": file_id}


def pick_up(tx: Session, now: datetime, owner: str | None = None) -> None:
    """Plan again what was left half done by a process that died, or by this owner that ends.

    What is made only once may have been made: it is given up.
    """
    for errand in claims.abandoned(tx, now, owner):
        again = None if errand.kind == ANNOUNCE else now
        failed(tx, errand.id, str(errand.owner), "abandoned", again, now, surely=False)


def done(tx: Session, errand_id: str, owner: str, now: datetime) -> None:
    """Close an errand that Slack has taken; one that somebody else has taken over stays."""
    errand = _held(tx, errand_id, owner)
    if errand is None:
        return
    if errand.kind == ANNOUNCE:
        thanks.posted(tx, errand.about["thanks"], now)
    tx.delete(errand)


def failed(
    tx: Session,
    errand_id: str,
    owner: str,
    error: str,
    again_at: datetime | None,
    now: datetime,
    *,
    surely: bool = True,
) -> None:
    """Plan an errand again, or give it up after a few tries or an answer that won't change.

    `surely`: it was not made; one that may have been and is made only once is given up too.
    """
    errand = _held(tx, errand_id, owner)
    if errand is None:
        return
    errand.error, errand.lease_until = error, None
    if again_at is None or errand.attempt >= MOST_ATTEMPTS:
        errand.state = "failed"
        if errand.kind == ANNOUNCE:
            thanks.not_posted(tx, errand.about["thanks"], now, surely=surely)
        if errand.kind == imports.FETCH:
            imports.give_up(tx, errand, now)
    else:
        errand.state, errand.due_at = PLANNED, again_at


def _held(tx: Session, errand_id: str, owner: str) -> Errand | None:
    errand = tx.get(Errand, errand_id, with_for_update=True)
    mine = errand is not None and (errand.state, errand.owner) == (SENDING, owner)
    return errand if mine else None
