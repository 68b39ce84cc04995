"""Organizers: the person who helps when mentoring is hard, and asking them for a word (K2, K4)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot import choosing, people, prompts, scripts
from bot.errors import Correctable
from bot.kinds import Kind, Tap
from bot.replies import Done, Reply, Says, Shows
from bot.views import organizers as views
from store import people as kept
from store import prompts as kept_prompts
from store import workspaces
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

# What an organizer may be asked from; each is answered once the organizer has been asked.
ASKED_FROM = ("H5_not_really", "H7", "H11")
BUTTON = "ask_organizer"


def of(tx: Session, person: Person, relationship: Relationship | None = None) -> Person | None:
    """Give who helps, None when there is nobody; never the person, nor the other of the two."""
    workspace = workspaces.find(tx, person.workspace_id)
    if workspace is None or workspace.organizer_slack_id is None:
        return None
    found = kept.find(tx, workspace.id, workspace.organizer_slack_id)
    if found is None or found.is_bot or found.deactivated_at is not None:
        return None
    pair = (relationship.mentee_id, relationship.mentor_id) if relationship else ()
    return None if found.id in (person.id, *pair) else found


def words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    """Give {organizer} to the sentences of a prompt that offers them."""
    found = _of_prompt(tx, prompt)
    return {"organizer": people.name(found)} if found else {}


def buttons(entry: str, leaves_out: Sequence[str] = ()) -> Callable[[Session, Prompt], list[str]]:
    """Give what shows an entry's buttons, without "Ask organizer" where there is none to ask."""

    def shown(tx: Session, prompt: Prompt) -> list[str]:
        there = _of_prompt(tx, prompt) is not None
        found = [button.id for button in scripts.script(entry).buttons]
        return [each for each in found if each not in leaves_out and (there or each != BUTTON)]

    return shown


def _of_prompt(tx: Session, prompt: Prompt) -> Person | None:
    person = tx.get_one(Person, prompt.person_id)
    relationship = tx.get(Relationship, prompt.relationship_id) if prompt.relationship_id else None
    return of(tx, person, relationship)


def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Show what the organizer would get; the question stays open until it is sent."""
    person = tx.get_one(Person, prompt.person_id)
    relationship = people.theirs(tx, person, prompt.relationship_id)
    return ask(tx, person, relationship, now)


def ask(tx: Session, person: Person, relationship: Relationship | None, now: datetime) -> Reply:
    """Show exactly what the organizer would get, to send or not (H7); alone or about a pair."""
    found = _there(tx, person, relationship)
    names = {"organizer": people.name(found), "name": people.name(person)}
    if relationship is not None:
        names["other"] = people.name(people.other(tx, relationship, person))
    return Shows(views.preview(relationship.id if relationship else person.id, names))


def _there(tx: Session, person: Person, relationship: Relationship | None) -> Person:
    found = of(tx, person, relationship)
    if found is None:
        raise Correctable(scripts.script("person_please").text)
    return found


def open_preview(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show the preview from a page or from Home."""
    return ask(tx, person, _meant(tx, person, row_id), now)


def _meant(tx: Session, person: Person, row_id: str) -> Relationship | None:
    """Give the relationship a row is, None for the person's own row; Correctable for another's."""
    return None if row_id == person.id else choosing.live(tx, person, row_id)


def send(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Ask the organizer for a word: the names and nothing else, one open request a person."""
    relationship = _meant(tx, person, row_id)
    found = _there(tx, person, relationship)
    names = {"organizer": people.name(found)}
    if _open(tx, found, person):
        return Says(scripts.fill(scripts.script("organizer_asked_already").text, names))
    about = {"asker": person.id}
    if relationship is not None:
        about["relationship"] = relationship.id
        prompts.close(tx, ASKED_FROM, relationship, person, BUTTON, now)
    # It isn't the pair's own: a relationship that ends takes no call for help with it.
    prompts.plan(tx, "K2", found, f"{person.id}:{now.isoformat()}", now, now, about=about)
    return Says(scripts.fill(scripts.script("H7_preview").results["send"], names))


def _open(tx: Session, organizer: Person, asker: Person) -> bool:
    waiting = kept_prompts.waiting_for(tx, "K2", organizer.id)
    return any(prompt.about["asker"] == asker.id for prompt in waiting)


def dont_send(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Tell nobody."""
    _meant(tx, person, row_id)
    return Says(scripts.script("H7_preview").results["dont_send"])


def please(tx: Session, person: Person) -> Reply:
    """Say who can help and how to reach them; nobody is told (K4)."""
    found = of(tx, person)
    if found is None:
        return Says(scripts.script("person_please").text)
    return Shows(views.person(person.id, found.slack_id, people.name(found)))


def _asker(tx: Session, prompt: Prompt) -> Person:
    return tx.get_one(Person, prompt.about["asker"])


def _names(tx: Session, prompt: Prompt) -> Mapping[str, str]:
    """Give who asked, and the other of their pair when it is about one."""
    asker, names = _asker(tx, prompt), {}
    if relationship_id := prompt.about.get("relationship"):
        relationship = tx.get_one(Relationship, relationship_id)
        names["other"] = people.name(people.other(tx, relationship, asker))
    return {"name": people.name(asker), **names}


def _script(tx: Session, prompt: Prompt) -> str:
    return "K2_pair" if "relationship" in prompt.about else "K2"


def _message(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Give the organizer the way to whoever asked, and close the request."""
    organizer = tx.get_one(Person, prompt.person_id)
    about = {"asker": prompt.about["asker"]}
    prompts.say(tx, organizer, "K2_write", prompt.id, now, about=about, thread_of=prompt)
    return Done("message_them")


def _done(outcome: str) -> Tap:
    return lambda tx, prompt, now: Done(outcome)


def _address(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    return {"slack_id": _asker(tx, prompt).slack_id}


KINDS = {
    "K2": Kind(
        names=_names,
        script=_script,
        taps={"message_them": _message, "done": _done("done")},
    ),
    "K2_write": Kind(names=_names, words=_address),
}
ACTS = {BUTTON: open_preview, "send_ask": send, "dont_send_ask": dont_send}
