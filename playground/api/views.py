"""views.open, push, update, publish."""

import json

from playground.api.methods import Args, Method, Refusal, invalid, person
from playground.kit import checks, limits
from playground.modals import DEEPEST, Modal, compose
from playground.payloads import Payload
from playground.triggers import Spoilt, Trigger
from playground.workspace import Workspace


async def open_first(here: Workspace, args: Args) -> Payload:
    """Open a form; others that person has open are closed."""
    trigger = _trigger(here, args)
    spec = definition(here, args.json("view", "invalid_arguments"), "modal")
    trigger.spent = True
    if here.modals.clear(trigger.person):
        here.streams.tell({"type": "view_closed", "view_id": "", "all": True}, [trigger.person])
    return {"view": put(here, trigger.person, spec)}


async def push(here: Workspace, args: Args) -> Payload:
    """Lay a form upon the ones open; three at most."""
    trigger = _trigger(here, args)
    spec = definition(here, args.json("view", "invalid_arguments"), "modal")
    trigger.spent = True
    stack = here.modals.of(trigger.person)
    if not stack:
        raise Refusal("not_found")
    if len(stack) >= DEEPEST:
        raise Refusal("push_limit_reached")
    return {"view": put(here, trigger.person, spec)}


async def update(here: Workspace, args: Args) -> Payload:
    """Replace an open form by view_id or external_id; hash guards against a race."""
    if not args.text("view_id") and not args.text("external_id"):
        raise Refusal("invalid_arguments")
    modal = here.modals.find(args.text("view_id"), args.text("external_id"))
    if modal is None:
        raise Refusal("not_found")
    if args.text("hash") not in (None, modal.view["hash"]):
        raise Refusal("hash_conflict")
    spec = definition(here, args.json("view", "invalid_arguments"), "modal", modal)
    return {"view": replace(here, modal, spec)}


async def publish(here: Workspace, args: Args) -> Payload:
    """Set a person's Home tab."""
    if not here.manifest.home_tab:
        raise Refusal("not_enabled")
    who = person(here, args.need("user_id"))
    if who.deleted or who.is_bot:
        raise Refusal("user_not_found")
    previous = here.records.homes.get(who.id)
    if previous and args.text("hash") not in (None, previous["hash"]):
        raise Refusal("hash_conflict")
    spec = definition(here, args.json("view", "invalid_arguments"), "home")
    view_id = previous["id"] if previous else None
    view = compose(spec, _app(here), here.stamp(), view_id=view_id)
    here.records.keep_home(who.id, view)
    here.streams.tell({"type": "home", "view": view}, [who.id])
    return {"view": view}


def definition(
    here: Workspace, spec: object, kind: str, instead_of: Modal | None = None
) -> Payload:
    """A view definition as Slack would accept it; Refusal names what it wouldn't."""
    if not isinstance(spec, dict):
        raise invalid("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    if wrong := checks.view(spec, kind):
        raise invalid("invalid_arguments", wrong)
    asks_files = any(e["type"] == "file_input" for b in spec["blocks"] for e in checks.elements(b))
    if asks_files and "files:read" not in here.manifest.scopes:
        raise invalid("missing_scope", ["file_input needs files:read [json-pointer:/view/blocks]"])
    if len(json.dumps(spec)) > limits.VIEW_BYTES:
        raise Refusal("view_too_large")
    external = spec.get("external_id")
    taken = here.modals.find(None, external) if external else None
    if taken and taken is not instead_of:
        raise Refusal("duplicate_external_id")
    return spec


def put(here: Workspace, person_id: str, spec: Payload) -> Payload:
    """Show an accepted definition on top of a person's stack."""
    stack = here.modals.of(person_id)
    previous = stack[-1].view if stack else None
    view = compose(
        spec,
        _app(here),
        here.stamp(),
        root=previous["root_view_id"] if previous else None,
        previous=previous["id"] if previous else None,
    )
    modal = Modal(person_id, view)
    here.modals.put(modal)
    here.streams.tell({"type": "view_opened", "view": modal.shown()}, [person_id])
    return modal.shown()


def replace(here: Workspace, modal: Modal, spec: Payload) -> Payload:
    """Show an accepted definition in place of an open form, under the same id."""
    old = modal.view
    view = compose(
        spec,
        _app(here),
        here.stamp(),
        root=old["root_view_id"],
        previous=old["previous_view_id"],
        view_id=old["id"],
    )
    modal.replace(view)
    here.streams.tell({"type": "view_updated", "view": modal.shown()}, [modal.person])
    return modal.shown()


def _trigger(here: Workspace, args: Args) -> Trigger:
    try:
        return here.triggers.look(args.need("trigger_id"))
    except Spoilt as spoilt:
        raise Refusal(spoilt.error) from None


def _app(here: Workspace) -> Payload:
    company = here.records.company
    return {"team_id": company.team_id, "app_id": company.app_id, "bot_id": company.bot_id}


METHODS = {
    "views.open": Method(open_first),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
