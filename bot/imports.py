"""Imports: what *Save my data* gave somebody in another Slack comes along with them (S75)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import errands, parcels, people, prompts, scripts
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.people import Who
from bot.replies import Opens, Reply, Says
from store import cards, memories, relationships, visions
from store.cards import Card
from store.errands import Errand, waiting_of
from store.memories import Memory
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.visions import Decision, Vision

FORM, FETCH = "bring_along", "fetch"
MOST_WAITING = 3
TAKEN, REFUSED = "brought_along", "not_brought_along"

Data = Mapping[str, Any]


def begin(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the form that takes the file."""
    people.own(person, row_id)
    return Opens(FORM, person.id)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    people.own(person, row_id)
    return Page()


def bring(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Plan to fetch the file that somebody gave; what comes of it is said in the DM."""
    people.own(person, row_id)
    [file_id] = answers["file"]
    if len(waiting_of(tx, person.id, FETCH)) >= MOST_WAITING:
        raise Correctable(scripts.error("import_waiting"), "file")
    errands.plan(tx, person, FETCH, now, key=file_id, about={"file": file_id})
    return Says(scripts.script("import_begun").text)


def take(tx: Session, who: Who, file_id: str, data: Data, now: datetime) -> None:
    """Keep what an opened parcel holds, each thing once, and say how much was new."""
    person = people.meet(tx, who, now)
    origin = str(data["person"]["id"])
    if (why := _stranger(tx, person, origin)) is not None:
        refuse(tx, who, file_id, why, now)
        return
    tx.refresh(person, with_for_update=True)
    new = _card(tx, person, data) + _vision(tx, person, data) + _decisions(tx, person, data)
    for each in data["relationships"]:
        new += _memory(tx, person, data, each, now)
    prompts.say(tx, person, TAKEN, _occasion(file_id, now), now, about={"new": new})
    errands.refresh_home(tx, person, now)


def refuse(tx: Session, who: Who, file_id: str, why: str, now: datetime) -> None:
    """Say why a file was not taken in; `why` is the key of a sentence."""
    person = people.meet(tx, who, now)
    prompts.say(tx, person, REFUSED, _occasion(file_id, now), now, about={"why": why})


def give_up(tx: Session, errand: Errand, now: datetime) -> None:
    """Say that a file could not be fetched after a few tries."""
    person = tx.get_one(Person, errand.person_id)
    who = Who(person.workspace_id, person.slack_id)
    refuse(tx, who, errand.about["file"], "import_not_fetched", now)


def _occasion(file_id: str, now: datetime) -> str:
    return f"{file_id}:{now.isoformat()}"


def _stranger(tx: Session, person: Person, origin: str) -> str | None:
    """Give why an export can't be this person's, None when it can.

    In one workspace each has one row, so another's there is a colleague's.
    """
    if origin == person.id:
        return "import_own"
    other = tx.get(Person, origin)
    colleague = other is not None and other.workspace_id == person.workspace_id
    return "import_anothers" if colleague else None


def _card(tx: Session, person: Person, data: Data) -> int:
    """Take the know-me card where there is none; who reads it is asked anew in each pair."""
    if data["card"] is None or cards.of_person(tx, person.id) is not None:
        return 0
    words = {key: data["card"][key] for key in ("path", "studied", "change", "helped")}
    at = _instant(data["card"]["written_at"])
    tx.add(Card(person_id=person.id, written_at=at, **words))
    return 1


def _vision(tx: Session, person: Person, data: Data) -> int:
    """Take the vision card where there is none and nobody here was let read one."""
    if data["vision"] is None or visions.of_person(tx, person.id) is not None:
        return 0
    if relationships.has_chosen(tx, person.id, "vision", "shared"):
        return 0
    words = {key: data["vision"][key] for key in ("more_of", "wont_trade", "small_try")}
    at = _instant(data["vision"]["written_at"])
    tx.add(Vision(person_id=person.id, written_at=at, **words))
    return 1


def _decisions(tx: Session, person: Person, data: Data) -> int:
    """Take the decisions that aren't here yet, known by their words and their moment."""
    known = {(row.text, row.decided_at) for row in visions.decisions(tx, person.id)}
    new = 0
    for each in data["decisions"]:
        words = {key: each[key] for key in ("text", "serves", "costs", "obstacle")}
        at = _instant(each["decided_at"])
        if (each["text"], at) not in known:
            tx.add(Decision(person_id=person.id, decided_at=at, **words))
            known.add((each["text"], at))
            new += 1
    tx.flush()
    return new


def _memory(tx: Session, person: Person, data: Data, each: Data, now: datetime) -> int:
    """Keep a relationship as it was told; a newer export of the same one takes its place.

    One of this very Slack that has been elsewhere and is back is here already.
    """
    own = tx.get(Relationship, each["id"])
    if own is not None and person.id in (own.mentee_id, own.mentor_id):
        return 0
    made_at, place = _instant(data["made_at"]), each.get("place") or data["person"]["workspace"]
    plain = {key: value for key, value in each.items() if key != "place"}
    said = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    kept = memories.find(tx, person.id, each["id"])
    if kept is not None and (kept.made_at >= made_at or kept.said == said):
        return 0
    row = kept or Memory(
        person_id=person.id,
        origin=data["person"]["id"],
        thing=each["id"],
        place=place,
        said=said,
        made_at=made_at,
        kept_at=now,
    )
    row.said, row.made_at, row.place = said, made_at, place
    tx.add(row)
    tx.flush()
    return 1


def _instant(words: str) -> datetime:
    return datetime.fromisoformat(words)


def _told(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    return {"count": str(prompt.about["new"])}


def _script(tx: Session, prompt: Prompt) -> str:
    return TAKEN if prompt.about["new"] else f"{TAKEN}_before"


def _why(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    most = parcels.MOST_BYTES // 1024 // 1024
    return {"why": scripts.error(prompt.about["why"], most=most)}


KINDS = {TAKEN: Kind(words=_told, script=_script), REFUSED: Kind(words=_why)}
FORMS = {FORM: Form(page=_page, submit=bring)}
ACTS = {"import": begin}
