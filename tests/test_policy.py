"""Person x verb x state of their relationship: nobody but whom the rule names gets past it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from bot import catalogue, gestures, people, permissions, policy, scripts
from bot.errors import Correctable
from bot.kinds import Form, Page
from bot.people import Profile, Who
from bot.permissions import Part, Rule
from bot.replies import Done
from store.advice import Advice, Promise, Step, Update
from store.changes import Change
from store.errands import Errand
from store.goals import Goal
from store.lines import Line
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Relationship
from store.reviews import Review
from store.sessions import Meeting, Slot
from store.tables import metadata
from store.thanks import Thanks
from store.trades import Trade
from store.visions import Decision
from store.workspaces import Workspace
from tests import databases
from tests.life import TEAM, Life
from tests.pairs import meeting, pair

REFUSED = {scripts.script(entry).text for entry in ("not_yours", "gone", "account_off")}
# Whose turn it is: handle and workspace. Ines has nothing to do with the two; the far Maya has
# the same Slack id in another workspace; Olga is the organizer; Gus, a guest, is nobody's mentor.
STRANGERS = {
    "stranger": ("ines", TEAM),
    "organizer": ("olga", TEAM),
    "guest": ("gus", TEAM),
    "other workspace": ("maya", "T2"),
    "deactivated": ("dora", TEAM),
    "a bot": ("botty", TEAM),
}
STATES = ("invited", "setting_up", "active", "paused", "closing", "in_touch", "carried_on", "ended")


class Undone(Exception):
    """Ends a unit of work that must leave nothing behind."""


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[Life, dict[Any, str]]]:
    """Give two people with a row of each kind between them, and everybody else around."""
    with databases.opened(databases.lasting("policy")) as database:
        life = Life(database)
        yield life, _gather(life)


def _gather(life: Life) -> dict[Any, str]:
    for handle in ("olga", "gus", "dora", "botty"):
        life.arrive(handle, is_bot=handle == "botty")
    off = Profile("Dora Doe", "UTC", "en", False, True)
    life.run(lambda tx: people.learn(tx, life.who("dora"), off, life.now))

    def organize(tx: Session) -> None:
        tx.get_one(Workspace, TEAM).organizer_slack_id = "UOLGA"

    life.run(organize)
    row = pair(life)
    session = meeting(life, row)
    life.run(lambda tx: tx.add(Workspace(id="T2", name="Elsewhere")))
    far = Who("T2", "UMAYA")
    life.run(lambda tx: people.meet(tx, far, life.now))
    life.run(lambda tx: people.learn(tx, far, Profile("Maya", "UTC", "en", False, False), life.now))
    ids: dict[Any, str] = life.run(lambda tx: _fill(tx, row, session, life.now))
    return ids


def _fill(tx: Session, row: Relationship, session: Meeting, now: datetime) -> dict[Any, str]:
    """Put a row into each table that a verb may be about; give their ids by table."""
    mine: dict[str, Any] = {"relationship_id": row.id}
    mentee, mentor = row.mentee_id, row.mentor_id
    made: list[Any] = [
        Goal(**mine, author_id=mentee, text="q1", private=True, created_at=now),
        Advice(**mine, text="q2", noted_at=now),
        Step(**mine, text="q3", planned_at=now),
        Update(**mine, status="did_it", text="q4", written_at=now),
        Promise(**mine, text="q5", promised_at=now),
        Change(**mine, person_id=mentee, kind="good_news", line="q6", changed_at=now),
        Thanks(**mine, author_id=mentee, text="q7", channel="C1", drafted_at=now),
        Decision(person_id=mentee, text="q8", decided_at=now),
        Review(**mine, round=1, opens_at=now, closes_at=now),
        Trade(**mine, opens_at=now, closes_at=now),
        Line(**mine, author_id=mentor, kind="question", text="q9", sent_at=now),
        Slot(session_id=session.id, offered_by_id=mentee, starts_at=now),
        Prompt(
            **mine,
            workspace_id=TEAM,
            person_id=mentee,
            kind="F1",
            occasion="policy",
            state=SENT,
            due_at=now,
            planned_at=now,
            sent_at=now,
        ),
    ]
    tx.add_all(made)
    tx.flush()
    found = {type(each): str(each.id) for each in made}
    return {**found, Relationship: row.id, Meeting: session.id, Person: mentee}


def put(life: Life, state: str) -> None:
    """Let the two stand in a state."""

    def work(tx: Session) -> None:
        tx.exec(select(Relationship)).one().state = state

    life.run(work)


def snapshot(tx: Session) -> dict[str, list[Any]]:
    """Give every row of every table, what Slack is to be asked about an account left out."""
    tx.flush()
    return {
        table.name: sorted(
            str(row)
            for row in tx.execute(table.select()).mappings()
            if not (table.name == "errand" and row["kind"] == "learn")
        )
        for table in metadata.sorted_tables
    }


def gesture(life: Life, who: Who, verb: Any, *given: Any) -> tuple[str | None, bool]:
    """Give the only sentence a gesture was answered with, and whether any row changed by it."""
    said: list[str | None] = [None]
    after: list[Any] = []

    def work(tx: Session) -> None:
        try:
            answer = verb(tx, who, *given, life.now)
            said[0] = answer.sentence if answer.view is None else "a view"
        except Correctable as wrong:
            said[0] = wrong.sentence
            raise Undone from wrong
        after.append(snapshot(tx))
        raise Undone

    with pytest.raises(Undone):
        life.run(work)
    return said[0], bool(after) and after != [life.run(snapshot)]


def verbs() -> Iterator[tuple[Any, str, Rule]]:
    """Give every act and form with its rule."""
    yield from ((gestures.act, name, permissions.ACTS[name]) for name in catalogue.ACTS)
    yield from ((gestures.submit, name, permissions.FORMS[name]) for name in catalogue.FORMS)


def test_every_verb_has_a_rule_and_every_rule_a_verb() -> None:
    assert permissions.ACTS.keys() == catalogue.ACTS.keys()
    assert permissions.FORMS.keys() == catalogue.FORMS.keys()
    assert permissions.COMMANDS.keys() == catalogue.COMMANDS.keys()


def test_no_verb_has_two_rules() -> None:
    for rules in (permissions._ACTS, permissions._FORMS):
        names = [name for each in rules.values() for name in each]
        assert len(names) == len(set(names))


def test_a_verb_without_a_rule_lets_nobody(world: tuple[Life, dict[Any, str]]) -> None:
    life, ids = world
    [act] = policy.acts({"new": lambda tx, person, row_id, now: Done()}).values()
    new = Form(lambda tx, person, row_id, now: Page(), lambda *given: Done())
    [form] = policy.forms({"new": new}).values()
    [command] = policy.commands({"/new": lambda tx, person, other, now: Done()}).values()

    def work(tx: Session) -> None:
        maya = people.meet(tx, life.who("maya"), life.now)
        for verb in (act, form.page):
            with pytest.raises(Correctable):
                verb(tx, maya, ids[Relationship], life.now)
        with pytest.raises(Correctable):
            form.submit(tx, maya, ids[Relationship], {}, life.now)
        with pytest.raises(Correctable):
            command(tx, maya, None, life.now)

    life.run(work)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("person", STRANGERS)
def test_nobody_else_gets_anything_but_a_sentence(
    world: tuple[Life, dict[Any, str]], person: str, state: str
) -> None:
    life, ids = world
    put(life, state)
    handle, team = STRANGERS[person]
    who = Who(team, f"U{handle.upper()}")
    for verb, name, rule in verbs():
        if rule.row is None or (rule.colleague and person not in ("deactivated", "a bot")):
            continue
        more: tuple[Any, ...] = ({},) if verb is gestures.submit else ()
        said, changed = gesture(life, who, verb, name, ids.get(rule.row, "x"), *more)
        assert said in REFUSED, (person, name, state, said)
        assert not changed, (person, name, state)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("handle", ["maya", "leo"])
def test_the_two_are_held_to_their_part_and_to_what_goes_on(
    world: tuple[Life, dict[Any, str]], handle: str, state: str
) -> None:
    life, ids = world
    put(life, state)
    part = Part.MENTEE if handle == "maya" else Part.MENTOR
    for verb, name, rule in verbs():
        wrong_part = rule.part not in (Part.EITHER, part)
        former = state in ("ended", "invited") and not rule.after
        not_theirs = rule.own is not None and handle == "leo"
        alone = rule.row in (None, Person, Prompt, Decision)
        if rule.row not in ids or not (not_theirs or (not alone and (wrong_part or former))):
            continue
        more: tuple[Any, ...] = ({},) if verb is gestures.submit else ()
        said, changed = gesture(life, life.who(handle), verb, name, ids[rule.row], *more)
        names = {"mentee": "Maya", "mentor": "Leo", "other": "Maya", "name": "Maya"}
        own_words = {scripts.error(rule.wrong, **names)} if rule.wrong else set()
        assert said in REFUSED | own_words, (handle, name, state, said)
        assert not changed, (handle, name, state)


@pytest.mark.parametrize("person", STRANGERS)
def test_nobody_else_taps_or_reads_a_prompt(
    world: tuple[Life, dict[Any, str]], person: str
) -> None:
    life, ids = world
    handle, team = STRANGERS[person]
    who = Who(team, f"U{handle.upper()}")
    for kind in catalogue.KINDS:
        life.run(
            lambda tx, kind=kind: tx.get_one(Prompt, ids[Prompt]).sqlmodel_update({"kind": kind})
        )
        for button in catalogue.kind(kind).taps:
            said, changed = gesture(life, who, gestures.tap, ids[Prompt], button)
            assert said in REFUSED, (person, kind, button)
            assert not changed, (person, kind, button)
        said, changed = gesture(life, who, gestures.look_again, ids[Prompt])
        assert said in REFUSED
        assert not changed


def test_a_prompt_about_two_others_is_nobodys_any_more(world: tuple[Life, dict[Any, str]]) -> None:
    life, ids = world

    def work(tx: Session) -> None:
        leo, ines = (people.meet(tx, life.who(each), life.now) for each in ("leo", "ines"))
        prompt = tx.get_one(Prompt, ids[Prompt])
        prompt.person_id = ines.id
        with pytest.raises(Correctable):
            policy.may_tap(tx, ines, prompt)
        with pytest.raises(Correctable):
            policy.may_tap(tx, leo, prompt)
        raise Undone

    with pytest.raises(Undone):
        life.run(work)


@pytest.mark.parametrize("person", ["deactivated", "a bot"])
@pytest.mark.parametrize("command", sorted(catalogue.COMMANDS))
def test_an_account_that_is_off_commands_nothing_and_slack_is_asked(
    world: tuple[Life, dict[Any, str]], person: str, command: str
) -> None:
    life, _ = world
    who = life.who(STRANGERS[person][0])
    said, changed = gesture(life, who, gestures.command, command, life.who("maya"), "")
    assert said == scripts.script("account_off").text
    assert not changed

    def work(tx: Session) -> list[str]:
        gestures.command(tx, who, command, None, "", life.now)
        gestures.home(tx, who, life.now)
        gestures.hear(tx, who, "D1", None, "1.1", "Here I am", life.now)
        row = people.meet(tx, who, life.now)
        rows = tx.exec(select(Errand).where(Errand.person_id == row.id)).all()
        assert row.home_opened_at is None
        return [each.kind for each in rows]

    assert life.run(work) == ["learn"]


def test_a_rule_about_a_row_names_a_column_of_its_table() -> None:
    rules = {*permissions.ACTS.values(), *permissions.FORMS.values()}
    for rule in rules:
        table: type[SQLModel] | None = rule.row
        for column in (rule.own, rule.not_own):
            assert column is None or (table is not None and column in table.model_fields)
