"""The scopes the bot asks for, each with the reason a workspace's owner reads before installing."""

SCOPES = {
    "chat:write": "to write to people in their direct messages with it",
    "commands": "to answer when somebody types /mentor",
    "dnd:read": "to leave people alone while their notifications are off",
    "files:read": "to take in the file that somebody gives it under Import, and no other",
    "files:write": "to hand out calendar files, a keepsake of the year, and people their own data",
    "im:history": "to read what is typed to it in its own direct messages, and nothing else",
    "im:write": "to open its own direct message with a person",
    "users:read": "to know people's names, time zones, and who has left",
}
