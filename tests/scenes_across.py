"""Scenes of pairs across two workspaces, and of what somebody brings along from one."""

from typing import Any

from bot import imports
from store.memories import Memory
from store.thanks import Thanks
from tests.apart import enter, make_code, row, tern, value
from tests.booking import until
from tests.pairs import pair, rows
from tests.parcels import full
from tests.scenes import Scene


def _asked(s: Scene, maker: str, taker: str, role: str, kind: str) -> None:
    """Let one make a code and the other say the first yes."""
    asked = enter(s, taker, make_code(s, maker, role, kind=kind))
    s.act(taker, "across_yes", value(asked, "across_yes"))


def by_code(s: Scene) -> None:
    """Maya makes two codes and withdraws one; Omar mistypes, is asked, and both say yes."""
    tern(s)
    s.home("maya", "before_a_code")
    s.act("maya", "elsewhere", row(s, "maya"))
    make_code(s)
    plain = make_code(s)
    hub = s.act("maya", "elsewhere", row(s, "maya"))
    assert hub.view is not None
    s.act("maya", "withdraw_code", s.row(hub.view, "withdraw_code"))
    enter(s, "omar", "WRNG-WRNG-WRNG-WRNG")
    enter(s, "omar", plain)
    hub = s.act("omar", "elsewhere", row(s, "omar"))
    asked = s.act("omar", "asked_by_code", value(hub, "asked_by_code"))
    s.act("omar", "across_yes", value(asked, "across_yes"))
    s.home("omar", "asked_across")
    s.until("maya", "A7")
    s.tap("maya", "A7", "yes")
    s.home("maya", "begun_across")


def each_part(s: Scene) -> None:
    """Every part and kind is asked for, and answered in every way."""
    tern(s)
    _asked(s, "maya", "omar", "mentee", "workplace")
    s.tap("maya", "A7", "no_thank_you")
    _asked(s, "leo", "una", "mentor", "career")
    s.until("leo", "A7")
    s.tap("leo", "A7", "yes")
    _asked(s, "ines", "omar", "mentor", "workplace")
    s.until("ines", "A7")
    s.tap("ines", "A7", "yes")
    _asked(s, "maya", "una", "mentee", "career")
    s.until("maya", "A7")
    s.tap("maya", "A7", "yes")
    declined = enter(s, "una", make_code(s, "ines"))
    s.act("una", "across_no", value(declined, "across_no"))


def apart(s: Scene) -> None:
    """Omar thanks Maya in a channel of his, and writes to her outside."""
    tern(s)
    relationship = pair(s, "maya", "omar")
    for answer in ("yes_post_it", "keep_it_between_us"):
        view = s.act("omar", "thanks", relationship.id).view
        s.submit("omar", view, words="Your question in May changed how I plan", channel="C0TERN")
        s.act("omar", "ask_about_thanks", rows(s, Thanks)[-1].id)
        until(s, "maya", "thanks_asked")
        s.tap("maya", "thanks_asked", answer)
        s.turn(days=8)
    form = s.command("maya", "/mentor-update").view
    if form is not None and "update_about" in form["callback_id"]:
        form = s.submit("maya", form, about="line").view
    preview = s.submit("maya", form, line="The silence helped").view
    s.act("maya", "send_update", s.row(preview, "send_update"))
    until(s, "omar", "F7", days=15)
    s.tap("omar", "F7", "i_can_help")


def brought_along(s: Scene) -> None:
    """Maya brings her year at another company along, twice, and forgets it."""
    s.submit("maya", s.act("maya", "import", row(s, "maya")).view, file=["F0PARCEL"])

    def take(tx: Any) -> None:
        imports.take(tx, s.who("maya"), "F0PARCEL", full(), s.now)

    s.run(take)
    s.turn(minutes=1)
    s.run(take)
    s.run(lambda tx: imports.refuse(tx, s.who("maya"), "F1", "import_version", s.now))
    s.turn(minutes=1)
    s.home("maya", "brought_along")
    listed = s.act("maya", "brought_along", row(s, "maya"))
    s.act("maya", "memory", value(listed, "memory"))
    s.act("maya", "forget_memory", rows(s, Memory)[0].id)


SCENES = (by_code, each_part, apart, brought_along)
