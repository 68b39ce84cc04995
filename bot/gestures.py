"""What people do in Slack, each a unit of work: tap, act, submit, command, and what they see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import (
    answers,
    budgets,
    catalogue,
    errands,
    homes,
    ids,
    people,
    policy,
    prompts,
    scripts,
    settlements,
    threads,
)
from bot.errors import Correctable, NotYet
from bot.people import Who
from bot.replies import Asks, Done, Opens, Picks, Reply, Says, Shows, View
from bot.views import blocks, forms, messages
from store.people import Person
from store.prompts import SENT, Prompt, at, drafts, on_its_way

# What Home's buttons about oneself also answer to, as one word after /mentor.
HUB, WORDS = "/mentor", {"code": "elsewhere", "import": "import"}


@dataclass(frozen=True)
class Answer:
    """What the person sees next: a view to open (or to put in place), or one sentence."""

    view: View | None = None
    instead: bool = False
    sentence: str | None = None
    blocks: list[View] | None = None


def tap(
    tx: Session,
    who: Who,
    prompt_id: str,
    button: str,
    now: datetime,
    *,
    place: tuple[str, str] | None = None,
) -> Answer:
    """Do what a button under a prompt asks for; an old or foreign one gets a sentence.

    `place`: channel and ts of the message tapped, None in a page.
    """
    person = people.meet(tx, who, now)
    if (said := policy.barred(tx, person, now)) is not None:
        return Answer(sentence=said)
    prompt = policy.may_tap(tx, person, tx.get(Prompt, prompt_id))
    if place is not None:
        settlements.seen(tx, prompt, *place, now)
    if prompt.state != SENT:
        errands.redraw(tx, person, prompt.lead_id or prompt.id, now)
        return Answer(sentence=scripts.script("stale_click").text)
    verb = catalogue.kind(prompt.kind).taps.get(button.partition("#")[0])
    if verb is None:
        return Answer(sentence=scripts.script("stale_click").text)
    budgets.heard(person)
    prompt.about = {**prompt.about, "tapped": button}
    reply = verb(tx, prompt, now)
    if isinstance(reply, Done):
        prompts.answer(tx, prompt, reply.outcome, now)
    return show(tx, person, reply, now)


def unopened(tx: Session, who: Who, occasion: str, now: datetime) -> None:
    """Say in the DM that Slack did not show what was asked for, once an occasion."""
    prompts.say(tx, people.meet(tx, who, now), "not_opened", occasion, now)


def look_again(tx: Session, who: Who, prompt_id: str, now: datetime) -> Answer:
    """Give the page of a prompt as it stands, after a tap in that page."""
    person = people.meet(tx, who, now)
    if (said := policy.barred(tx, person, now)) is not None:
        return Answer(sentence=said)
    return show(tx, person, Asks(prompt_id), now)


def act(tx: Session, who: Who, name: str, row_id: str, now: datetime) -> Answer:
    """Do what a button on Home or in a page asks for."""
    person = people.meet(tx, who, now)
    if (said := policy.barred(tx, person, now)) is not None:
        return Answer(sentence=said)
    budgets.heard(person)
    verb = catalogue.ACTS.get(name)
    if verb is None:
        raise Correctable(scripts.script("gone").text)
    return show(tx, person, verb(tx, person, row_id, now), now)


def submit(
    tx: Session, who: Who, name: str, row_id: str, raw: Mapping[str, Any], now: datetime
) -> Answer:
    """Check a form's answers and do what they ask for; Correctable sends the form back."""
    person = people.meet(tx, who, now)
    if (said := policy.barred(tx, person, now)) is not None:
        return Answer(sentence=said)
    budgets.heard(person)
    form = catalogue.FORMS.get(name)
    if form is None:
        raise Correctable(scripts.script("gone").text)
    page = form.page(tx, person, row_id, now)
    checked = answers.clean(scripts.form(page.words or name), raw, page)
    reply = form.submit(tx, person, row_id, checked, now)
    for draft in drafts(tx, person.id, name, row_id):
        tx.delete(draft)
    return show(tx, person, reply, now)


def command(
    tx: Session, who: Who, name: str, named: Who | None, text: str, now: datetime
) -> Answer:
    """Do what a slash command asks for; `named` is the person after it."""
    person = people.meet(tx, who, now)
    if (said := policy.barred(tx, person, now)) is not None:
        return Answer(sentence=said)
    budgets.heard(person)
    if named is None and text.strip().startswith("@"):
        return Answer(sentence=scripts.error("not_a_person"))
    if text.strip().casefold() == "help":
        return Answer(sentence=scripts.script("help").text)
    if name == HUB and (act_name := WORDS.get(text.strip().casefold())) is not None:
        return show(tx, person, catalogue.ACTS[act_name](tx, person, person.id, now), now)
    verb = catalogue.COMMANDS.get(name)
    if verb is None:
        return Answer(sentence=scripts.script("help").text)
    other = people.meet(tx, named, now) if named else None
    return show(tx, person, verb(tx, person, other, now), now)


def home(tx: Session, who: Who, now: datetime) -> View:
    """Give the Home tab of somebody who opens it, and remember to keep it fresh."""
    person = people.meet(tx, who, now)
    if (said := policy.barred(tx, person, now)) is not None:
        return {"type": "home", "blocks": [blocks.section(said)]}
    person.home_opened_at = now
    return homes.draw(tx, person, now)


def hear(
    tx: Session, who: Who, channel: str, thread_ts: str | None, ts: str, text: str, now: datetime
) -> None:
    """Take a line typed to the bot: an answer in a thread, or a line of its own (K4).

    Raises NotYet for a thread that may be of a message on its way.
    """
    person = people.meet(tx, who, now)
    if policy.barred(tx, person, now) is not None:
        return
    budgets.heard(person)
    person.channel = person.channel or channel
    if thread_ts is not None:
        if at(tx, channel, thread_ts) is None and on_its_way(tx, person.id):
            raise NotYet
        threads.hear(tx, person, channel, thread_ts, ts, text, now)
    else:
        prompts.say(tx, person, "K4", f"{channel}:{ts}", now)


def show(tx: Session, person: Person, reply: Reply, now: datetime) -> Answer:
    """Draw what a verb answered."""
    match reply:
        case Opens(form, row_id):
            return Answer(view=open_form(tx, person, form, row_id, now))
        case Shows(view, instead):
            return Answer(view=view, instead=instead)
        case Says(sentence):
            return Answer(sentence=sentence)
        case Asks(prompt_id):
            return Answer(view=_page(tx, person, prompt_id, now))
        case Picks(name, options):
            question = scripts.script("pick_relationship").text
            taps = [
                blocks.act(label, f"{name}#{number}", row_id)
                for number, (row_id, label) in enumerate(options[:20])
            ]
            return Answer(
                sentence=question, blocks=[blocks.section(question), blocks.actions(taps)]
            )
        case Done():
            return Answer()


def _page(tx: Session, person: Person, prompt_id: str, now: datetime) -> View:
    """Draw a prompt in a page; Correctable when it is somebody else's."""
    prompt = policy.may_tap(tx, person, tx.get(Prompt, prompt_id))
    return blocks.page("Second Coffee", messages.whole(tx, prompt, now)[1])


def open_form(tx: Session, person: Person, name: str, row_id: str, now: datetime) -> View:
    """Draw a form with what is kept for it: drafts before what stands."""
    page = catalogue.FORMS[name].page(tx, person, row_id, now)
    kept = {d.question: d.text for d in drafts(tx, person.id, name, row_id) if d.text is not None}
    if kept:
        page = type(page)(
            params=page.params,
            initial={**page.initial, **kept},
            choices=page.choices,
            leave_out=page.leave_out,
            words=page.words,
        )
    return forms.draw(name, row_id, page)


def refused(wrong: Correctable) -> View:
    """Draw a mistake that has no field of its own."""
    return blocks.notice(wrong.sentence)


def bare(name: str) -> str:
    """Give an act's name without the number that keeps buttons of one message apart."""
    return ids.name(name).partition("#")[0]
