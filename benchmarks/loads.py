"""Slack sending signed slash commands over a few connections, paced or as fast as answered."""

import asyncio
import json
import sys
from collections.abc import Sequence
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from slack_sdk.signature import Clock, SignatureVerifier

from benchmarks.arms import THERE, Figures, pin

SECRET = "benchmark"  # noqa: S105 - of no app
PATH = "/slack/events"


def signed(command: str, text: str, people: int, number: int) -> bytes:
    """Give one slash command as it stands on the wire, each with a trigger of its own."""
    fields = {
        "command": command,
        "text": text,
        "team_id": "T0",
        "team_domain": "harbor",
        "user_id": f"U{number % people}",
        "user_name": "robin",
        "channel_id": "D1",
        "trigger_id": uuid4().hex,
        "response_url": "https://localhost/commands/1",
        "api_app_id": "A1",
    }
    body = urlencode(fields)
    at = str(int(Clock().now()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body)
    lines = [
        f"POST {PATH} HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"X-Slack-Request-Timestamp: {at}",
        f"X-Slack-Signature: {signature}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, what: bytes) -> None:
    """Send one request and read its answer; RuntimeError when it is not a 200."""
    writer.write(what)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode())
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    await reader.readexactly(int(lengths[0].partition(b":")[2]))


async def load(port: int, requests: Sequence[bytes], at_once: int, pace: float) -> Figures:
    """Send all of them; with a pace, so many a second, waits counted from when each was due."""
    waits: list[float] = []
    waiting = count()

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (number := next(waiting)) < len(requests):
            due = began + number / pace if pace else perf_counter()
            if (early := due - perf_counter()) > 0:
                await asyncio.sleep(early)
            await _ask(reader, writer, requests[number])
            waits.append(perf_counter() - due)
        writer.close()

    began = perf_counter()
    await asyncio.gather(*(connection() for _ in range(at_once)))
    took = perf_counter() - began
    waits.sort()
    return {
        "operations": len(waits),
        "seconds": took,
        "p50": waits[len(waits) // 2],
        "p99": waits[int(len(waits) * 0.99)],
    }


async def come(port: int, **how: Any) -> Figures:
    """Run a load from a process on another core; give its figures."""
    call = (sys.executable, "-m", "benchmarks.loads", json.dumps({"port": port, **how}))
    process = await asyncio.create_subprocess_exec(*call, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the load failed")
    found: Figures = json.loads(out)
    return found


def main(given: str) -> None:
    """Send the load that is described and print what came of it."""
    pin(THERE)
    how = json.loads(given)
    command, _, text = how["command"].partition(" ")
    requests = [signed(command, text, how["people"], n) for n in range(how["requests"])]
    found = asyncio.run(load(how["port"], requests, how["at_once"], how.get("pace", 0)))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
