"""What is counted of this process for Prometheus: no ids and no words, a few fixed labels each."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
WAITS = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 21600.0, 86400.0)

# What became of a prompt: sent, later, unsure, dropped, refused, parked, found, not_there.
OUTCOMES = Counter(
    "second_coffee_prompts", "Prompts by what became of them", ["outcome"], registry=REGISTRY
)
SENT = OUTCOMES.labels("sent")
LAG = Histogram(
    "second_coffee_due_lag_seconds",
    "From the instant a prompt might go out to the instant it was posted",
    buckets=WAITS,
    registry=REGISTRY,
)
UNSURE = Gauge(
    "second_coffee_unsure_prompts",
    "Prompts that may have been posted, as last counted",
    registry=REGISTRY,
)
# By Slack's method where it is one of a few, "other" for the rest: see `method`.
LIMITED = Counter(
    "second_coffee_rate_limited", "Answers of Slack to slow down", ["method"], registry=REGISTRY
)
# By what came in: command, action, view, event, other.
HANDLED = Histogram(
    "second_coffee_handler_seconds",
    "Time from the arrival of a payload to its acknowledgement",
    ["kind"],
    buckets=SECONDS,
    registry=REGISTRY,
)
# By page (events, install, redirect, health, other) and by the first digit of the status.
REQUESTS = Counter(
    "second_coffee_requests", "HTTP requests answered", ["page", "status"], registry=REGISTRY
)
# read or write.
DATABASE = Histogram(
    "second_coffee_database_seconds",
    "Time of one unit of work in the database",
    ["kind"],
    buckets=SECONDS,
    registry=REGISTRY,
)

METHODS = frozenset(
    {
        "chat.postMessage",
        "chat.update",
        "conversations.history",
        "conversations.replies",
        "conversations.open",
        "views.publish",
        "views.open",
        "views.update",
        "users.info",
        "dnd.info",
    }
)


def method(name: str) -> str:
    """Give the label of a Web API method; there are only a few."""
    return name if name in METHODS else "other"


def page() -> bytes:
    """Give all that is counted, as Prometheus reads it."""
    return generate_latest(REGISTRY)
