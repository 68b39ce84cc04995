"""Pages of a session: when it is, or which times wait for an answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import dates, invites, people, scripts, slots
from bot.views import blocks
from bot.views.blocks import Block
from store.people import Person
from store.relationships import Relationship
from store.sessions import Meeting, Slot


def booked(tx: Session, session: Meeting, person: Person, now: datetime) -> Block:
    """Give the page of a booked session: when, where, and what can be done about it."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    other = people.other(tx, relationship, person)
    at = session.starts_at or now
    filled = {"other": people.name(other), "when": slots.said(at, person, other)}
    title = scripts.fill(scripts.script("booked").title, filled)
    sentence = scripts.fill(
        scripts.script("booked_page").text, {**filled, "minutes": session.minutes}
    )
    labels = {
        name: scripts.script(f"{name}_act").text for name in ("move", "call_off", "one_pager")
    }
    taps = [
        blocks.act(labels["move"], "move", session.id),
        blocks.act(labels["one_pager"], "one_pager", session.id),
        blocks.act(
            labels["call_off"],
            "call_off",
            session.id,
            danger=True,
            confirm=scripts.fill(scripts.script("call_off_confirm").text, filled),
        ),
    ]
    links = [
        blocks.link(link.label, link.id, link.url)
        for link in invites.links(tx, session, now)
        if link.url
    ]
    drawn = [blocks.section(blocks.escape(sentence))]
    if place := invites.location(session):
        drawn.append(blocks.said(place))
    return blocks.page(title, [*drawn, blocks.actions(links), blocks.actions(taps)])


def offered(
    tx: Session, session: Meeting, times: Sequence[Slot], person: Person, now: datetime
) -> Block:
    """Give the page of times that wait for this person's answer, a button each."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    other = people.other(tx, relationship, person)
    filled = {"other": people.name(other)}
    sentence = scripts.fill(scripts.script("offered_page").text, filled)
    taps = [
        blocks.act(
            dates.moment(slot.starts_at, person.zone, person.locale),
            f"take_time#{number}",
            slot.id,
        )
        for number, slot in enumerate(times)
        if slot.starts_at > now
    ]
    none = scripts.script("times_offered").buttons[0].label
    taps.append(blocks.act(none, "none_of_these", session.id))
    return blocks.page(
        scripts.fill(scripts.script("booked").title, filled),
        [
            blocks.section(blocks.escape(sentence)),
            blocks.said(slots.listed([slot.starts_at for slot in times], person, other)),
            blocks.said(slots.where(session)),
            blocks.actions(taps),
        ],
    )
