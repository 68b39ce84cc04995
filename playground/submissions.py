"""Sending and closing forms, and doing what the app's acknowledgement says."""

import logging

from playground import interactions
from playground.api import views
from playground.api.methods import Refusal
from playground.kit import forms
from playground.modals import DEEPEST, Modal
from playground.payloads import Payload
from playground.people import Person
from playground.sockets import Unanswered
from playground.workspace import Workspace

log = logging.getLogger(__name__)

TROUBLE = "We had some trouble connecting. Try again?"


class Refused(Exception):
    """What a person wanted can't be done; the sentence is for them."""


async def send(here: Workspace, who: Person, modal: Modal, given: forms.Values) -> dict[str, str]:
    """Send a form; sentences by block_id when it stays open. Refused when the app didn't cope."""
    modal.fill(given)
    blocks = modal.view["blocks"]
    if wrong := forms.refuse(blocks, modal.values):
        return wrong
    try:
        answer = await here.sockets.ask("interactive", interactions.submitted(here, who, modal))
    except Unanswered:
        raise Refused(TROUBLE) from None
    try:
        return _follow(here, modal, answer)
    except Refusal as refusal:
        log.warning("a form was answered with %s", refusal.answer)
        raise Refused(TROUBLE) from None


async def close(here: Workspace, who: Person, modal: Modal) -> None:
    """Put a form away, and the whole stack where it says clear_on_close."""
    whole = bool(modal.view["clear_on_close"])
    if whole:
        gone = here.modals.clear(who.id)
    else:
        here.modals.close(modal)
        gone = [modal]
    _tell(here, modal, whole)
    for each in gone:
        if each.view["notify_on_close"]:
            try:
                payload = interactions.closed(here, who, each, is_cleared=whole)
                await here.sockets.ask("interactive", payload)
            except Unanswered:
                log.warning("nobody heard that a form was closed")


def _follow(here: Workspace, modal: Modal, answer: Payload) -> dict[str, str]:
    if modal not in here.modals.of(modal.person):
        return {}
    match answer.get("response_action"):
        case None:
            here.modals.close(modal)
            _tell(here, modal, whole=False)
        case "errors":
            return _errors(modal, answer.get("errors"))
        case "update":
            views.replace(here, modal, views.definition(here, answer.get("view"), "modal", modal))
        case "push":
            spec = views.definition(here, answer.get("view"), "modal")
            if len(here.modals.of(modal.person)) >= DEEPEST:
                raise Refusal("push_limit_reached")
            views.put(here, modal.person, spec)
        case "clear":
            here.modals.clear(modal.person)
            _tell(here, modal, whole=True)
        case other:
            raise Refusal("invalid_response_action", response_action=other)
    return {}


def _errors(modal: Modal, errors: object) -> dict[str, str]:
    inputs = {each["block_id"] for each in modal.view["blocks"] if each["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise Refusal("invalid_errors", errors=errors)
    return {str(key): str(sentence) for key, sentence in errors.items()}


def _tell(here: Workspace, modal: Modal, whole: bool) -> None:
    event = {"type": "view_closed", "view_id": modal.view["id"], "all": whole}
    here.streams.tell(event, [modal.person])
