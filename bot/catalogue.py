"""Every kind of prompt, every form, act and command the bot knows, gathered from the nouns."""

from collections.abc import Mapping
from typing import Any

from bot import (
    advice,
    agreements,
    agreements_shown,
    asks,
    bookings,
    bookings_made,
    briefs,
    cards,
    check_ins,
    confirmations,
    courses,
    denials,
    drafts,
    endings,
    farewells,
    fits,
    goal_asks,
    goal_edits,
    ground_rules,
    hopes,
    hub,
    invitations,
    keepsakes,
    last_talks,
    leaving,
    lighter,
    lines,
    misses,
    moves,
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
    returns,
    review_answers,
    review_pages,
    reviews,
    rhythm_changes,
    rounds,
    setup,
    setup_defaults,
    shown_notes,
    spells_ended,
    takeaways,
    tidyings,
    trade_notes,
    updates,
    wrap_ups,
    years,
)
from bot.kinds import Act, Command, Form, Kind, Ring

_NOUNS = (
    courses,
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
    reviews,
    review_answers,
    review_pages,
    fits,
    pulses,
    years,
    keepsakes,
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
