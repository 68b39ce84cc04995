"""Every kind of prompt, every form, act and command the bot knows, gathered from the nouns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import (
    accounts,
    advice,
    agreements,
    agreements_shown,
    anniversaries,
    asks,
    bookings,
    bookings_made,
    briefs,
    capacities,
    card_reviews,
    cards,
    changes,
    check_ins,
    closings,
    confirmations,
    contacts,
    decisions,
    denials,
    drafts,
    endings,
    exchanges,
    farewells,
    fits,
    goal_asks,
    goal_edits,
    ground_rules,
    hellos,
    hopes,
    hub,
    impacts,
    in_touch,
    invitations,
    keepsakes,
    last_talks,
    leaving,
    lighter,
    lines,
    look_backs,
    misses,
    moves,
    new_rounds,
    offers,
    organizers,
    outcomes,
    partings,
    pauses,
    postponements,
    promises,
    pulses,
    quiet,
    quiet_spells,
    reactions,
    readings,
    relays,
    releases,
    remainders,
    renewal_asks,
    reopenings,
    restarts,
    returns,
    review_answers,
    review_pages,
    reviews,
    rhythm_changes,
    round_ends,
    rounds,
    searches,
    setup,
    setup_defaults,
    shown_notes,
    spells_ended,
    sprints,
    stopping,
    takeaways,
    thanks,
    tidyings,
    trade_notes,
    tributes,
    updates,
    visions,
    working_lines,
    wrap_ups,
    years,
)
from bot.kinds import Act, Command, Form, Kind, Ring
from store.prompts import Prompt

_NOUNS = (
    invitations,
    asks,
    offers,
    bookings,
    bookings_made,
    drafts,
    lines,
    moves,
    lighter,
    misses,
    setup,
    setup_defaults,
    cards,
    goal_asks,
    goal_edits,
    hopes,
    agreements,
    agreements_shown,
    rhythm_changes,
    ground_rules,
    briefs,
    trade_notes,
    releases,
    readings,
    reactions,
    rounds,
    advice,
    check_ins,
    outcomes,
    postponements,
    quiet,
    quiet_spells,
    pauses,
    returns,
    spells_ended,
    hub,
    relays,
    updates,
    wrap_ups,
    confirmations,
    denials,
    promises,
    takeaways,
    organizers,
    leaving,
    last_talks,
    partings,
    farewells,
    shown_notes,
    endings,
    tidyings,
    reopenings,
    searches,
    accounts,
    remainders,
    stopping,
    reviews,
    review_answers,
    review_pages,
    fits,
    pulses,
    years,
    keepsakes,
    look_backs,
    tributes,
    impacts,
    anniversaries,
    visions,
    decisions,
    capacities,
    exchanges,
    card_reviews,
    sprints,
    changes,
    thanks,
    closings,
    renewal_asks,
    new_rounds,
    round_ends,
    in_touch,
    hellos,
    restarts,
    contacts,
    working_lines,
)


def _gather(part: str) -> dict[str, Any]:
    """Join one part of every noun; a noun says only what it has."""
    return {name: row for noun in _NOUNS for name, row in getattr(noun, part, {}).items()}


KINDS: Mapping[str, Kind] = _gather("KINDS")
FORMS: Mapping[str, Form] = _gather("FORMS")
ACTS: Mapping[str, Act] = _gather("ACTS")
COMMANDS: Mapping[str, Command] = _gather("COMMANDS")
ALARMS: Mapping[str, Ring] = _gather("ALARMS")

PLAIN = Kind()


def kind(name: str) -> Kind:
    """Give what is known of a kind of prompt; one that is only said has no more than its words."""
    return KINDS.get(name, PLAIN)


def stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Say whether the reason of a prompt still holds at an instant."""
    if prompt.expires_at is not None and prompt.expires_at <= now:
        return False
    return kind(prompt.kind).guard(tx, prompt, now)
