"""Wipings: what Delete my data comes to: the pairs end, the words go, the messages are emptied."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import choosing, errands, lifecycle, partings, prompts, scripts
from bot.erasures import ERASE
from bot.invitations import ASKED
from bot.lifecycle import State
from bot.views import blocks, messages, turns
from store import erasures, relationships
from store import prompts as kept
from store.endings import TIDIED
from store.errands import Errand
from store.people import Person
from store.prompts import EXPIRED, PLANNED, SENT, Prompt
from store.relationships import Relationship

WIPE, TOLD_AS = "wipe", "H9_erased"
# What an organizer is told of a person, outside of any pair.
OF_A_PERSON = ("K2", "K2_write", "note_shown")


def erase(tx: Session, person: Person, now: datetime) -> None:
    """Delete all a person wrote and answered, and leave nobody to be found by their account.

    The other of each pair keeps what they wrote and the dates; they hear of the end as of any.
    Done again it changes nothing.
    """
    if person.slack_id.startswith(erasures.GONE):
        return
    rows = relationships.of_person(tx, person.id, tuple(State))
    for row in rows:
        _leave(tx, row, person, now)
    tx.flush()
    _wipe(tx, person, [row.id for row in rows], now)
    erasures.forget_prompts(tx, person.id, (WIPE, ERASE))
    tx.expire_all()
    _vanish(tx, person, now)


def _leave(tx: Session, row: Relationship, person: Person, now: datetime) -> None:
    """End a pair in the way any ends that one of two leaves; an invitation is one no more."""
    tx.refresh(row, with_for_update=True)
    if row.state in choosing.LIVE:
        partings.part(tx, row, person, now, entry=TOLD_AS)
    elif row.state == State.INVITED:
        lifecycle.move(row, State.NOT_SET_UP, now)
        row.open_pair, row.ended_at = None, now
        for prompt in kept.of_kinds(tx, row.id, (ASKED,)):
            if prompt.state == SENT:
                prompts.expire(tx, prompt, now)
            elif prompt.state == PLANNED:
                prompt.state = EXPIRED


def _wipe(tx: Session, person: Person, ids: Sequence[str], now: datetime) -> None:
    """Delete the words, and take them out of the messages they stand in, wherever they are known.

    In the person's own conversation, whatever has words of theirs or buttons is wiped.
    """
    words = erasures.words(tx, person.id)
    messages_of: dict[str, list[Prompt]] = {}
    for row in erasures.said_to(tx, person.id):
        messages_of.setdefault(row.lead_id or row.id, []).append(row)
    for rows in messages_of.values():
        if any(row.state == SENT or _carries(tx, row, words, now) for row in rows):
            _plan_wipe(tx, person, rows, now)
    others = erasures.said_to_others(tx, person.id, ids, OF_A_PERSON)
    touched = [row for row in others if _carries(tx, row, words, now)]
    erasures.forget(tx, person.id)
    tx.expire_all()
    touched += [row for row in others if row not in touched and not _is_drawn(tx, row, now)]
    about = [row for row in others if row.about.get("asker") == person.id]
    for row in {each.id: each for each in (*touched, *about)}.values():
        _tidy(tx, row, now)


def _carries(tx: Session, row: Prompt, words: Iterable[str], now: datetime) -> bool:
    """Say whether a message holds words of somebody's; one that can't be drawn might."""
    try:
        with tx.begin_nested():
            drawn = json.dumps(messages.draw(tx, [row], now), ensure_ascii=False)
    except Exception:
        return True
    return any(_written(each) in drawn for each in words)


def _written(words: str) -> str:
    """Give the beginning of words as they stand in a message."""
    return json.dumps(blocks.escape(words)[:200], ensure_ascii=False)[1:-1]


def _is_drawn(tx: Session, row: Prompt, now: datetime) -> bool:
    try:
        with tx.begin_nested():
            messages.draw(tx, [row], now)
    except Exception:
        return False
    return True


def _tidy(tx: Session, row: Prompt, now: datetime) -> None:
    """Let a message to somebody else say no more than that it is over."""
    if row.kind == turns.TURN:
        row.about = {"say": [["script", WIPE]]}
    else:
        row.about = {**row.about, TIDIED: True}
    if row.state in (SENT, PLANNED):
        row.state = EXPIRED
    tx.add(row)
    reader = tx.get_one(Person, row.person_id)
    if row.ts is not None:
        errands.redraw(tx, reader, row.lead_id or row.id, now)
    errands.refresh_home(tx, reader, now)


def _plan_wipe(tx: Session, person: Person, rows: Sequence[Prompt], now: datetime) -> None:
    """Plan to empty a message of the person's own; one kept on Home has none."""
    placed = [row for row in rows if row.ts is not None]
    if placed:
        about = {"channel": placed[0].channel, "ts": placed[0].ts}
        errands.plan(tx, person, WIPE, now, key=placed[0].id, about=about)


def emptied(about: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the call that leaves one line of a message, or of a Home."""
    line = scripts.script(WIPE).text
    drawn = [blocks.section(line)]
    if "user" in about:
        view = {"type": "home", "blocks": drawn}
        return "views.publish", {"user_id": about["user"], "view": view}
    return "chat.update", {**about, "text": line, "blocks": drawn}


def drawn(tx: Session, errand: Errand, person: Person, now: datetime) -> tuple[str, dict[str, Any]]:
    """Do what an errand of deleting asks for, and give the call that shows it."""
    if errand.kind == ERASE:
        erase(tx, person, now)
    return emptied(errand.about)


def _vanish(tx: Session, person: Person, now: datetime) -> None:
    """Leave of a person no more than the other's pages need: that there was somebody."""
    person.slack_id = f"{erasures.GONE}{person.id}"
    person.zone, person.locale = "UTC", "en-US"
    person.channel = person.last_ts = person.removed_at = None
    person.deactivated_at = person.learned_at = now
    person.home_opened_at = person.told_about_export_at = person.away_until = None
    person.busy_until = person.muted_until = person.unreachable_at = None
    person.essential_until_on, person.capacity, person.unanswered = None, None, 0
    person.frequency, person.takes_break = "all", False
    tx.add(person)
    tx.flush()
    erasures.end_pairs(tx, person.id)
