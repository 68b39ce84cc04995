"""The people of the workspace, and how Slack describes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playground.payloads import Payload


@dataclass
class Person:
    """One account; role says which seat the demo gives them, Slack knows nothing of it."""

    id: str
    handle: str
    real_name: str
    title: str
    role: str
    tz: str
    locale: str
    color: str
    deleted: bool = False
    is_bot: bool = False
    updated: int = 0
    status_emoji: str = ""
    status_text: str = ""
    status_expiration: int = 0
    snoozed_from: int = 0
    snoozed_until: int = 0

    @property
    def initials(self) -> str:
        """Two letters for a picture."""
        words = self.real_name.split()
        return (words[0][0] + words[-1][0] if len(words) > 1 else self.real_name[:2]).upper()


def zone(tz: str, now: datetime, names: dict[str, tuple[str, str]]) -> tuple[int, str]:
    """The offset from UTC in seconds and Slack's label for it at that instant."""
    local = now.astimezone(ZoneInfo(tz))
    offset = int((local.utcoffset() or timedelta()).total_seconds())
    standard, daylight = names.get(tz, (local.tzname() or tz, local.tzname() or tz))
    return offset, daylight if local.dst() else standard


def silence(person: Person, now: datetime) -> Payload:
    """When a person's notifications are off, as others may know it: the running span or the next.

    Slack's ordinary nights are left out: nobody's demo waits for them.
    """
    running = now.timestamp() < person.snoozed_until
    return {
        "dnd_enabled": running,
        "next_dnd_start_ts": person.snoozed_from if running else 1,
        "next_dnd_end_ts": person.snoozed_until if running else 1,
    }


def describe(
    person: Person,
    team_id: str,
    now: datetime,
    names: dict[str, tuple[str, str]],
    bot_id: str | None = None,
    app_id: str | None = None,
) -> Payload:
    """Slack's user object, without locale; a deactivated account has no zone in it."""
    first, _, last = person.real_name.partition(" ")
    over = 0 < person.status_expiration <= now.timestamp()
    profile: Payload = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.real_name,
        "display_name_normalized": person.real_name,
        "status_text": "" if over else person.status_text,
        "status_text_canonical": "",
        "status_emoji": "" if over else person.status_emoji,
        "status_expiration": 0 if over else person.status_expiration,
        "avatar_hash": f"g{person.color}",
        "first_name": first,
        "last_name": last,
        "team": team_id,
    }
    if person.is_bot:
        profile |= {"bot_id": bot_id, "api_app_id": app_id or "", "always_active": True}
    user: Payload = {
        "id": person.id,
        "team_id": team_id,
        "name": person.handle,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        return user
    offset, label = zone(person.tz, now, names)
    return user | {
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": label,
        "tz_offset": offset,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }
