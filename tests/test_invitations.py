"""Two people become a pair when both say yes."""

from tests.life import Life


def invite(life: Life) -> None:
    answer = life.command("maya", "/mentor", "leo")
    assert answer.view is not None
    life.submit("maya", answer.view, role="mentee")


def test_two_yeses_begin_a_relationship(life: Life) -> None:
    invite(life)
    assert life.kinds("leo") == ["A7"]
    life.tap("leo", "A7", "yes")
    assert life.relationship.state == "setting_up"
    assert "B11" in life.kinds("maya")
