"""Exported answers: notes, half-way sets, thanks, contacts and taps, told for one of the two."""

from typing import Any

from sqlmodel import Session

from bot import contacts, goals, people, readings, review_pages
from bot.plainly import plain, told
from store import contacts as kept_contacts
from store import pulses, relationships, reviews, rhythms, thanks, trades
from store.people import Person
from store.relationships import Relationship
from store.reviews import Answer, Review
from store.trades import Note, Trade

Told = dict[str, Any]
BOXES = ("value", "better", "appreciate")
TICKED = ("rules", "not_for", "reach", "reply")


def of(tx: Session, row: Relationship, reader: Person) -> Told:
    """Give all that was answered in a relationship and that this reader may see."""
    tapped = pulses.of_person(tx, row.id, reader.id)
    chosen = [each for each in relationships.choices(tx, row.id) if each.person_id == reader.id]
    return {
        "notes": _notes(tx, row, reader),
        "half_way": _half_way(tx, row, reader),
        "thanks": _thanks(tx, row, reader),
        "contacts": _contacts(tx, row, reader),
        "pulses": [
            {**told(each, ("id", "round", "value", "tapped_at")), "session": each.session_id}
            for each in tapped
        ],
        "choices": [told(each, ("topic", "value", "chosen_at")) for each in chosen],
        "rhythm_wishes": [
            told(each, ("occasion", "every", "minutes", "until_on", "sprint", "wished_at"))
            for each in rhythms.wishes_of(tx, row.id, reader.id)
        ],
        "rules": _rules(tx, row, reader),
    }


def _notes(tx: Session, row: Relationship, reader: Person) -> list[Told]:
    found = []
    for trade in trades.of_relationship(tx, row.id):
        theirs = readings.received(tx, trade, row, reader)
        if theirs is not None and trade.closed_at is not None:
            shown = str(theirs.released).split(",")
            boxes = {box: getattr(theirs, box) if box in shown else None for box in BOXES}
            used = {**told(theirs, ("opened_at", "to_try_at")), "written_at": None}
            found.append({**_note(trade, theirs, "other"), **boxes, **used})
        own = readings.written(tx, trade, reader)
        if own is not None:
            kept = told(own, (*BOXES, "written_at"))
            found.append({**_note(trade, own, "me"), **kept, "opened_at": None, "to_try_at": None})
    return found


def _note(trade: Trade, note: Note, by: str) -> Told:
    return {
        **told(note, ("id", "afterthought", "thanks")),
        "by": by,
        "round": trade.id,
        "session": trade.session_id,
        "asked_about": trade.about,
    }


def _half_way(tx: Session, row: Relationship, reader: Person) -> list[Told]:
    seen = {goal.id for goal in goals.visible(tx, row, reader)}
    return [
        _answers(review, each, seen, reader)
        for review in reviews.of_relationship(tx, row.id)
        for each in review_pages.readable(tx, review, reader)
    ]


def _answers(review: Review, answer: Answer, seen: set[str], reader: Person) -> Told:
    return {
        **told(answer, ("id", "working", "change", "rhythm", "written_at")),
        "by": "me" if answer.person_id == reader.id else "other",
        "round": review.round,
        "goals": {key: mark for key, mark in answer.goals.items() if key in seen},
    }


def _thanks(tx: Session, row: Relationship, reader: Person) -> list[Told]:
    """Give public thanks; a draft is its author's alone."""
    return [
        {
            **told(each, ("id", "text", "channel", "state", "drafted_at")),
            "by": "me" if each.author_id == reader.id else "other",
        }
        for each in thanks.of_relationship(tx, row.id)
        if each.author_id == reader.id or each.state != thanks.DRAFTED
    ]


def _contacts(tx: Session, row: Relationship, reader: Person) -> list[Told]:
    left = kept_contacts.of_relationship(tx, row.id)
    shown = contacts.shown(tx, row, reader) is not None
    return [
        {
            **told(each, ("text", "left_at")),
            "by": "me" if person_id == reader.id else "other",
        }
        for person_id, each in left.items()
        if person_id == reader.id or shown
    ]


def _rules(tx: Session, row: Relationship, reader: Person) -> list[Told]:
    """Give one's own ground rules, and what the other wrote or said of themselves in the list.

    Which boxes the other ticked stays theirs: the list names nobody.
    """
    found = []
    for person in people.pair(tx, row):
        wish = rhythms.rules(tx, row.id).get(person.id)
        mine = person.id == reader.id
        if wish is None or not (mine or row.rules_state != "default"):
            continue
        ticked: Told = {key: wish.rules.get(key) for key in TICKED}
        if not mine:
            ticked |= {"rules": [], "not_for": []}
        shown = mine or row.rules_state == "agreed"
        found.append(
            {
                **ticked,
                "by": "me" if mine else "other",
                "not_for_other": wish.not_for,
                "contact": wish.contact if shown else None,
                "wished_at": plain(wish.wished_at),
            }
        )
    return found
