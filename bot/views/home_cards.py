"""One relationship on Home: its rhythm, its next date, its four steps, and what can be done."""

from collections.abc import Sequence
from datetime import datetime

from bot import dates, next_things, people, rhythms, scripts, steps, windows
from bot.lifecycle import State
from bot.overviews import Overview
from bot.sessions import MEETING
from bot.views import ahead, blocks
from bot.views.blocks import Block
from bot.views.reviews import half_way
from store.sessions import OFFERED

MOST_LISTED = 2


def _line(entry: str, **words: object) -> str:
    """Give a line of the scripts, with what people wrote made harmless."""
    marked = {key: blocks.escape(str(value)) for key, value in words.items()}
    return scripts.fill(scripts.script(entry).text, marked)


def card(view: Overview, now: datetime) -> list[Block]:
    """Give the card of one relationship, at most six blocks."""
    name = blocks.escape(people.name(view.other))
    kind = _line(f"home_kind_{view.relationship.kind}")
    drawn = [blocks.section("\n".join([f"*{name}* · {kind}", *_lines(view, now)]))]
    notes = [*last_talk(view), *provisional(view), *trades(view), *half_way(view, now)]
    if notes := [*notes, *ahead.closing(view)]:
        drawn.append(blocks.context("\n".join(notes)))
    listed = own_lines(view)
    drawn += listed[:MOST_LISTED]
    if len(listed) > MOST_LISTED:
        drawn.append(blocks.context(_line("home_more_lines", count=len(listed) - MOST_LISTED)))
    return [*drawn, blocks.actions(taps(view, now))]


def _lines(view: Overview, now: datetime) -> list[str]:
    """Give what stands beneath the name: no rhythm and no steps where there are no sessions."""
    if view.relationship.state == State.CARRIED_ON:
        return [_line("home_carried_on", other=_other(view))]
    if view.stopped:
        return [when(view, now)]
    if view.relationship.state == State.IN_TOUCH:
        booked = [when(view, now)] if view.booked else []
        return [ahead.in_touch(view), *booked]
    return [rhythm(view), when(view, now), four_steps(view, now)]


def taps(view: Overview, now: datetime) -> list[Block]:
    """Give the card's buttons: what the state needs, then the same for all (PRODUCT 3.5)."""
    row, name = view.relationship, people.name(view.other)
    meeting = None if view.stopped or view.over(now) else view.meeting
    found = [] if view.stopped else ahead.taps(view)
    if row.state == State.PAUSED and not view.stopped:
        said = f"Come back now: {name}"
        found.append(blocks.act("Come back now", "come_back", row.id, accessibility=said))
    if meeting is not None and view.booked:
        said = f"Move the session with {name}"
        found.append(blocks.act("Move", "move", meeting.id, accessibility=said))
    elif meeting is not None and row.state in MEETING:
        found.append(blocks.act("Book", "book", row.id, accessibility=f"Book a time with {name}"))
    if meeting is not None:
        said = f"One-pager with {name}"
        found.append(blocks.act("One-pager", "one_pager", meeting.id, accessibility=said))
    said = f"Note something with {name}"
    found.append(blocks.act("Note something", "note", row.id, accessibility=said))
    if not view.stopped:
        said = f"Something changed, with {name}"
        found.append(
            blocks.act("Something changed", "something_changed", row.id, accessibility=said)
        )
    return [*found, blocks.act("More", "more", row.id, accessibility=f"More about {name}")]


def rhythm(view: Overview) -> str:
    """Give how often, how long and until when."""
    row, locale = view.relationship, view.person.locale
    words = {
        "rhythm": scripts.script(f"rhythm_{row.every}").text,
        "minutes": row.minutes,
        "date": dates.full(row.ends_on, locale) if row.ends_on else "",
    }
    if row.ends_on is None:
        return _line("home_rhythm_open", **words)
    if row.sprint_until_on is not None:
        sprint = dates.full(row.sprint_until_on, locale)
        return _line("home_rhythm_sprint", sprint=sprint, **words)
    return _line("home_rhythm", **words)


def when(view: Overview, now: datetime) -> str:
    """Give the next date in both zones, or the date to meet around."""
    if view.stopped:
        return _line("home_stopped", other=_other(view))
    reader, meeting = view.person, view.meeting
    until = view.relationship.paused_until_on
    paused = view.relationship.state == "paused" and until is not None
    rest = _line("home_paused", date=dates.full(until, reader.locale)) if paused and until else ""
    if meeting is not None and view.booked and meeting.starts_at is not None:
        at = dates.both_zones(meeting.starts_at, reader.zone, view.other.zone, reader.locale)
        booked = _line("home_met" if view.over(now) else "home_booked", when=at)
        return f"{rest}\n{booked}" if rest else booked
    if rest:
        return rest
    if meeting is None:
        return _line("home_no_date")
    on = dates.day(meeting.target_on, reader.locale)
    if meeting.state == OFFERED:
        return _line("home_offered", date=on)
    past = meeting.target_on < windows.local_day(now, reader.zone)
    return _line("home_target_past" if past else "home_target", date=on)


def four_steps(view: Overview, now: datetime) -> str:
    """Give where this person stands in each of the four steps, in words (S5)."""
    lines = {
        "goals": _goals(view),
        "rhythm": _rhythm(view),
        "follow_through": _follow_through(view, now),
        "feedback": _feedback(view, now),
    }
    return scripts.fill(scripts.script("home_steps").text, lines)


def _goals(view: Overview) -> str:
    if view.goals:
        return _line("home_goals_done", count=len(view.goals))
    return _line("home_goals_none" if view.mentee else "home_goals_waiting", other=_other(view))


def _other(view: Overview) -> str:
    return people.name(view.other)


def _rhythm(view: Overview) -> str:
    state = view.relationship.rhythm_state
    if "D4" in view.cards_left:
        return _line("home_rhythm_next")
    row = view.relationship
    if state == "default" and State.SETTING_UP in (row.state, row.before):
        return _line("home_rhythm_waiting", other=_other(view))
    if state == rhythms.State.TRIAL:
        return _line("home_rhythm_trial")
    return _line("home_rhythm_for_now" if state != rhythms.State.AGREED else "home_rhythm_done")


def _follow_through(view: Overview, now: datetime) -> str:
    today = windows.local_day(now, view.person.zone)
    due = [step for step in view.steps if step.check_on is not None and step.check_on <= today]
    if due:
        return _line("home_follow_steps", count=len(due))
    if view.promises:
        return _line("home_follow_promises", count=len(view.promises))
    if view.steps:
        return _line("home_follow_open", count=len(view.steps))
    return _line("home_follow_done" if view.met else "home_follow_not_met")


def _feedback(view: Overview, now: datetime) -> str:
    locale, trade = view.person.locale, view.round
    if (closes_at := next_things.takes_words_until(view, now)) is not None:
        on = dates.day(windows.local_day(closes_at, view.person.zone), locale)
        return _line("home_feedback_next", date=on)
    if trade is None:
        return _line("home_feedback_done" if view.met else "home_feedback_not_met")
    if trade.opens_at > now:
        on = dates.day(windows.local_day(trade.opens_at, view.person.zone), locale)
        return _line("home_feedback_soon", date=on)
    note = view.own_note(trade)
    return _line("home_feedback_waiting" if note and note.written_at else "home_feedback_done")


def last_talk(view: Overview) -> list[str]:
    """Give the line for whoever chose the next session as the last; the other has none."""
    return [_line("last_talk_marked", other=_other(view))] if view.last_talk else []


def provisional(view: Overview) -> list[str]:
    """Give what holds only until the two have talked."""
    row, found = view.relationship, []
    if row.rhythm_state == rhythms.State.PROVISIONAL:
        found.append(_line("home_provisional_rhythm"))
    if row.rules_state == "provisional":
        found.append(_line("home_provisional_rules"))
    return found


def trades(view: Overview) -> list[str]:
    """Give what came of the notes, as the person may know it (3.4)."""
    found = ["notes_unread"] if view.unread else []
    own = view.own_note(view.trades[-1]) if view.trades else None
    if own is not None and own.written_at is not None and view.trades[-1].released_at is None:
        closed = "trade_closed_shared" if own.released else "trade_closed_private"
        found.append(closed if view.trades[-1].closed_at else "trade_waiting")
    return [_line(entry, other=_other(view)) for entry in found]


def own_lines(view: Overview) -> Sequence[Block]:
    """Give the person's own open steps or promises, each with its button."""
    drawn = [
        blocks.section(
            _line("home_step", step=steps.words(step)),
            accessory=blocks.act("How did it go?", "step_update", step.id),
        )
        for step in view.steps
    ]
    drawn += [
        blocks.section(
            _line("home_promise", other=_other(view), promise=promise.text.rstrip(".")),
            accessory=blocks.act("It's done", "promise_kept", promise.id),
        )
        for promise in view.promises
    ]
    return drawn
