"""Something changed: five kinds, a line if one likes, and nobody hears unless in words one saw."""

from typing import Any

import pytest

from bot.errors import Correctable
from store.changes import Change
from store.prompts import Prompt
from store.relationships import Relationship
from tests.life import Life
from tests.pairs import everything_for, meeting, pair, rows
from tests.test_hub import buttons, hear, texts
from tests.test_pulses import next_agenda

LINE = "I took the lead of a team of four, to find out whether I like it"
KINDS = ("new_job_or_role", "lost_job", "big_decision", "life_outside_work", "good_news")


@pytest.fixture
def paired(life: Life) -> Life:
    pair(life, rhythm_state="agreed")
    meeting(life, life.relationship)
    return life


def changed(life: Life, kind: str = "new_job_or_role", handle: str = "maya", **line: Any) -> Any:
    """Say what kind of change it is, with a line about it or none; give the page after."""
    view = life.act(handle, f"changed_{kind}", life.relationship.id).view
    return life.submit(handle, view, **line).view


def act(life: Life, name: str, handle: str = "maya") -> Any:
    return life.act(handle, f"change_{name}", change(life).id)


def change(life: Life) -> Change:
    return sorted(rows(life, Change), key=lambda row: row.changed_at)[-1]


def test_the_five_kinds_are_offered_from_more_and_from_the_menu(paired: Life) -> None:
    expected = [f"act:changed_{kind}" for kind in KINDS]
    page = paired.act("maya", "something_changed", paired.relationship.id).view
    assert buttons(page) == expected
    assert "Thanks for saying so. What kind of change?" in texts(page)
    hear(paired, "maya", "hello")
    assert buttons(paired.tap("maya", "K4", "something_changed").view) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_noting_a_change_tells_nobody(paired: Life, kind: str) -> None:
    before, seen = paired.kinds("leo"), everything_for(paired, "leo")
    changed(paired, kind, line=LINE)
    page = act(paired, "only_note_it").view
    assert "Noted for you alone." in texts(page)
    paired.turn(days=3)
    assert paired.kinds("leo") == before
    assert everything_for(paired, "leo") == seen
    assert LINE not in next_agenda(paired, "leo")
    assert (change(paired).kind, change(paired).line, change(paired).told) == (kind, LINE, False)


def test_a_kind_alone_is_noted_once_when_the_form_is_closed(paired: Life) -> None:
    for _ in range(2):
        paired.act("maya", "changed_good_news", paired.relationship.id)
    [row] = rows(paired, Change)
    assert (row.kind, row.line) == ("good_news", None)


@pytest.mark.parametrize("line", [LINE, None])
def test_the_other_gets_exactly_what_the_preview_showed(paired: Life, line: str | None) -> None:
    changed(paired, line=line)
    preview = act(paired, "tell_them").view
    sentence = preview["blocks"][1]["text"]["text"]
    paired.turn(days=3)
    assert "change_told" not in paired.kinds("leo")
    act(paired, "send")
    paired.turn(days=4)
    assert "change_told" in paired.kinds("leo")
    message = next(m for m in paired.sent if "change_told" in m.kinds)
    assert sentence in str(message.body["text"])
    assert (LINE in sentence) is (line is not None)


def test_dont_send_keeps_it(paired: Life) -> None:
    changed(paired, line=LINE)
    preview = act(paired, "tell_them").view
    assert buttons(preview) == ["act:change_send", "act:change_only_note_it"]
    act(paired, "only_note_it")
    assert change(paired).told is False


def test_what_was_told_is_on_the_mentors_one_pager(paired: Life) -> None:
    changed(paired, "big_decision", line="Whether to go abroad")
    changed(paired, line=LINE)
    act(paired, "send")
    page = next_agenda(paired, "leo")
    assert LINE in page
    assert "Whether to go abroad" not in page
    assert "What Maya said has changed" in page


def test_three_weeks_asks_the_mentor_and_tells_nothing(paired: Life) -> None:
    changed(paired, line=LINE)
    page = act(paired, "every_3_weeks_for_3_months").view
    assert "Leo was asked" in texts(page)
    paired.turn(days=4)
    assert "sprint_ask" in paired.kinds("leo")
    assert "change_told" not in paired.kinds("leo")
    assert LINE not in everything_for(paired, "leo")


def test_both_tells_and_asks(paired: Life) -> None:
    changed(paired, line=LINE)
    assert buttons(act(paired, "both").view)[0] == "act:change_send_both"
    act(paired, "send_both")
    paired.turn(days=7)
    assert {"sprint_ask", "change_told"} <= set(paired.kinds("leo"))


def test_the_last_page_leads_to_the_card_and_the_goals(paired: Life) -> None:
    changed(paired)
    page = act(paired, "only_note_it").view
    assert buttons(page) == ["act:card", "act:goals", "act:pause"]
    for name in ("card", "goals", "pause"):
        assert paired.act("maya", name, paired.relationship.id).view is not None


def test_a_mentor_tells_or_notes_and_is_offered_no_sprint(paired: Life) -> None:
    page = changed(paired, "good_news", "leo", line="We had a daughter")
    assert buttons(page) == ["act:change_tell_them", "act:change_only_note_it"]
    act(paired, "send", "leo")
    paired.turn(days=7)
    assert "change_told" in paired.kinds("maya")
    assert "We had a daughter" in next_agenda(paired, "maya")


@pytest.mark.parametrize("state", ["paused", "closing"])
def test_no_sprint_is_offered_when_none_could_begin(paired: Life, state: str) -> None:
    paired.run(lambda tx: setattr(tx.get_one(Relationship, paired.relationship.id), "state", state))
    assert "act:change_both" not in buttons(changed(paired))


def test_ones_own_notes_are_there_to_read_again_and_the_others_are_not(paired: Life) -> None:
    changed(paired, line=LINE)
    own = paired.act("maya", "something_changed", paired.relationship.id).view
    assert LINE in texts(own)
    theirs = paired.act("leo", "something_changed", paired.relationship.id).view
    assert LINE not in texts(theirs)


def test_a_change_is_told_once(paired: Life) -> None:
    changed(paired)
    act(paired, "send")
    with pytest.raises(Correctable):
        act(paired, "send")
    paired.turn(days=7)
    assert len([row for row in rows(paired, Prompt) if row.kind == "change_told"]) == 1


def test_nobody_else_reads_or_tells_a_change(paired: Life) -> None:
    changed(paired, line=LINE)
    for handle in ("leo", "ines"):
        for name in ("tell_them", "both", "send", "send_both", "only_note_it"):
            with pytest.raises(Correctable):
                act(paired, name, handle)
    view = paired.act("maya", "changed_new_job_or_role", paired.relationship.id).view
    with pytest.raises(Correctable):
        paired.submit("leo", view, line="x")
