"""Updates: the mentee tells the mentor what came of things (F6, F8 and /mentor-update)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import choosing, people, scripts, shares, steps
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Says
from store import advice, sessions
from store.advice import Update
from store.people import Person
from store.prompts import Prompt, drafts
from store.relationships import Relationship
from store.sessions import Meeting

MOST_CHOICES = 20


def visible(tx: Session, relationship: Relationship, reader: Person) -> list[Update]:
    """Give the updates a person may see: all to the mentee, those she sent to the mentor (4.4)."""
    kept = advice.updates(tx, relationship.id)
    if people.is_mentee(relationship, reader):
        return kept
    return [update for update in kept if update.shared_at is not None]


def begin(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open an update, for /mentor-update: which step it is about, or a line of its own."""
    if not people.is_mentee(relationship, person):
        return Says(scripts.error("mentee_only", **people.names(tx, relationship, person)))
    open_now = steps.open_steps(tx, relationship)
    return Opens("update_about" if open_now else "share_line", relationship.id)


def _about_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = steps.mentees(tx, person, row_id)
    newest = steps.open_steps(tx, relationship)[-MOST_CHOICES:]
    return Page(
        params=people.names(tx, relationship, person),
        choices={"about": [(step.id, steps.words(step)) for step in newest]},
    )


def go_on(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Go on with the step that was chosen, or with a line of its own."""
    relationship = steps.mentees(tx, person, row_id)
    if answers["about"] == "line":
        return Opens("share_line", relationship.id)
    step, _ = steps.own(tx, person, answers["about"])
    return Opens("step_update", step.id)


def _line_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = steps.mentees(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person))


def write_line(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a line of its own and show it as the mentor will get it."""
    relationship = steps.mentees(tx, person, row_id)
    shares.check(answers["line"], "line")
    lines = [row for row in advice.updates(tx, relationship.id) if row.status == "line"]
    same = next((row for row in lines[-1:] if row.text == answers["line"]), None)
    if same is not None and same.shared_at is not None:
        if now - same.shared_at < timedelta(days=1):
            raise Correctable(scripts.error("already_sent"), "line")
        same = None
    update = same or Update(relationship_id=relationship.id, status="line", written_at=now)
    update = shares.write(tx, update, answers["line"], now)
    return shares.preview(tx, person, update, "share_line", row_id, now)


def _edit_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    update, relationship = shares.own(tx, person, row_id)
    return Page(
        params=people.names(tx, relationship, person),
        initial={"line": update.text},
    )


def send_edited(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Send the words as they stand in the form, their preview; typed ones are shown once more."""
    update, _ = shares.own(tx, person, row_id)
    shares.check(answers["line"], "line")
    if drafts(tx, person.id, "preview_share", row_id):
        update = shares.write(tx, update, answers["line"], now)
        return shares.preview(tx, person, update, "preview_share", row_id, now)
    update.text = answers["line"]
    return _sent(tx, person, update.id, now)


def _sent(tx: Session, person: Person, update_id: str, now: datetime) -> Reply:
    relationship = shares.send(tx, person, update_id, now)
    names = people.names(tx, relationship, person)
    return Says(scripts.fill(scripts.script("update_shared").text, names))


def edit(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the line to be changed before it is sent."""
    shares.own(tx, person, row_id)
    return Opens("preview_share", row_id)


def dont_send(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Keep the line unsent."""
    shares.keep(tx, person, row_id, now)
    return Says(scripts.script("F6").results["dont_send"])


def _previewed(tx: Session, prompt: Prompt) -> Update | None:
    return tx.get(Update, prompt.about["update"])


def _preview_words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    update = _previewed(tx, prompt)
    return {"update": (update.text if update else None) or ""}


def _preview_entry(tx: Session, prompt: Prompt) -> str:
    return "F6_line" if _previewed(tx, prompt) else "F6"


def _tap_send(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    shares.send(tx, tx.get_one(Person, prompt.person_id), prompt.about["update"], now)
    return Done("send")


def _tap_edit(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("preview_share", prompt.about["update"])


def _tap_dont_send(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    shares.keep(tx, tx.get_one(Person, prompt.person_id), prompt.about["update"], now)
    return Done("dont_send")


def _anything_to_tell(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Say whether steps are open and nothing was shared since the session (F8)."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    session = tx.get_one(Meeting, prompt.about["session"])
    later = [
        row
        for row in sessions.of_relationship(tx, relationship.id)
        if row.number > session.number and row.starts_at is not None and row.starts_at <= now
    ]
    since = session.starts_at or now
    told = [
        row
        for row in advice.updates(tx, relationship.id)
        if row.shared_at is not None and row.shared_at >= since
    ]
    if later or told or relationship.open_pair is None:
        return False
    return bool(steps.open_steps(tx, relationship))


def _share_one(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("share_line", prompt.relationship_id or "")


def _nothing_yet(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("nothing_yet")


KINDS = {
    "F6": Kind(
        words=_preview_words,
        script=_preview_entry,
        taps={"send": _tap_send, "edit": _tap_edit, "dont_send": _tap_dont_send},
        form=lambda tx, prompt: Opens("preview_share", prompt.about["update"]),
    ),
    "F8": Kind(
        guard=_anything_to_tell,
        taps={"share_one_line": _share_one, "nothing_yet": _nothing_yet},
        form=lambda tx, prompt: Opens("share_line", prompt.relationship_id or ""),
    ),
}
FORMS = {
    "update_about": Form(page=_about_page, submit=go_on),
    "share_line": Form(page=_line_page, submit=write_line),
    "preview_share": Form(page=_edit_page, submit=send_edited),
}
ACTS = {
    "update": choosing.by_act(begin),
    "send_update": _sent,
    "edit_update": edit,
    "dont_send_update": dont_send,
}
COMMANDS = {"/mentor-update": choosing.by_command("update", begin)}
