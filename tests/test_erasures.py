"""Delete my data: said whole before, done for good after, and kind to who stays."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, select

from bot import archives, gestures, people, scripts, wipings
from bot.errors import Correctable
from store import erasures
from store.advice import Promise
from store.cards import Card
from store.errands import Errand
from store.goals import Goal
from store.people import Person
from store.prompts import Draft, Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from store.tables import metadata
from store.trades import Note, Trade
from store.types import Words
from store.workspaces import Workspace
from tests import databases, standings
from tests.archived import data, unpacked
from tests.life import TEAM, TUESDAY, Life
from tests.pairs import pair
from tests.stages import Stage
from tests.test_archives import written
from tests.test_lives import cast, company
from tests.watching import TOKEN


def erase(life: Life, handle: str) -> None:
    """Tap the button on Home, and the one of its page; what follows is done."""
    row_id = life.run(lambda tx: people.meet(tx, life.who(handle), life.now).id)
    assert life.act(handle, "delete_my_data", row_id).view is not None
    assert life.act(handle, "erase_me", row_id).view is not None
    errands = life.run(lambda tx: tx.exec(select(Errand).where(Errand.kind == "erase")).all())
    for errand in errands:
        life.run(
            lambda tx, errand=errand: wipings.drawn(
                tx, tx.get_one(Errand, errand.id), tx.get_one(Person, errand.person_id), life.now
            )
        )
        life.run(lambda tx, errand=errand: tx.delete(tx.get_one(Errand, errand.id)))


def raw(life: Life) -> list[dict[str, Any]]:
    """Give every row of every table as it lies there, sealed words and all."""

    def read(tx: Session) -> list[dict[str, Any]]:
        tables = metadata.sorted_tables
        return [dict(row) for table in tables for row in tx.execute(table.select()).mappings()]

    found: list[dict[str, Any]] = life.run(read)
    return found


def test_the_page_says_what_goes_and_what_it_means_and_changes_nothing(life: Life) -> None:
    written(life)
    life.settle()
    before = raw(life)
    page = str(life.act("maya", "delete_my_data", life.person("maya").id).view)
    assert "Your cards and decisions: 3" in page
    assert "Leo is told soon that it comes to a close" in page
    assert "Leo keeps what they wrote and the dates you met" in page
    assert "Slack keeps messages" in page
    assert "Delete everything of yours here for good" in page
    assert raw(life) == before


def test_one_who_has_nobody_reads_of_nobody(life: Life) -> None:
    page = str(life.act("ines", "delete_my_data", life.person("ines").id).view)
    assert "What it means for the others" not in page


def test_all_that_somebody_wrote_goes_and_what_the_other_wrote_stays(life: Life) -> None:
    written(life)
    maya = life.person("maya").id
    erase(life, "maya")
    assert not any(life.run(lambda tx: erasures.count(tx, maya)).values())
    assert life.run(lambda tx: erasures.words(tx, maya)) == set()
    [promise] = life.run(lambda tx: tx.exec(select(Promise)).all())
    assert promise.text == "Send the deck"
    assert life.run(lambda tx: [row.path for row in tx.exec(select(Card))]) == ["card of leo"]
    notes = life.run(lambda tx: tx.exec(select(Note)).all())
    assert {each.author_id for each in notes} == {life.person("leo").id}
    assert life.run(lambda tx: tx.exec(select(Meeting)).first()) is not None


def test_the_other_is_told_and_their_pages_still_open(life: Life) -> None:
    written(life)
    row_id, leo = life.relationship.id, life.person("leo").id
    erase(life, "maya")
    life.turn(days=2)
    assert life.last("leo").kinds == ["H9"]
    assert "goes with them" in str(life.last("leo").body)
    assert life.relationship.state == "ended"
    assert "Maya" in str(life.act("leo", "our_year", row_id).view)
    assert life.run(lambda tx: gestures.home(tx, life.who("leo"), life.now))
    _, content = life.run(lambda tx: archives.zipped(tx, tx.get_one(Person, leo), life.now))
    [row] = data(unpacked(content))["relationships"]
    assert row["their_card"] is None
    assert [each["text"] for each in row["promises"]] == ["Send the deck"]
    with pytest.raises(Correctable):
        life.act("leo", "reopen_ask", row_id)


def test_thanks_for_a_note_are_kept_by_who_said_them(life: Life) -> None:
    written(life)
    row = life.relationship

    def write(tx: Session) -> None:
        trade = tx.exec(select(Trade)).first()
        assert trade is not None
        for note in tx.exec(select(Note).where(Note.author_id == row.mentee_id)).all():
            tx.delete(note)
        tx.flush()
        tx.add(
            Note(trade_id=trade.id, author_id=row.mentee_id, value="mine", thanks="from leo",
                 written_at=life.now, released="value")
        )  # fmt: skip

    life.run(write)
    erase(life, "maya")
    mine = select(Note).where(Note.author_id == row.mentee_id)
    [note] = life.run(lambda tx: tx.exec(mine).all())
    assert (note.value, note.thanks) == (None, "from leo")


def test_nobody_is_found_by_the_account_and_who_comes_back_begins_anew(life: Life) -> None:
    written(life)
    old = life.person("maya").id
    erase(life, "maya")
    assert not any(
        "UMAYA" in value for row in raw(life) for value in row.values() if isinstance(value, str)
    )
    life.command("maya", "/mentor")
    assert life.person("maya").id != old
    home = str(life.run(lambda tx: gestures.home(tx, life.who("maya"), life.now)))
    assert "Leo" not in home


def test_an_invitation_that_waits_is_one_no_more(life: Life) -> None:
    standings.invited(life)
    erase(life, "maya")
    assert life.relationship.state == "not_set_up"
    assert life.relationship.open_pair is None
    life.turn(days=20)
    assert "H9" not in life.kinds("leo")


def test_once_both_are_gone_nothing_is_left_of_the_two(life: Life) -> None:
    written(life)
    for handle in ("maya", "leo"):
        erase(life, handle)
    kept = {"workspace", "person", "errand", "gate"}
    tables = {
        table.name: life.run(lambda tx, table=table: tx.execute(table.select()).first())
        for table in metadata.sorted_tables
    }
    assert {name for name, row in tables.items() if row is not None} <= kept
    names = life.run(lambda tx: {row.name for row in tx.exec(select(Person))})
    assert names == {"", "Ines Doe"}


def test_done_twice_it_is_done_once(life: Life) -> None:
    written(life)
    maya = life.person("maya").id
    erase(life, "maya")
    before = raw(life)
    life.run(lambda tx: wipings.erase(tx, tx.get_one(Person, maya), life.now))
    assert raw(life) == before


def test_an_organizer_no_longer_reads_who_asked_for_a_word(life: Life) -> None:
    row = pair(life)

    def organize(tx: Session) -> None:
        tx.get_one(Workspace, TEAM).organizer_slack_id = "UINES"

    life.run(organize)
    life.act("maya", "send_ask", row.id)
    life.turn(days=3)
    assert "Maya" in str(life.last("ines").body)
    erase(life, "maya")
    home = str(life.run(lambda tx: gestures.home(tx, life.who("ines"), life.now)))
    assert "Maya" not in home
    told = select(Prompt).where(Prompt.person_id == life.person("ines").id, Prompt.kind == "K2")
    [prompt] = life.run(lambda tx: tx.exec(told).all())
    assert prompt.state == "expired"


def test_nobody_deletes_anybody_else(life: Life) -> None:
    written(life)
    for act in ("delete_my_data", "erase_me"):
        with pytest.raises(Correctable):
            life.act("leo", act, life.person("maya").id)
    assert life.errands("erase") == []


@pytest.mark.parametrize("stand", sorted(standings.STANDS))
@pytest.mark.parametrize("handle", ["maya", "leo"])
def test_it_is_done_whole_in_every_state(life: Life, stand: str, handle: str) -> None:
    standings.STANDS[stand](life)
    person, other = life.person(handle).id, "leo" if handle == "maya" else "maya"
    gone = life.run(lambda tx: tx.get_one(Person, person).deactivated_at) is not None
    if gone:
        return
    erase(life, handle)
    assert not any(life.run(lambda tx: erasures.count(tx, person)).values())
    told = select(Prompt).where(Prompt.person_id == person)
    assert life.run(lambda tx: tx.exec(told).all()) == []
    assert life.relationship.state in ("ended", "not_set_up")
    before = len([message for message in life.sent if message.person == handle])
    life.turn(days=120)
    assert len([message for message in life.sent if message.person == handle]) == before
    assert life.run(lambda tx: gestures.home(tx, life.who(other), life.now))


def sealed(life: Life) -> Iterator[bytes]:
    """Give the bytes as which each text lies in the database."""

    def read(tx: Session) -> list[bytes]:
        found = []
        for table in metadata.sorted_tables:
            columns = [each for each in table.columns if isinstance(each.type, Words)]
            for column in columns:
                rows = tx.connection().exec_driver_sql(
                    f'SELECT "{column.name}" FROM "{table.name}" WHERE "{column.name}" IS NOT NULL'  # noqa: S608
                )
                found += [bytes(row[0]) for row in rows]
        return found

    yield from life.run(read)


@pytest.mark.skipif(databases.ON_POSTGRES, reason="it looks into SQLite's file")
def test_no_byte_of_what_was_deleted_stays_in_the_file(tmp_path: Path) -> None:
    with databases.opened(tmp_path) as database:
        life = Life(database)
        written(life)
        files = [Path(str(database.url.database) + end) for end in ("", "-wal")]

        def held() -> bytes:
            return b"".join(file.read_bytes() for file in files if file.exists())

        before = set(sealed(life))
        assert len(before) > 8
        assert all(each[16:] in held() for each in before)
        erase(life, "maya")
        stay = set(sealed(life))
        database.let_go()
        left = held()
        assert b"UMAYA" not in left
        assert not [each for each in before - stay if each[16:] in left]
        assert all(each[16:] in left for each in stay)


def test_words_are_taken_out_of_the_messages_they_stand_in() -> None:
    random = Random(5)  # noqa: S311
    with company(random, TUESDAY) as stage:
        actors = cast(stage, random, ("diligent",), 1)
        for _ in range(30):
            stage.turn(hours=26)
            for actor in actors:
                actor.live()
        leaver, stays = actors[0].handle, actors[1].handle
        tokens = {token for token, (handle, _) in stage.watch.authors.items() if handle == leaver}
        kept = set(TOKEN.findall(str(_export(stage, stays))))
        assert kept & tokens
        row_id = stage.person(leaver).id
        who = stage.who(leaver)
        stage.do(leaver, lambda tx: gestures.act(tx, who, "erase_me", row_id, stage.now))
        assert scripts.script("wipe").text in str(stage.screen(leaver).messages)
        assert not kept_words(stage) & tokens
        shown = str([stage.screen(stays).messages, stage.home(stays), _export(stage, stays)])
        assert not set(TOKEN.findall(shown)) & tokens
        assert not set(TOKEN.findall(str(stage.screen(leaver).messages))) & tokens
        for _ in range(20):
            stage.turn(hours=26)
            actors[1].live()
        assert stage.watch.faults == []


def kept_words(stage: Stage) -> set[str]:
    """Give every token that is still written anywhere, in words or beside them."""

    def read(tx: Session) -> set[str]:
        rows = [row for table in _mapped() for row in tx.exec(select(table)).all()]
        return {token for row in rows for token in TOKEN.findall(str(row.model_dump()))}

    found: set[str] = stage.run(read)
    return found


def _mapped() -> Iterator[Any]:
    for mapper in SQLModel._sa_registry.mappers:
        yield mapper.class_


def _export(stage: Stage, handle: str) -> Any:
    made = stage.run(lambda tx: archives.zipped(tx, stage.person(handle, tx), stage.now))
    return data(unpacked(made[1]))


def test_the_line_left_in_a_message_says_so(life: Life) -> None:
    method, call = wipings.emptied({"channel": "D1", "ts": "1.1"})
    assert method == "chat.update"
    assert call["text"] == scripts.script("wipe").text
    method, call = wipings.emptied({"user": "U1"})
    assert (method, call["user_id"]) == ("views.publish", "U1")


def test_words_typed_and_not_sent_go_too(life: Life) -> None:
    written(life)
    goal = Goal(relationship_id=life.relationship.id, author_id=life.person("leo").id, text="x",
                created_at=life.now)  # fmt: skip
    life.run(lambda tx: tx.add(goal))
    erase(life, "leo")
    assert life.run(lambda tx: tx.exec(select(Draft)).all()) == []
    row = life.run(lambda tx: tx.exec(select(Relationship).order_by(col(Relationship.id))).first())
    assert row is not None
    assert row.hope is None
