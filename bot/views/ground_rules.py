"""The page of two people's ground rules: what holds, what to talk about, and their own words."""

from sqlmodel import Session

from bot import people, rules, scripts
from bot.views import blocks
from bot.views.blocks import Block
from store.people import Person
from store.relationships import Relationship


def draw(tx: Session, relationship: Relationship, reader: Person) -> Block:
    """Give the page for one of the two."""
    summary = rules.summary(tx, relationship, reader)
    entry = scripts.script("ground_rules_page")
    names = people.names(tx, relationship, reader)
    safe = {key: blocks.escape(name) for key, name in names.items()}
    drawn = [blocks.section(scripts.fill(entry.text, safe))]
    drawn += [blocks.said(f"• {line}") for line in summary.agreed]
    if summary.to_talk_about:
        drawn.append(blocks.header(scripts.script("rules_to_talk_about").text))
        drawn += [blocks.said(f"• {line}") for line in summary.to_talk_about]
    for label, words in rules.in_own_words(tx, relationship, reader):
        drawn += [blocks.context(blocks.escape(label)), blocks.said(words)]
    if relationship.rules_state != "agreed":
        drawn.append(blocks.context(scripts.script("provisional").text))
    change = blocks.act(entry.buttons[0].label, "change_ground_rules", relationship.id)
    drawn.append(blocks.actions([change]))
    return blocks.page(scripts.fill(entry.title, names), drawn)
