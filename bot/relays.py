"""Relays: what the mentee sent reaches the mentor, and the mentor's short line goes back (F7)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import agendas, people, prompts, scripts, timers
from bot.kinds import Kind, Tap
from bot.replies import Done, Reply
from bot.views import blocks
from store import advice
from store import prompts as kept_prompts
from store.advice import Update
from store.people import Person
from store.prompts import PLANNED, Prompt
from store.relationships import Relationship

# Several lines share one message while they fit in a paragraph of Slack's together.
LONGEST = 2800
REPLIES = ("lovely_to_hear", "tell_me_when_we_meet", "i_can_help")
VARIANTS = {"went_another_way": "F7_other_way", "line": "F7_line"}


def deliver(tx: Session, relationship: Relationship, update: Update, now: datetime) -> None:
    """Plan to bring a sent line to the mentor: with one still waiting, else a week after the last.

    At most one message a week from a mentee (PRODUCT 2.5); all lines that wait come in it.
    """
    _, mentor = people.pair(tx, relationship)
    earlier = _earlier(tx, relationship, mentor)
    for prompt in earlier:
        if prompt.state == PLANNED and _fits(tx, prompt, update):
            update.prompt_id = prompt.id
            return
    due = now
    if earlier:
        last = max(prompt.sent_at or prompt.due_at for prompt in earlier)
        due = max(now, last + timedelta(days=timers.of(tx).update_every_days))
    planned = prompts.plan(tx, "F7", mentor, update.id, due, now, relationship=relationship)
    update.prompt_id = planned.id
    for impact in kept_prompts.waiting(tx, "F9", relationship.id, mentor.id):
        if impact.state == PLANNED:
            impact.due_at = min(impact.due_at, planned.due_at)


def _earlier(tx: Session, relationship: Relationship, mentor: Person) -> list[Prompt]:
    """Give the messages about updates so far, locked: a line must not join one being sent."""
    rows = kept_prompts.said_of(tx, "F7", relationship.id, mentor.id)
    return sorted(rows, key=lambda prompt: prompt.due_at)


def _fits(tx: Session, prompt: Prompt, update: Update) -> bool:
    lines = [row.text or "" for row in (*brought(tx, prompt), update)]
    return sum(len(blocks.escape(line)) + 3 for line in lines) <= LONGEST


def brought(tx: Session, prompt: Prompt) -> list[Update]:
    """Give the lines that one message to the mentor brings, in the order they were sent."""
    return advice.brought(tx, prompt.id)


def _stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return relationship.open_pair is not None and bool(brought(tx, prompt))


def _words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    lines = [update.text or "" for update in brought(tx, prompt)]
    if len(lines) == 1:
        return {"update": lines[0]}
    quoted = "\n".join(f'"{line}"' for line in lines)
    return {"update": f"\n{quoted}\n"}


def _entry(tx: Session, prompt: Prompt) -> str:
    lines = brought(tx, prompt)
    if len(lines) > 1:
        return "F7_bundle"
    return VARIANTS.get(lines[0].status, "F7") if lines else "F7"


def _replies(line: str) -> Tap:
    """Give the tap that sends one short line to the mentee, in her window."""

    def reply(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        relationship = tx.get_one(Relationship, prompt.relationship_id)
        mentee, mentor = people.pair(tx, relationship)
        for update in brought(tx, prompt):
            update.reply = line
            tx.add(update)
        prompts.plan(
            tx,
            "update_reply_relayed",
            mentee,
            prompt.id,
            now,
            now,
            relationship=relationship,
            about={"reply": line},
        )
        if line == "tell_me_when_we_meet":
            agendas.add(tx, relationship, "tell_me", mentee, now)
        if line == "i_can_help":
            prompts.say(tx, mentor, "F7_write", prompt.id, now, relationship=relationship)
        return Done(line)

    return reply


def _line(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    buttons = {button.id: button.label for button in scripts.script("F7").buttons}
    return {"line": buttons[prompt.about["reply"]]}


def _address(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    mentee, _ = people.pair(tx, tx.get_one(Relationship, prompt.relationship_id))
    return {"slack_id": mentee.slack_id}


def _write(tx: Session, prompt: Prompt) -> str:
    """Mention nobody to somebody of another workspace."""
    apart = people.apart(tx, tx.get_one(Relationship, prompt.relationship_id))
    return "F7_write_across" if apart else "F7_write"


KINDS = {
    "F7": Kind(
        guard=_stands,
        words=_words,
        script=_entry,
        taps={line: _replies(line) for line in REPLIES},
    ),
    "F7_write": Kind(words=_address, script=_write),
    "update_reply_relayed": Kind(words=_line),
}
