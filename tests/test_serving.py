"""Over HTTP: what is signed gets its answer; all else gets nothing and changes nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlmodel import func, select

import app
from bot import gestures
from store.people import Person
from store.receipts import Receipt
from store.troubles import Trouble
from tests.served import FORM, JSON, SECRET, Served, begin

HELP = {"command": "/mentor", "text": "help", "user_id": "UMAYA", "team_id": "T1"}
MENTOR = urlencode({**HELP, "text": "<@ULEO|leo>", "trigger_id": "1.1"})


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with begin(tmp_path) as served:
        await served.install("T1")
        yield served


async def rows(served: Served) -> tuple[int, int]:
    """Give how many people and receipts there are."""
    return await served.database.read(
        lambda tx: (
            tx.exec(select(func.count()).select_from(Person)).one(),
            tx.exec(select(func.count()).select_from(Receipt)).one(),
        )
    )


async def test_a_signed_command_is_answered_in_words(served: Served) -> None:
    answer = await served.post(urlencode(HELP))
    assert answer.status == 200
    assert "/mentor-book" in answer.json["text"]


async def test_a_signed_command_opens_its_form_with_that_workspaces_token(served: Served) -> None:
    answer = await served.command("UMAYA", "/mentor", "<@ULEO|leo>")
    assert (answer.status, answer.text) == (200, "")
    [opened] = served.slack.asked("views.open", "T1")
    assert opened["trigger_id"]


async def test_slacks_challenge_is_answered(served: Served) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"})
    answer = await served.post(body, JSON)
    assert answer.status == 200
    assert "3eZbrw1aB" in answer.text
    forged = await served.post(body, JSON, secret="other")
    assert forged.status == 401
    assert "3eZbrw1aB" not in forged.text


@pytest.mark.parametrize("late", [-301, 301, -86_400])
async def test_a_request_of_another_time_changes_nothing(served: Served, late: int) -> None:
    before = await rows(served)
    at = app.wall_clock().timestamp() + late
    assert (await served.post(MENTOR, at=at)).status == 401
    assert await rows(served) == before


async def test_a_forged_request_changes_nothing(served: Served) -> None:
    before = await rows(served)
    assert (await served.post(MENTOR, secret="guess")).status == 401
    now = str(int(app.wall_clock().timestamp()))
    for stamp, signature in (
        (now, "v0=" + "0" * 64),
        (now, ""),
        (now, "v0=ä"),
        ("", "v0=1"),
        ("soon", "v0=1"),
        ("-1", "v0=1"),
        ("9" * 400, "v0=1"),
        ("١٢٣", "v0=1"),
    ):
        raw = {
            b"x-slack-signature": signature.encode(),
            b"x-slack-request-timestamp": stamp.encode(),
        }
        headers = {name.decode(): value.decode("latin-1") for name, value in raw.items()}
        answer = await served._send("POST", "/slack/events", data=MENTOR, headers=headers)
        assert answer.status in (400, 401), (stamp, signature)
    assert await rows(served) == before
    assert served.slack.asked("views.open") == []


async def test_a_replayed_request_changes_nothing_more(served: Served) -> None:
    first = await served.post(MENTOR)
    after = await rows(served)
    again = await served.post(MENTOR)
    assert (first.status, again.status) == (200, 200)
    assert await rows(served) == after
    assert len(served.slack.asked("views.open")) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{", JSON),
        ("[]", JSON),
        ('"x"', JSON),
        ("7", JSON),
        ("[" * 100_000, JSON),
        ('{"a":' * 50_000, JSON),
        ("payload=%7B", FORM),
        ("payload=[1]", FORM),
        (b"\xff\xfe", FORM),
        (b"\xff", JSON),
        ('{"team": "T1", "user": []}', JSON),
        ('{"authorizations": 5}', JSON),
        ('{"enterprise": ["E1"], "is_enterprise_install": true}', JSON),
        ('{"type": "event_callback", "event": {}, "team_id": {"id": 1}}', JSON),
    ],
)
async def test_a_malformed_body_is_refused_and_the_bot_lives_on(
    served: Served, body: str | bytes, kind: str
) -> None:
    before = await rows(served)
    assert (await served.post(body, kind)).status in (200, 400)
    assert (await served.post(body, kind, secret="guess")).status in (400, 401)
    assert await rows(served) == before
    assert (await served.post(urlencode(HELP))).status == 200


async def test_a_body_too_large_is_refused(served: Served) -> None:
    assert (await served.post("x" * (1024 * 1024 + 1))).status == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b"x" * 65_536

    answer = await served._send(
        "POST", "/slack/events", data=endless(),
        headers={"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=" + "0" * 64},
    )  # fmt: skip
    assert answer.status == 413


@pytest.mark.parametrize(
    "path", ["/", "/slack", "/slack/events/", "/metrics", "/..", "/SLACK/events"]
)
async def test_an_unknown_path_is_not_found(served: Served, path: str) -> None:
    assert (await served.get(path)).status == 404


async def test_a_known_path_asked_in_another_way_is_refused(served: Served) -> None:
    assert (await served.get("/slack/events")).status == 405
    assert (await served._send("POST", "/slack/install")).status == 405


@pytest.mark.parametrize("path", ["/", "/healthz", "/slack/install"])
async def test_answers_tell_no_version_and_carry_security_headers(
    served: Served, path: str
) -> None:
    headers = (await served.get(path)).headers
    assert headers["Server"] == "second-coffee"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_what_is_no_http_tells_no_version_either(served: Served) -> None:
    for sent in (
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nx: \x00\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.bot.serving[0].port)
        writer.write(sent)
        said = (await asyncio.wait_for(reader.read(), 60)).decode().lower()
        writer.close()
        assert "aiohttp" not in said
        assert "python" not in said


async def test_headers_that_nobody_signs_are_not_obeyed(served: Served) -> None:
    headers: dict[str, Any] = {
        "X-Slack-Bolt-Lazy-Only": "1",
        "X-Slack-Bolt-Lazy-Function-Name": "x",
    }
    served.http.headers.update(headers)
    answer = await served.post(urlencode(HELP))
    assert "/mentor-book" in answer.json["text"]


async def test_a_command_where_the_bot_is_not_installed_says_so(served: Served) -> None:
    answer = await served.command("UMAYA", "/mentor", team="T9")
    assert "isn't installed here" in answer.json["text"]
    event = {"type": "app_home_opened", "user": "UMAYA", "tab": "home"}
    assert (await served.event(event, team="T9")).status == 200
    assert served.slack.asked("views.publish") == []
    assert SECRET not in answer.text


async def test_a_click_that_comes_to_nothing_is_apologised_for_and_not_acknowledged(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise Trouble("INSERT", None, Exception("the disk is full"))

    monkeypatch.setattr(gestures, "tap", fail)
    assert (await served.click("UMAYA", "tap:yes", "1")).status == 500
    [shown] = served.slack.asked("views.open", "T1")
    assert "Something went wrong on my side" in json.dumps(shown["view"])
