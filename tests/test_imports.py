"""What somebody saved in another Slack comes along once, and nobody else is ever shown it (S75)."""

from typing import Any

import pytest
from sqlmodel import Session

from bot import errands, exports, imports, parcels
from bot.errors import Correctable
from playground.kit import checks
from store.cards import Card
from store.memories import Memory
from store.relationships import Choice
from store.visions import Decision, Vision
from tests.life import Life
from tests.pairs import everything_for, pair, rows
from tests.parcels import ORIGIN, card, export, full, goal, relationship, zipped

PRIVATE = ("Learn to lead", "Be known", "ask for the brief", "Wait a little longer", "Teaching")
FILE = "F0PARCEL1"


def row(life: Life, handle: str) -> str:
    found: str = life.person(handle).id
    return found


def take(life: Life, data: Any, handle: str = "maya") -> str:
    """Let an export be taken in; give what its owner is told."""
    life.run(lambda tx: imports.take(tx, life.who(handle), FILE, data, life.now))
    life.turn(minutes=1)
    said: str = life.last(handle).body["text"]
    return said


def brought(life: Life, handle: str = "maya") -> str:
    """Give all that somebody can read of what they brought along."""
    pages = [life.act(handle, "brought_along", row(life, handle)).view]
    mine = [each for each in rows(life, Memory) if each.person_id == row(life, handle)]
    pages += [life.act(handle, "memory", each.id).view for each in mine]
    return str(pages)


def test_the_form_takes_one_file_and_the_rest_is_said_in_the_dm(life: Life) -> None:
    view = life.act("maya", "import", row(life, "maya")).view
    assert view is not None
    [block] = [each for each in view["blocks"] if each["type"] == "input"]
    assert block["element"] == {
        "type": "file_input", "filetypes": ["zip"], "max_files": 1, "action_id": "answer",
    }  # fmt: skip
    answer = life.submit("maya", view, file=[FILE])
    assert answer.sentence is not None
    assert "say here in a moment" in answer.sentence
    [errand] = life.errands("fetch")
    assert errand.about == {"file": FILE}


@pytest.mark.parametrize("file", [None, [], ["F1", "F2"], ["../F1"], "F0PARCEL1", [{}], [None]])
def test_a_form_without_its_one_file_comes_back(life: Life, file: Any) -> None:
    view = life.act("maya", "import", row(life, "maya")).view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", view, file=file)
    assert wrong.value.field == "file"
    assert life.errands("fetch") == []


def test_nobody_gives_more_files_than_are_fetched(life: Life) -> None:
    def wait(tx: Session) -> None:
        for n in range(imports.MOST_WAITING):
            errands.plan(tx, life.person("maya", tx), "fetch", life.now, key=f"F{n}")

    view = life.act("maya", "import", row(life, "maya")).view
    life.run(wait)
    with pytest.raises(Correctable):
        life.submit("maya", view, file=[FILE])


def test_everything_in_it_is_there_to_read(life: Life) -> None:
    assert "Your file is in: 4 new" in take(life, full())
    read = brought(life)
    for words in PRIVATE[:4]:
        assert words in read
    assert "a project starts: ask for the brief" in read
    assert "Omar Doe" in read
    assert "at Tern Labs: you were the mentee, from 12 January 2027" in read
    assert "You met 6 times, 4.5 hours together." in read
    assert "Brought along" in everything_for(life, "maya")
    assert [each.more_of for each in rows(life, Vision)] == ["Teaching"]
    assert [each.path for each in rows(life, Card)] == ["Physics, then data"]
    assert [each.text for each in rows(life, Decision)] == ["Stay or go"]


def test_the_same_export_twice_adds_nothing(life: Life) -> None:
    take(life, full())
    before = [each.model_dump() for each in rows(life, Memory)]
    assert "brings nothing new" in take(life, full())
    assert [each.model_dump() for each in rows(life, Memory)] == before
    assert len(rows(life, Decision)) == 1


def test_a_newer_export_of_the_same_takes_the_place_of_the_older(life: Life) -> None:
    newer = export(
        made_at="2027-06-01T00:00:00Z", relationships=[relationship(goals=[goal(1, "A new one")])]
    )
    take(life, full())
    assert "1 new" in take(life, newer)
    [memory] = rows(life, Memory)
    assert "A new one" in memory.said
    assert "brings nothing new" in take(life, full())
    assert "A new one" in rows(life, Memory)[0].said


def test_it_goes_on_to_the_next_place_and_comes_back_as_one(life: Life) -> None:
    take(life, full())
    taken = life.run(lambda tx: exports.of(tx, life.person("maya", tx), life.now))
    [memory] = rows(life, Memory)
    assert parcels.read(zipped(taken)) == taken
    life.workspace("T3", "Third Place", noor="Europe/London")
    assert "4 new" in take(life, taken, "noor")
    assert "Omar Doe* at Tern Labs" in brought(life, "noor")
    assert "brings nothing new" in take(life, full(), "noor")
    assert len(rows(life, Memory)) == 2
    back = life.run(lambda tx: exports.of(tx, life.person("noor", tx), life.now))
    assert "brings nothing new" in take(life, back)
    assert rows(life, Memory)[0] == memory


def test_what_was_elsewhere_and_is_back_is_here_already(life: Life) -> None:
    relation = pair(life)
    life.workspace("T3", "Third Place", noor="Europe/London")
    saved = life.run(lambda tx: exports.of(tx, life.person("maya", tx), life.now))
    take(life, saved, "noor")
    [memory] = rows(life, Memory)
    assert memory.thing == relation.id
    back = life.run(lambda tx: exports.of(tx, life.person("noor", tx), life.now))
    assert "brings nothing new" in take(life, back)
    assert rows(life, Memory) == [memory]


def test_what_is_here_already_is_never_written_over(life: Life) -> None:
    def write(tx: Session) -> None:
        maya = life.person("maya", tx)
        tx.add(Card(person_id=maya.id, path="What I wrote here", written_at=life.now))
        tx.add(Vision(person_id=maya.id, more_of="Quiet", written_at=life.now))

    life.run(write)
    take(life, full())
    assert [each.path for each in rows(life, Card)] == ["What I wrote here"]
    assert [each.more_of for each in rows(life, Vision)] == ["Quiet"]


def test_a_vision_card_comes_to_nobody_who_was_let_read_another(life: Life) -> None:
    relation = pair(life)

    def share(tx: Session) -> None:
        maya = life.person("maya", tx)
        tx.add(
            Choice(
                relationship_id=relation.id, person_id=maya.id, topic="vision", value="shared",
                chosen_at=life.now,
            )
        )  # fmt: skip

    life.run(share)
    take(life, full())
    assert rows(life, Vision) == []


def test_nobody_else_is_shown_any_of_it(life: Life) -> None:
    relation = pair(life)
    take(life, full())
    life.turn(days=40)
    told = everything_for(life, "leo")
    for act in ("more", "goals", "notes", "our_year", "their_vision"):
        told += str(life.act("leo", act, relation.id))
    for words in (*PRIVATE, "Physics", "Omar", "Tern Labs", "Stay or go"):
        assert words not in told
    for memory in rows(life, Memory):
        for act in ("memory", "forget_memory"):
            with pytest.raises(Correctable):
                life.act("leo", act, memory.id)
    with pytest.raises(Correctable):
        life.act("leo", "brought_along", row(life, "maya"))


def test_what_came_along_can_be_forgotten(life: Life) -> None:
    take(life, full())
    [memory] = rows(life, Memory)
    page = life.act("maya", "forget_memory", memory.id)
    assert page.instead
    assert "nothing here any more" in str(page.view)
    assert rows(life, Memory) == []
    with pytest.raises(Correctable):
        life.act("maya", "memory", memory.id)


def test_ones_own_export_of_this_slack_is_here_already(life: Life) -> None:
    own = full()
    own["person"] = {**own["person"], "id": row(life, "maya")}
    assert "It's from this Slack" in take(life, own)
    assert rows(life, Memory) == []


def test_a_colleagues_export_is_not_taken_in(life: Life) -> None:
    leos = full()
    leos["person"] = {**leos["person"], "id": row(life, "leo")}
    assert "belongs to somebody else here" in take(life, leos)
    assert rows(life, Memory) == []
    assert rows(life, Decision) == []


def test_ids_in_a_file_are_never_rows_of_this_place(life: Life) -> None:
    relation = pair(life, "leo", "ines")
    take(life, export(relationships=[relationship(id=relation.id)]))
    assert life.relationship == relation
    [memory] = rows(life, Memory)
    assert memory.id != relation.id
    assert (memory.origin, memory.person_id) == (ORIGIN, row(life, "maya"))
    assert "Leo" not in brought(life)


def test_markup_in_a_file_stays_words(life: Life) -> None:
    wild = relationship(**{"with": "<!channel> *Omar*"}, goals=[goal(1, "<@ULEO> <!here>")])
    take(life, export(relationships=[wild], card=card()))
    pages = [
        life.act("maya", "memory", rows(life, Memory)[0].id).view,
        life.act("maya", "brought_along", row(life, "maya")).view,
    ]
    sections = [b["text"] for page in pages if page for b in page["blocks"] if "text" in b]
    marked = [text["text"] for text in sections if text["type"] != "plain_text"]
    assert "Omar" in str(marked)
    assert "<!" not in str(marked)


def test_a_long_memory_fits_slacks_pages(life: Life) -> None:
    many = [goal(n, "A goal of some length " * 9) for n in range(60)]
    pairs = [relationship(id=f"{n:032x}", goals=many) for n in range(60)]
    take(life, export(relationships=pairs))
    page = life.act("maya", "memory", rows(life, Memory)[0].id).view
    listed = life.act("maya", "brought_along", row(life, "maya")).view
    assert page is not None
    assert listed is not None
    assert checks.view(dict(page), "modal") == []
    assert checks.view(dict(listed), "modal") == []


def test_a_file_slack_never_hands_over_is_told_of(life: Life) -> None:
    view = life.act("maya", "import", row(life, "maya")).view
    life.submit("maya", view, file=[FILE])
    [errand] = life.errands("fetch")
    life.run(lambda tx: imports.give_up(tx, errand, life.now))
    life.turn(minutes=1)
    assert "Slack didn't hand it over" in life.last("maya").body["text"]
