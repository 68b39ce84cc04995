"""Ground rules: each ticks the ones they'd like (D7), then both look over one list (D8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from sqlmodel import Session

from bot import (
    agendas,
    agreements,
    alarms,
    choosing,
    courses,
    errands,
    people,
    prompts,
    rules,
    scripts,
    setup,
    timers,
    windows,
    wishes,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Shows
from bot.views import ground_rules as views
from store import rhythms as kept
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.rhythms import RulesWish

UNASKED, PROVISIONAL, AGREED = "default", "provisional", "agreed"


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    answered = prompt.person_id in kept.rules(tx, relationship.id)
    return _asked(relationship) and not answered


def _asked(relationship: Relationship) -> bool:
    return relationship.rules_state == UNASKED and relationship.state in wishes.ASKED_IN


def _goes_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state in wishes.ASKED_IN


def _form(tx: Session, prompt: Prompt) -> Opens:
    return Opens("ground_rules", tx.get_one(Relationship, prompt.relationship_id).id)


def _open(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return _form(tx, prompt)


def _theirs(tx: Session, person: Person, row_id: str) -> Relationship:
    relationship = people.theirs(tx, person, row_id)
    if relationship.state not in wishes.ASKED_IN:
        raise Correctable(scripts.error("relationship_ended"))
    return relationship


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = _theirs(tx, person, row_id)
    row = rules.ticked(tx, relationship, person)
    written = {"not_for_other": row.not_for, "contact": row.contact}
    names = people.names(tx, relationship, person)
    return Page(params=names, initial={**row.rules, **written})


def choose(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a person's ground rules; after both have seen the list, it changes it for both."""
    relationship = _theirs(tx, person, row_id)
    tx.get_one(Relationship, relationship.id, with_for_update=True)
    before = rules.ticked(tx, relationship, person)
    not_for = set(answers["not_for"] or ()) | ({"other"} if answers["not_for_other"] else set())
    ticked = {
        "rules": [code for code in rules.codes("rules") if code in (answers["rules"] or ())],
        "not_for": [code for code in rules.codes("not_for") if code in not_for],
        **{question: answers[question] for question in rules.EACH_SAYS},
    }
    wish = RulesWish(
        relationship_id=relationship.id,
        person_id=person.id,
        rules=ticked,
        not_for=answers["not_for_other"],
        contact=answers["contact"],
        wished_at=now,
    )
    changed = (before.rules, before.not_for, before.contact) != (ticked, wish.not_for, wish.contact)
    first_time = _keep(tx, relationship, wish)
    if _asked(relationship):
        prompts.close(tx, ("D7",), relationship, person, "choose_ground_rules", now)
        if first_time:
            setup.step_done(tx, relationship, person, now)
    elif changed:
        _show_again(tx, relationship, person, now)
    return Done()


def _keep(tx: Session, relationship: Relationship, wish: RulesWish) -> bool:
    """Keep the wish in place of an earlier one; say whether it is the person's first."""
    found = kept.rules(tx, relationship.id).get(wish.person_id)
    if found is None:
        tx.add(wish)
    else:
        found.rules, found.not_for, found.contact = wish.rules, wish.not_for, wish.contact
        found.wished_at = wish.wished_at
        tx.add(found)
    tx.flush()
    return found is None


def use_usual(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep the usual rules as this person's own."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    if not _asked(relationship):
        return Done("passed")
    person = tx.get_one(Person, prompt.person_id)
    wish = RulesWish(
        relationship_id=relationship.id,
        person_id=person.id,
        rules=dict(rules.USUAL),
        wished_at=now,
    )
    if _keep(tx, relationship, wish):
        setup.step_done(tx, relationship, person, now)
    return Done("use_usual_ones")


def default(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Let the usual rules stand in for whoever hasn't said, provisionally (PRODUCT 2.3)."""
    if relationship.rules_state != UNASKED:
        return
    relationship.rules_state = PROVISIONAL
    tx.add(relationship)
    if len(kept.rules(tx, relationship.id)) < 2:
        agendas.add(tx, relationship, "ground_rules", None, now)
        agreements.lapse(tx, relationship, ("D7",), "", now)


def summarize(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Show both what they agreed (D8); what one alone ticked goes on the next agenda."""
    if relationship.rules_state == UNASKED:
        relationship.rules_state = PROVISIONAL
        tx.add(relationship)
    occasion = courses.of_setup(relationship)
    for person in people.pair(tx, relationship):
        _show(tx, relationship, person, occasion, now)
    _wait(tx, relationship, occasion, now)


def _show_again(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """Take a change as its author's yes, and show the other the new list."""
    relationship.rules_state = PROVISIONAL
    tx.add(relationship)
    other = people.other(tx, relationship, person)
    people.chose(tx, relationship, person.id, "D8", "looks_right", now)
    people.chose(tx, relationship, other.id, "D8", "asked", now)
    prompts.close(tx, ("D8",), relationship, person, "change_something", now)
    prompts.close(tx, ("D8",), relationship, other, "passed", now)
    occasion = f"{relationship.id}:{now.isoformat()}"
    _show(tx, relationship, other, occasion, now)
    _wait(tx, relationship, occasion, now)
    for each in (person, other):
        errands.refresh_home(tx, each, now)


def _show(
    tx: Session, relationship: Relationship, person: Person, occasion: str, now: datetime
) -> None:
    prompts.plan(
        tx,
        "D8",
        person,
        occasion,
        now,
        now,
        relationship=relationship,
        expires_at=_answered_by(tx, relationship, now),
    )


def _wait(tx: Session, relationship: Relationship, occasion: str, now: datetime) -> None:
    mentee, _ = people.pair(tx, relationship)
    if rules.summary(tx, relationship, mentee).to_talk_about:
        agendas.add(tx, relationship, "ground_rules", None, now)
    due = _answered_by(tx, relationship, now)
    alarms.set_for(tx, "rules_unanswered", relationship, occasion, due)


def _answered_by(tx: Session, relationship: Relationship, now: datetime) -> datetime:
    """Give the instant until which an answer to the list is waited for, by both calendars."""
    days, ends = timers.of(tx).rhythm_answer_working_days, []
    for person in people.pair(tx, relationship):
        today = windows.local_day(now, person.zone)
        last_on = windows.add_working_days(today, days, people.hours(person))
        ends.append(windows.at_local(last_on, time(17), person.zone))
    return max(ends)


def unanswered(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Put a list that not both have looked over on the agenda; nothing waits for it (D8)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    if relationship.rules_state == PROVISIONAL:
        agendas.add(tx, relationship, "ground_rules", None, now)


def looks_right(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep a yes to the list; the second of two makes it agreed."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    person = tx.get_one(Person, prompt.person_id)
    people.chose(tx, relationship, person.id, "D8", "looks_right", now)
    other = people.other(tx, relationship, person)
    if people.chosen(tx, relationship, other.id, "D8") == "looks_right":
        relationship.rules_state = AGREED
        tx.add(relationship)
        if not rules.summary(tx, relationship, person).to_talk_about:
            agendas.take_off(tx, relationship, "ground_rules", now)
        errands.refresh_home(tx, other, now)
    return Done("looks_right")


def _summary(tx: Session, prompt: Prompt) -> rules.Summary:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return rules.summary(tx, relationship, tx.get_one(Person, prompt.person_id))


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    summary = _summary(tx, prompt)
    return {"rules": _list(summary.agreed), "open": _list(summary.to_talk_about)}


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _script(tx: Session, prompt: Prompt) -> str:
    summary = _summary(tx, prompt)
    if summary.agreed:
        return "D8_and_open" if summary.to_talk_about else "D8_list"
    return "D8_only_open" if summary.to_talk_about else "D8_none"


def see(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show the page of ground rules; while both are still being asked, one's own form."""
    if _asked(relationship):
        return Opens("ground_rules", relationship.id)
    return Shows(views.draw(tx, relationship, person))


def change(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open one's own list again."""
    return Opens("ground_rules", relationship.id)


KINDS = {
    "D7": Kind(
        guard=_still_asked,
        form=_form,
        taps={"choose_ground_rules": _open, "use_usual_ones": use_usual},
    ),
    "D8": Kind(
        guard=_goes_on,
        words=_words,
        script=_script,
        taps={"looks_right": looks_right, "change_something": _open},
    ),
}
FORMS = {"ground_rules": Form(page=_page, submit=choose)}
ACTS = {"ground_rules": choosing.by_act(see), "change_ground_rules": choosing.by_act(change)}
ALARMS = {"rules_unanswered": unanswered}
