"""The page of a relationship's goals: each with its dated history, and the mentee's buttons."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot import dates, goals, people, scripts, windows
from bot.views import blocks
from bot.views.blocks import Block
from store import goals as kept
from store.goals import Goal, GoalChange
from store.people import Person
from store.relationships import Relationship

# Slack draws a hundred blocks; three a goal leave room for ten open ones and these.
MOST_CLOSED = 20
MOST_LINES = 12


def endings() -> Mapping[str, str]:
    """Give what may become of a goal: id and words."""
    return dict(scripts.form("goal_close").questions[0].choices)


def draw(tx: Session, relationship: Relationship, reader: Person) -> Block:
    """Give the page for one of the two; without buttons for the mentor."""
    mine = people.is_mentee(relationship, reader)
    names = people.names(tx, relationship, reader)
    rows = goals.visible(tx, relationship, reader)
    changes: dict[str, list[GoalChange]] = {goal.id: [] for goal in rows}
    for change in kept.history(tx, relationship.id):
        if change.goal_id in changes:
            changes[change.goal_id].append(change)
    entry = scripts.script("goals_page" if mine else "goals_page_mentor")
    none = scripts.script("no_goals" if mine else "goals_page_none_shared")
    safe = {key: blocks.escape(name) for key, name in names.items()}
    drawn = [blocks.section(scripts.fill((entry if rows else none).text, safe))]
    still_open = [goal for goal in rows if goal.closed_at is None]
    old = {goal.id for goal in goals.untouched(tx, relationship, reader)} if mine else set()
    for goal in still_open:
        drawn += _goal(goal, changes[goal.id], reader, untouched=goal.id in old)
        if mine:
            taps = _taps(goal, names, untouched=goal.id in old)
            drawn.append(blocks.actions(taps, block_id=goal.id))
    if mine:
        drawn += [blocks.divider(), blocks.actions(_page_taps(relationship, still_open))]
    closed = sorted((g for g in rows if g.closed_at), key=lambda g: str(g.closed_at), reverse=True)
    if closed:
        drawn.append(blocks.header(scripts.script("goals_closed").text))
    for goal in closed[:MOST_CLOSED]:
        drawn += _goal(goal, changes[goal.id], reader)
    return blocks.page(scripts.fill(entry.title, names), drawn)


def _goal(
    goal: Goal, changes: Sequence[GoalChange], reader: Person, *, untouched: bool = False
) -> list[Block]:
    seen = changes if goal.author_id == reader.id else goals.shared_history(changes)
    reworded = any(change.text for change in seen[1:] if change.change != "closed")
    lines = [scripts.script("goal_is_private").text] if goal.private else []
    lines += [_line(goal, change, reader, reworded) for change in seen[-MOST_LINES:]]
    if untouched:
        lines.append(scripts.script("goal_untouched").text)
    return [blocks.said(goal.text), blocks.context("\n".join(lines))]


def _line(goal: Goal, change: GoalChange, reader: Person, reworded: bool) -> str:
    on = dates.day(windows.local_day(change.changed_at, reader.zone), reader.locale)
    name = "added" if change.change == goals.ADDED_PRIVATE else change.change
    filled = {"date": on, "became": endings().get(goal.closed_as or "", "")}
    line = scripts.fill(scripts.script(f"goal_history_{name}").text, filled)
    if change.text and (reworded or name == "closed"):
        words = {"line": line, "words": blocks.escape(change.text)}
        line = scripts.fill(scripts.script("goal_history_words").text, words)
    return line


def _taps(goal: Goal, names: Mapping[str, str], *, untouched: bool) -> list[Block]:
    """Give the buttons of an open goal: change, share or keep private, close; keep an old one."""
    turn = ("keep_to_myself", "goal_keep_private")
    if goal.private:
        turn = ("share_with_mentor", "goal_share")
    wanted = [("change", "goal_edit"), turn, ("close_goal", "goal_close")]
    kept = _buttons("goal_untouched_row", [("keep_it", "goal_keep")], goal.id, names)
    return [*(kept if untouched else ()), *_buttons("goal_row", wanted, goal.id, names)]


def _page_taps(relationship: Relationship, still_open: Sequence[Goal]) -> list[Block]:
    wanted = [("add_goal", "goal_add")] if len(still_open) < goals.MOST_OPEN else []
    if len(still_open) > goals.FIRST:
        wanted.append(("choose_first_three", "goals_first"))
    return _buttons("goals_page", wanted, relationship.id, {})


def _buttons(
    entry: str, wanted: Sequence[tuple[str, str]], row_id: str, names: Mapping[str, str]
) -> list[Block]:
    known = {button.id: button for button in scripts.script(entry).buttons}
    return [
        blocks.act(
            scripts.fill(known[button].label, names),
            act,
            row_id,
            primary=known[button].primary,
            confirm=known[button].confirm and scripts.fill(known[button].confirm or "", names),
            accessibility=known[button].accessibility,
        )
        for button, act in wanted
    ]
