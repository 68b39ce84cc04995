"""A pair across two workspaces from the code to a second session, and to a leave."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import calls, gestures, removals
from bot.errors import Correctable
from store.errands import Errand
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.thanks import Thanks
from store.workspaces import Workspace
from tests.apart import TERN, begun, proposed, row, set_up, tern
from tests.booking import at, meeting, stamp, texts, until
from tests.life import TEAM, Life
from tests.pairs import everything_for, rows

TOPIC, BRIEF, LINE = "How to say no to a fourth project", "Ask for the brief", "The silence helped"
VALUE, BETTER = "You drew me a map", "Wait a little longer for me"


@pytest.fixture(autouse=True)
def _two_workspaces(life: Life) -> None:
    tern(life)


def book(life: Life, when: datetime) -> None:
    """Let Maya offer one time and Omar take it."""
    view = life.command("maya", "/mentor-book").view
    life.submit("maya", view, first=stamp(when))
    until(life, "omar", "offered_times")
    life.tap("omar", "offered_times", "time#0")


def meet(life: Life) -> None:
    """Bring a topic, meet, and note advice with a step."""
    until(life, "maya", "M4")
    view = life.tap("maya", "M4", "add_topic").view
    life.submit("maya", view, topic=TOPIC)
    until(life, "omar", "M5", days=3)
    until(life, "maya", "M6", days=3)
    view = life.tap("maya", "M6", "yes_note_it").view
    life.submit("maya", view, first=BRIEF, moment_1="a project starts", step_1="ask for it")


def trade(life: Life) -> None:
    """Let both write their three lines, and read."""
    until(life, "omar", "G1")
    for handle in ("maya", "omar"):
        view = life.tap(handle, "G1", "write_mine").view
        life.submit(handle, view, value=VALUE, better=BETTER, appreciate="The time you took")
    for handle in ("maya", "omar"):
        until(life, handle, "G5")


def share(life: Life) -> None:
    """Let Maya send a line; Omar would help."""
    form = life.command("maya", "/mentor-update").view
    assert form is not None
    if "update_about" in form["callback_id"]:
        form = life.submit("maya", form, about="line").view
    page = life.submit("maya", form, line=LINE).view
    assert page is not None
    taps = [block for block in page["blocks"] if block["type"] == "actions"]
    life.act("maya", "send_update", taps[0]["elements"][0]["value"])
    until(life, "omar", "F7", days=15)
    life.tap("omar", "F7", "i_can_help")


def all_of(life: Life, handle: str) -> str:
    """Give all that somebody was sent and can see from Home, page by page."""
    seen = [everything_for(life, handle)]
    home = life.run(lambda tx: gestures.home(tx, life.who(handle), life.now))
    for value in ("more", "goals", "notes", "our_year", "ground_rules", "card"):
        try:
            seen.append(str(life.act(handle, value, life.relationship.id)))
        except Correctable as wrong:
            seen.append(wrong.sentence)
    return "\n".join([*seen, str(home)])


def test_a_pair_across_goes_to_its_second_session_and_ends_kindly(life: Life) -> None:
    begun(life)
    set_up(life)
    assert life.relationship.state == "active"
    book(life, at(21, 15))
    meet(life)
    assert TOPIC in everything_for(life, "omar")
    trade(life)
    share(life)
    assert LINE in everything_for(life, "omar")
    until(life, "maya", "M1", days=60)
    second = meeting(life)
    assert second.number == 2
    book(life, at(18, 15, month=2))
    until(life, "maya", "M6", days=40)
    life.submit("maya", life.tap("maya", "M6", "yes_note_it").view, first="A second one")
    life.act("omar", "leave_please_tell_them", life.relationship.id)
    assert life.relationship.state == "ended"
    until(life, "maya", "H9")
    assert "Omar is bringing your mentoring to a close" in str(texts(life, "maya", "H9"))
    _nothing_leaks(life)


def _nothing_leaks(life: Life) -> None:
    """Hold that neither sees more of the other's workspace than its name and theirs."""
    maya, omar = all_of(life, "maya"), all_of(life, "omar")
    for told, hidden in ((maya, ("UOMAR", "Una", "<@UOMAR")), (omar, ("UMAYA", "Leo", "Ines"))):
        assert [word for word in hidden if word in told] == []


def test_all_that_goes_to_somebody_goes_to_their_own_workspace(life: Life) -> None:
    begun(life)
    set_up(life)
    book(life, at(21, 15))
    until(life, "maya", "M6", days=12)

    def strays(tx: Session) -> list[str]:
        homes = {each.id: each.workspace_id for each in tx.exec(select(Person)).all()}
        going: list[Prompt | Errand] = [*tx.exec(select(Prompt)), *tx.exec(select(Errand))]
        return [each.kind for each in going if each.workspace_id != homes[each.person_id]]

    assert life.run(strays) == []
    assert {row.workspace_id for row in rows(life, Prompt)} == {TEAM, TERN}
    assert {row.workspace_id for row in life.errands("file")} == {TEAM, TERN}


def test_one_relationship_costs_nothing_to_those_at_home(life: Life) -> None:
    begun(life)
    life.submit("maya", life.command("maya", "/mentor", "leo").view, role="mentee")
    life.tap("leo", "A7", "yes")
    picks = life.command("maya", "/mentor-goals")
    assert "Omar" in str(picks.blocks)
    assert "Leo" in str(picks.blocks)
    assert "Leo" not in all_of(life, "omar")


def test_a_way_to_write_is_no_mention_across(life: Life) -> None:
    begun(life)
    set_up(life)
    share(life)
    [said] = texts(life, "omar", "F7_write")
    assert said == (
        "Maya is in another Slack, so write the way you two usually do, and it stays between you."
    )


def test_thanks_across_are_posted_at_home_and_name_the_other_plainly(life: Life) -> None:
    begun(life)
    set_up(life)
    view = life.act("omar", "thanks", life.relationship.id).view
    page = life.submit("omar", view, words="You ask well", channel="C0GENERAL").view
    assert "<@UOMAR> would like to thank Maya: You ask well" in str(page)
    [thanks] = rows(life, Thanks)
    life.act("omar", "ask_about_thanks", thanks.id)
    until(life, "maya", "thanks_asked")
    [asked] = texts(life, "maya", "thanks_asked")
    assert "in a channel at Tern Labs" in asked
    assert "C0GENERAL" not in everything_for(life, "maya")
    life.tap("maya", "thanks_asked", "yes_post_it")
    [errand] = life.errands("announce")
    assert errand.workspace_id == TERN
    drawn = life.run(
        lambda tx: calls.DRAWN["announce"](tx, errand, life.person("omar", tx), life.now)
    )
    assert drawn.arguments["text"] == "<@UOMAR> would like to thank Maya: You ask well"
    assert "C0GENERAL" not in everything_for(life, "maya")


def test_an_organizer_helps_their_own_and_is_unknown_to_the_other(life: Life) -> None:
    def name(tx: Session) -> None:
        tx.get_one(Workspace, TEAM).organizer_slack_id = "UINES"

    life.run(name)
    begun(life)
    set_up(life)
    assert "Ines" in str(life.act("maya", "ask_organizer", life.relationship.id).view)
    with pytest.raises(Correctable):
        life.act("omar", "ask_organizer", life.relationship.id)


def test_people_of_the_other_workspace_can_be_named_by_nobody(life: Life) -> None:
    begun(life)
    una, relationship = row(life, "una"), life.relationship.id
    with pytest.raises(Correctable):
        life.submit("maya", _form("pair", una), role="mentee", kind="career")
    for handle in ("una", "leo"):
        for act in ("more", "goals", "leave", "our_year"):
            with pytest.raises(Correctable):
                life.act(handle, act, relationship)


def _form(name: str, row_id: str) -> dict[str, Any]:
    return {"callback_id": f"form:{name}", "private_metadata": row_id, "blocks": []}


def leaves(life: Life, team: str, *, back: bool = False) -> None:
    """Let a workspace remove the app, or install it again."""
    verb = removals.come_back if back else removals.leave
    life.run(lambda tx: verb(tx, team, life.now))
    life.settle()


def test_when_the_app_leaves_one_workspace_the_other_side_goes_on(life: Life) -> None:
    begun(life)
    set_up(life)
    book(life, at(21, 15))
    leaves(life, TERN)
    until(life, "maya", "H10", days=4)
    assert "Omar's Slack account is no longer active" in str(texts(life, "maya", "H10"))
    life.tap("maya", "H10", "were_in_touch")
    assert life.relationship.state == "carried_on"
    before = len([m for m in life.sent if m.person == "omar"])
    life.turn(days=60)
    assert len([m for m in life.sent if m.person == "omar"]) == before


def test_a_workspace_that_is_back_within_two_weeks_finds_all_as_it_was(life: Life) -> None:
    begun(life)
    set_up(life)
    leaves(life, TERN)
    assert life.relationship.state == "paused"
    life.turn(days=5)
    leaves(life, TERN, back=True)
    assert life.relationship.state == "active"
    assert life.person("omar").deactivated_at is None
    assert [errand.person_id for errand in life.errands("learn")][-1] == row(life, "omar")


def test_pairs_within_the_workspace_and_accounts_off_before_are_left_alone(life: Life) -> None:
    begun(life)
    life.submit("maya", life.command("maya", "/mentor", "leo").view, role="mentee")
    life.tap("leo", "A7", "yes")
    within = life.relationship.id
    life.arrive("omar", deleted=True)
    off = life.person("omar").deactivated_at
    leaves(life, TEAM)
    leaves(life, TERN)
    assert life.person("omar").deactivated_at == off
    assert life.person("leo").deactivated_at is None
    assert life.run(lambda tx: tx.get_one(Relationship, within).state) == "setting_up"
    leaves(life, TERN, back=True)
    assert life.person("omar").deactivated_at == off


def test_a_proposal_of_a_workspace_that_left_lapses(life: Life) -> None:
    proposed(life)
    leaves(life, TERN)
    assert life.relationship.state == "not_set_up"
    assert "Omar Doe" in everything_for(life, "maya")
