"""Logs: one line an event, with the ids it is about, as text or JSON; never anyone's words."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

OURS = frozenset({"app", "bot", "handlers", "operations", "store"})
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
FORMATS = ("text", "json")


class Ours(logging.Filter):
    """Lets our own lines through, and of libraries only what went wrong.

    Libraries log whole payloads when they are asked for more, and Bolt sets its loggers' levels
    by itself, so this sits at the handler, through which everything goes.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line may be written."""
        return record.name.partition(".")[0] in OURS or record.levelno >= logging.WARNING


class Lines(logging.Formatter):
    """A line for people: time, level, where, what, and ids as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """Give one event; where an error happened follows on lines of its own."""
        told = _ids(record)
        where = told.pop("where", "")
        ids = "".join(f" {name}={value}" for name, value in told.items())
        line = f"{_at(record)} {record.levelname} {record.name} {_event(record)}{ids}"
        return f"{line}\n{where}" if where else line


class Json(logging.Formatter):
    """A line for machines: the same as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Give one event."""
        told: dict[str, Any] = {
            "at": _at(record),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
            **_ids(record),
        }
        return json.dumps(told, ensure_ascii=False, default=str)


def set_up(level: str = "INFO", form: str = "text", stream: TextIO | None = None) -> None:
    """Write logs to standard error or a stream, in one of the FORMATS, from a level up."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json() if form == "json" else Lines())
    handler.addFilter(Ours())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def _at(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _event(record: logging.LogRecord) -> str:
    return record.getMessage().replace("\r", " ").replace("\n", " | ")


def _ids(record: logging.LogRecord) -> dict[str, Any]:
    extras = {name: value for name, value in vars(record).items() if name not in USUAL}
    if where := _where(record):
        extras["where"] = where
    return {name: value if isinstance(value, int) else str(value) for name, value in extras.items()}


def _where(record: logging.LogRecord) -> str:
    """Give an error's kind and place, without what it said: that may quote people."""
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    kind, _, trace = record.exc_info
    return "".join(traceback.format_tb(trace)) + kind.__name__
