"""Nothing of one answer is seen by the other before both are in."""

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot import homes, terms
from bot.views import briefs as one_pager
from bot.views import messages
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from tests import databases
from tests.agreeing import begin, default_at_ten_days
from tests.life import Life

WISHES = st.fixed_dictionaries(
    {
        "every": st.sampled_from(["month", "two_months", "three_months"]),
        "minutes": st.sampled_from(["30", "45", "60"]),
        "until": st.sampled_from(["6_months", "12_months"]),
        "sprint": st.sampled_from([[], ["sprint"]]),
    }
)
STEPS = st.lists(
    st.one_of(WISHES, st.integers(1, 1440), st.sampled_from(["command", "default"])), max_size=5
)


def seen_by_leo(life: Life, page: Any) -> str:
    """Give all that Leo can see: his messages as they are, his form, his pages, his Home."""

    def work(tx: Session) -> list[Any]:
        leo = life.person("leo", tx)
        rows = tx.exec(select(Prompt).where(Prompt.person_id == leo.id)).all()
        order = sorted(rows, key=lambda row: (row.planned_at, row.kind, row.occasion))
        shown = [
            (
                row.kind,
                row.state,
                row.due_at.isoformat(),
                messages.draw(tx, [row], life.now)["text"],
            )
            for row in order
        ]
        relationship = tx.exec(select(Relationship)).one()
        page = one_pager.draw(tx, tx.exec(select(Meeting)).one(), leo)
        return [shown, page, homes.draw(tx, leo, life.now), terms.line(tx, relationship, leo)]

    text = json.dumps([life.run(work), [m.at.isoformat() for m in life.sent if m.person == "leo"]])
    return re.sub("[0-9a-f]{32}", "id", text + json.dumps(page))


def run_through(steps: list[Any], wishes: list[dict[str, Any]]) -> str:
    """Let Maya do these steps with these answers, Leo silent, and give what Leo sees."""
    life = Life(databases.emptied())
    begin(life)
    left = iter(wishes)
    for step in steps:
        if isinstance(step, int):
            life.turn(minutes=step)
        elif step == "default":
            default_at_ten_days(life)
        elif step == "command":
            life.command("maya", "/mentor-rhythm")
        elif life.relationship.rhythm_state == "default":
            form = life.command("maya", "/mentor-rhythm").view
            life.submit("maya", form, **next(left))
    page = None
    if life.relationship.rhythm_state == "default":
        page = life.command("leo", "/mentor-rhythm").view
    return seen_by_leo(life, page)


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, other=st.lists(WISHES, min_size=5, max_size=5))
def test_no_answers_of_one_change_what_the_other_sees(
    steps: list[Any], other: list[dict[str, Any]]
) -> None:
    own = [step for step in steps if isinstance(step, dict)]
    assert run_through(steps, own) == run_through(steps, other)
