"""Impacts: what a mentor's hours have come to, told with facts and one shared line (F9, S65)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import choosing, dates, people, prompts, recollections, timers, totals, tributes, windows
from bot.kinds import Kind
from bot.recollections import Looker
from bot.replies import Done, Opens, Reply
from bot.totals import Span
from bot.views import blocks
from store import advice, sessions
from store import prompts as kept
from store.advice import Update
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED = "F9"
# Two of them close together would say the same twice.
APART = OPEN = timedelta(days=28)
LONGEST = 240
BEST = ("did_it", "tried_it", "line")


def plan(tx: Session, relationship: Relationship, occasion: str, now: datetime) -> None:
    """Plan F9 for the mentor, once an occasion: after every third session, and at mid-point.

    After a session it waits for word of what was tried, which brings it along (F7), or three weeks.
    """
    _, mentor = people.pair(tx, relationship)
    earlier = kept.said_of(tx, ASKED, relationship.id, mentor.id)
    if any(now - (row.sent_at or row.due_at) < APART for row in earlier):
        return
    held = any(row.id == occasion for row in sessions.of_relationship(tx, relationship.id))
    waits = timers.of(tx)
    due = now + timedelta(days=waits.step_check_in_days + waits.wrap_up_days) if held else now
    prompts.plan(
        tx,
        ASKED,
        mentor,
        occasion,
        due,
        now,
        relationship=relationship,
        expires_at=due + OPEN,
    )


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Plan it after every third session."""
    plan(tx, tx.get_one(Relationship, alarm.relationship_id), alarm.occasion, now)


def _facts(tx: Session, prompt: Prompt) -> tuple[totals.Total, int, Update | None]:
    """Give the sum, the things tried, and the best line, as they were when this was sent."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    mentor = tx.get_one(Person, prompt.person_id)
    until = windows.local_day(prompt.sent_at, mentor.zone) if prompt.sent_at else None
    span = Span(relationship.starts_on if relationship.round > 1 else None, until)
    look = Looker(tx, relationship, mentor, {}, span)
    best = _best(tx, relationship, prompt)
    total = totals.of(totals.held(tx, relationship, span))
    return total, len(recollections.tried_on(look)), best


def _best(tx: Session, relationship: Relationship, prompt: Prompt) -> Update | None:
    """Give the line to quote: one that isn't kept already, of something done, and a new one."""
    rows = [row for row in advice.updates(tx, relationship.id) if _quotable(row, prompt)]
    if kept_id := prompt.about.get("kept"):
        return next((row for row in rows if row.id == kept_id), None)
    return max(rows, key=lambda row: _worth(row, prompt.sent_at), default=None)


def _worth(update: Update, sent_at: datetime | None) -> tuple[bool, int, datetime | None]:
    before = update.kept_at is not None and (sent_at is None or update.kept_at < sent_at)
    return not before, -BEST.index(update.status), update.shared_at


def _quotable(update: Update, prompt: Prompt) -> bool:
    """Say whether the mentee had sent this line when the message went out."""
    if update.shared_at is None or not update.text or update.status not in BEST:
        return False
    return prompt.sent_at is None or update.shared_at <= prompt.sent_at


def _stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard: there are hours to speak of, and the mentee is there."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    mentee, _ = people.pair(tx, relationship)
    total, _, _ = _facts(tx, prompt)
    live = relationship.state in choosing.LIVE and relationship.state != "carried_on"
    return live and bool(total.minutes) and mentee.deactivated_at is None


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    mentor = tx.get_one(Person, prompt.person_id)
    total, tried, best = _facts(tx, prompt)
    began_at = relationship.begun_at or relationship.created_at
    since = relationship.starts_on if relationship.round > 1 else None
    return {
        "start": dates.full(since or windows.local_day(began_at, mentor.zone), mentor.locale),
        "hours": totals.hours(total.minutes),
        "time": totals.time(total.minutes),
        "n": str(tried),
        "things": totals.things(tried),
        "best_line": blocks.cut(best.text or "", LONGEST) if best else "",
    }


def _script(tx: Session, prompt: Prompt) -> str:
    """Say what there is to say: never a nought, never a line that wasn't shared."""
    total, tried, best = _facts(tx, prompt)
    line = "" if best else "_no_line"
    if not tried:
        return f"F9_hours{line}"
    plain = tried > 1 and totals.is_plain(total.minutes)
    return f"F9{line}" if plain else f"F9_said{line}"


def _thank(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens(tributes.IMPACT, str(prompt.relationship_id))


def _save(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep the line that was quoted among what the mentor's year holds."""
    _, _, best = _facts(tx, prompt)
    if best is not None:
        best.kept_at = best.kept_at or now
        tx.add(best)
        prompt.about = {**prompt.about, "kept": best.id}
    return Done("save")


KINDS = {
    ASKED: Kind(
        guard=_stands, words=_words, script=_script, taps={"thank_them": _thank, "save": _save}
    )
}
ALARMS = {"impact": ring}
