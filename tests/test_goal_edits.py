"""/mentor-goals: goals with their history, changed by the mentee and read by the mentor."""

from typing import Any

import pytest

from bot import goals
from bot.errors import Correctable
from tests.beginnings import begun, goals_of
from tests.life import Life


def keep(life: Life, *texts: str, private: bool = False) -> list[str]:
    """Add goals as Maya, one by one, and give their ids."""
    if not life.sent:
        begun(life)
    for text in texts:
        view = life.act("maya", "goal_add", life.relationship.id).view
        life.submit("maya", view, goal=text, private=["private"] if private else [])
    return [goal.id for goal in goals_of(life) if goal.text in texts]


def page(life: Life, handle: str) -> Any:
    answer = life.command(handle, "/mentor-goals")
    assert answer.view is not None
    return answer.view


def acts(view: Any) -> set[str]:
    return {
        element["action_id"].removeprefix("act:")
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }


def test_without_goals_the_page_says_so_and_offers_one(life: Life) -> None:
    begun(life)
    assert "no goals yet, and that's a fine place to start" in str(page(life, "maya"))
    assert acts(page(life, "maya")) == {"goal_add"}
    assert "shares no goals yet" in str(page(life, "leo"))


def test_the_mentor_reads_shared_goals_and_has_no_buttons(life: Life) -> None:
    keep(life, "Lead a team")
    keep(life, "Leave in time", private=True)
    theirs, hers = page(life, "leo"), page(life, "maya")
    assert "Lead a team" in str(theirs)
    assert "Leave in time" not in str(theirs)
    assert acts(theirs) == set()
    assert "Leave in time" in str(hers)
    assert "Only you see this." in str(hers)


def test_a_goal_is_reworded_with_its_history(life: Life) -> None:
    [goal] = keep(life, "Lead a team")
    life.turn(days=1)
    life.submit("maya", life.act("maya", "goal_edit", goal).view, goal="Lead <two> teams")
    view = str(page(life, "leo"))
    assert 'Tuesday 12 January: added: "Lead a team"' in view
    assert 'changed: "Lead &lt;two&gt; teams"' in view
    assert "'text': 'Lead <two> teams'" in view


def test_what_a_goal_said_while_private_stays_with_its_author(life: Life) -> None:
    [goal] = keep(life, "Leave my boss", private=True)
    life.submit("maya", life.act("maya", "goal_edit", goal).view, goal="Change teams")
    life.act("maya", "goal_share", goal)
    life.act("maya", "goal_keep_private", goal)
    life.submit("maya", life.act("maya", "goal_edit", goal).view, goal="Secret again")
    assert "Change teams" not in str(page(life, "leo"))
    view = life.act("maya", "goal_edit", goal).view
    life.submit("maya", view, goal="Find my place", private=[])
    seen = str(page(life, "leo"))
    assert "Find my place" in seen
    assert "Leave my boss" not in seen
    assert "Secret again" not in seen
    assert "Leave my boss" in str(page(life, "maya"))


def test_sharing_asks_first_and_both_ways_are_one_tap(life: Life) -> None:
    [goal] = keep(life, "Leave in time", private=True)
    [share] = [
        element
        for block in page(life, "maya")["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "act:goal_share"
    ]
    assert share["confirm"]["text"]["text"] == "Shall Leo be able to read this goal?"
    assert "Leave in time" in str(life.act("maya", "goal_share", goal).view)
    assert "Leave in time" in str(page(life, "leo"))
    life.act("maya", "goal_keep_private", goal)
    life.act("maya", "goal_keep_private", goal)
    assert "Leave in time" not in str(page(life, "leo"))
    assert str(page(life, "maya")).count("kept to yourself") == 1


def test_a_goal_is_closed_with_what_became_of_it_and_stays_in_the_history(life: Life) -> None:
    first, _ = keep(life, "Lead a team", "Write more")
    view = life.act("maya", "goal_close", first).view
    life.submit("maya", view, closed_as="reached", line="Since March")
    seen = str(page(life, "leo"))
    assert 'closed. Reached it: "Since March"' in seen
    assert seen.index("Write more") < seen.index("Closed") < seen.index("Lead a team")
    for act in ("goal_edit", "goal_close", "goal_share"):
        with pytest.raises(Correctable, match="That goal is closed"):
            life.act("maya", act, first)
    with pytest.raises(Correctable, match="That goal is closed"):
        life.submit("maya", view, closed_as="let_go")


def test_a_close_names_one_of_the_endings(life: Life) -> None:
    [goal] = keep(life, "Lead a team")
    view = life.act("maya", "goal_close", goal).view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", view, closed_as="exploded")
    assert wrong.value.field == "closed_as"


def test_with_the_fourth_goal_three_come_first(life: Life) -> None:
    keep(life, "One", "Two", "Three")
    view = life.act("maya", "goal_add", life.relationship.id).view
    order = life.submit("maya", view, goal="Four").view
    assert "Which three first?" in str(order)
    last = goals_of(life)[-1].id
    life.submit("maya", order, goals=[last])
    assert [goal.text for goal in goals_of(life)] == ["Four", "One", "Two", "Three"]
    assert "goals_first" in acts(page(life, "maya"))


def test_ten_open_goals_are_the_most_and_closing_one_makes_room(life: Life) -> None:
    ids = keep(life, *(f"Goal {number}" for number in range(goals.MOST_OPEN)))
    assert "goal_add" not in acts(page(life, "maya"))
    view = life.act("maya", "goal_add", life.relationship.id).view
    with pytest.raises(Correctable, match="10 open goals are the most") as wrong:
        life.submit("maya", view, goal="One more")
    assert wrong.value.field == "goal"
    life.submit("maya", life.act("maya", "goal_close", ids[0]).view, closed_as="let_go")
    life.submit("maya", view, goal="One more")
    assert len(page(life, "maya")["blocks"]) <= 100


def test_the_same_goal_twice_is_sent_back(life: Life) -> None:
    first, second = keep(life, "Lead a team", "Write more")
    with pytest.raises(Correctable, match="on the list already"):
        keep(life, "lead a team")
    view = life.act("maya", "goal_edit", second).view
    with pytest.raises(Correctable, match="on the list already"):
        life.submit("maya", view, goal="Lead a team.")
    view = life.act("maya", "goal_edit", first).view
    life.submit("maya", view, goal="Lead a Team")
    assert goals_of(life)[0].text == "Lead a Team"


def test_a_mentor_changes_no_goal_and_a_private_one_is_as_if_it_were_not_there(life: Life) -> None:
    [shared] = keep(life, "Lead a team")
    [private] = keep(life, "Leave in time", private=True)
    for act in ("goal_edit", "goal_close", "goal_share", "goal_keep_private"):
        with pytest.raises(Correctable, match="Only Maya can change this goal"):
            life.act("leo", act, shared)
        sentences = set()
        for row in (private, "nothing"):
            with pytest.raises(Correctable) as wrong:
                life.act("leo", act, row)
            sentences.add(wrong.value.sentence)
        assert len(sentences) == 1
        with pytest.raises(Correctable, match="somebody else"):
            life.act("ines", act, shared)
    with pytest.raises(Correctable, match="somebody else"):
        life.act("leo", "goal_add", life.relationship.id)
    with pytest.raises(Correctable, match="somebody else"):
        life.act("ines", "goals", life.relationship.id)


def test_ordering_takes_only_goals_of_this_pair(life: Life) -> None:
    keep(life, "One", "Two", "Three", "Four")
    view = life.act("maya", "goals_first", life.relationship.id).view
    with pytest.raises(Correctable):
        life.submit("maya", view, goals=["nothing", goals_of(life)[1].id])
    assert [goal.text for goal in goals_of(life)] == ["One", "Two", "Three", "Four"]


def test_a_person_with_two_pairs_picks_one(life: Life) -> None:
    begun(life)
    life.arrive("noor")
    begun(life, "maya", "noor")
    answer = life.command("maya", "/mentor-goals")
    assert answer.sentence == "Who is this about?"
    assert life.command("maya", "/mentor-goals", "leo").view is not None
