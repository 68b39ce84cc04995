"""Installing in a browser, for a workspace or an organization, and tokens that run out."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import yaml
from sqlalchemy import text
from sqlmodel import select

from handlers.installed import Installed, NotInstalled
from handlers.scopes import SCOPES
from store.installations import Installation, InstallState
from store.people import Person
from store.workspaces import Workspace
from tests.served import Served, begin
from tests.teams import CLIENT_ID, CLIENT_SECRET

EVERYTHING = "SELECT * FROM installation"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with begin(tmp_path, public_url="https://coffee.example.org") as served:
        yield served


async def kept(served: Served) -> dict[str, Installation]:
    """Give every installation by workspace."""
    rows = await served.database.read(lambda tx: tx.exec(select(Installation)).all())
    return {row.workspace_id: row for row in rows}


def test_each_scope_of_the_manifest_has_its_reason_and_no_other() -> None:
    manifest = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))
    assert set(SCOPES) == set(manifest["oauth_config"]["scopes"]["bot"])


async def test_the_page_lists_each_scope_and_its_reason(served: Served) -> None:
    page = await served.get("/slack/install")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    for scope, reason in SCOPES.items():
        assert f"<code>{scope}</code>" in page.text
        assert reason[1:].split("'")[0] in page.text
    assert '<html lang="en">' in page.text
    assert len(re.findall("<h1", page.text)) == len(re.findall("<main", page.text)) == 1
    assert "<script" not in page.text


async def test_its_link_asks_slack_for_exactly_these_scopes(served: Served) -> None:
    page = await served.get("/slack/install")
    link = re.search(r'href="([^"]+)"', page.text)
    assert link is not None
    parts = urlsplit(link[1].replace("&amp;", "&"))
    assert (
        f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{served.slack.url}/oauth/v2/authorize"
    )
    query = parse_qs(parts.query)
    assert query["client_id"] == [CLIENT_ID]
    assert query["scope"] == [",".join(SCOPES)]
    assert query["redirect_uri"] == ["https://coffee.example.org/slack/oauth_redirect"]


async def test_a_workspace_that_agrees_is_installed(served: Served) -> None:
    answer = await served.install("T1")
    assert answer.status == 200
    assert "Second Coffee is in Oak" in answer.text
    row = (await kept(served))["T1"]
    assert (row.bot_user_id, row.bot_id, row.token) == ("UBOTT1", "BBOTT1", "xoxb-T1-2")
    place = await served.database.read(lambda tx: tx.get_one(Workspace, "T1"))
    assert (place.name, place.organizer_slack_id) == ("Oak", "UINES")


async def test_its_token_is_not_kept_in_the_clear(served: Served) -> None:
    await served.install("T1")
    raw = await served.database.read(lambda tx: tx.connection().execute(text(EVERYTHING)).all())
    assert len(raw) == 1
    assert "xoxb-T1" not in str(raw)


async def test_each_workspace_is_spoken_to_with_its_own_token(served: Served) -> None:
    await served.install("T1")
    await served.install("T2")
    for team in ("T1", "T2"):
        await served.command("UMAYA", "/mentor", "<@ULEO|leo>", team)
        assert len(served.slack.asked("views.open", team)) == 1
    home = {"type": "app_home_opened", "user": "UMAYA", "tab": "home"}
    await served.event(home, "T2")
    assert len(served.slack.asked("views.publish", "T2")) == 1
    assert served.slack.asked("views.publish", "T1") == []


async def test_a_state_is_good_once(served: Served) -> None:
    state = await served.begin_install()
    for status in (200, 400):
        query = urlencode({"code": served.slack.agree("T1"), "state": state})
        assert (await served.get(f"/slack/oauth_redirect?{query}")).status == status
    assert len(served.slack.asked("oauth.v2.access")) == 1


async def test_a_state_used_twice_at_once_is_good_once(served: Served) -> None:
    state = await served.begin_install()
    queries = [urlencode({"code": served.slack.agree("T1"), "state": state}) for _ in range(5)]
    answers = await asyncio.gather(*(served.get(f"/slack/oauth_redirect?{q}") for q in queries))
    assert sorted(answer.status for answer in answers) == [200, 400, 400, 400, 400]


@pytest.mark.parametrize("state", ["", "guess", "x" * 5000, "%00", "é"])
async def test_a_state_nobody_was_given_changes_nothing(served: Served, state: str) -> None:
    await served.begin_install()
    query = urlencode({"code": served.slack.agree("T1"), "state": state})
    assert (await served.get(f"/slack/oauth_redirect?{query}")).status == 400
    assert served.slack.asked("oauth.v2.access") == []
    assert await kept(served) == {}


async def test_a_state_is_good_for_ten_minutes_and_kept_no_longer(served: Served) -> None:
    state = await served.begin_install()
    served.clock[0] += timedelta(minutes=10)
    query = urlencode({"code": served.slack.agree("T1"), "state": state})
    answer = await served.get(f"/slack/oauth_redirect?{query}")
    assert answer.status == 400
    assert "Each link to Slack works once" in answer.text
    await served.bot.upkeep.look()
    assert await served.database.read(lambda tx: tx.exec(select(InstallState)).all()) == []


async def test_a_no_in_slack_installs_nothing(served: Served) -> None:
    state = await served.begin_install()
    answer = await served.get(f"/slack/oauth_redirect?error=access_denied&state={state}")
    assert answer.status == 200
    assert "You said no" in answer.text
    assert await kept(served) == {}


async def test_a_code_slack_does_not_know_installs_nothing(served: Served) -> None:
    state = await served.begin_install()
    answer = await served.get(f"/slack/oauth_redirect?code=<b>forged&state={state}")
    assert answer.status == 502
    assert "invalid_code" in answer.text
    assert "<b>" not in answer.text
    assert await kept(served) == {}


async def test_who_asks_too_often_waits_a_minute(served: Served) -> None:
    answers = [await served.get("/slack/install") for _ in range(31)]
    assert [answer.status for answer in answers] == [200] * 30 + [429]
    assert len(await served.database.read(lambda tx: tx.exec(select(InstallState)).all())) == 30
    served.clock[0] += timedelta(seconds=61)
    assert (await served.get("/slack/install")).status == 200


async def test_behind_a_proxy_each_waits_for_themselves_alone(served: Served) -> None:
    async def ask(*hops: str) -> int:
        told = {"X-Forwarded-For": ", ".join(hops)}
        return (await served.get("/slack/install", headers=told)).status

    forged = [await ask(f"10.0.0.{number}", "203.0.113.7") for number in range(31)]
    assert forged[-1] == 429
    assert await ask("203.0.113.8") == 200


async def test_an_organization_installs_it_once_for_all_its_workspaces(served: Served) -> None:
    served.slack.names["E1"] = "Forest"
    answer = await served.install("E1", whole=True)
    assert "Second Coffee is in Forest" in answer.text
    whole = {"enterprise_id": "E1", "is_enterprise_install": "true"}
    for number, team in enumerate(("T5", "T6")):
        payload = {"command": "/mentor", "text": "<@ULEO|leo>", "user_id": "UMAYA", "team_id": team,
                   "trigger_id": f"9.{number}", **whole}  # fmt: skip
        assert (await served.calm(await served.post(urlencode(payload)))).status == 200
    assert len(served.slack.asked("views.open", "E1")) == 2
    told = {"enterprise_id": "E1", "team_id": "T6", "is_enterprise_install": True}
    home = {"type": "app_home_opened", "user": "UMAYA", "tab": "home"}
    await served.event(home, "T6", authorizations=[told])
    assert len(served.slack.asked("views.publish", "E1")) == 1
    people = await served.database.read(lambda tx: tx.exec(select(Person)).all())
    assert {person.workspace_id for person in people} == {"E1"}


async def test_a_workspace_of_an_organization_without_it_is_not_let_in(served: Served) -> None:
    served.slack.names["E1"] = "Forest"
    await served.install("E1", whole=True)
    answer = await served.command("UMAYA", "/mentor", team="T5")
    assert "isn't installed here" in answer.json["text"]


async def test_a_token_is_renewed_before_it_runs_out(served: Served) -> None:
    served.slack.rotates = True
    await served.install("T1")
    first = (await kept(served))["T1"]
    await served.turn(hours=9)
    await served.command("UMAYA", "/mentor", "<@ULEO|leo>")
    assert len(served.slack.asked("oauth.v2.access")) == 1
    await served.turn(hours=2)
    await served.command("UMAYA", "/mentor", "<@ULEO|leo>")
    [_, renewal] = served.slack.asked("oauth.v2.access")
    assert renewal["refresh_token"] == first.refresh_token
    row = (await kept(served))["T1"]
    assert row.token != first.token
    assert row.expires_at == served.clock[0] + timedelta(hours=12)


async def test_a_quiet_workspaces_token_is_renewed_too(served: Served) -> None:
    served.slack.rotates = True
    await served.install("T1")
    served.clock[0] += timedelta(hours=11)
    await served.bot.upkeep.look()
    assert len(served.slack.asked("oauth.v2.access")) == 2


async def test_of_many_who_need_the_next_token_one_asks(served: Served) -> None:
    served.slack.rotates = True
    await served.install("T1")
    served.clock[0] += timedelta(hours=13)
    deps = served.bot.deps
    processes = [
        Installed(deps.database, deps.client, deps.clock, f"process-{n}", CLIENT_ID, CLIENT_SECRET)
        for n in range(4)
    ]
    clients = await asyncio.gather(*(p.slack("T1") for p in processes for _ in range(3)))
    assert len(served.slack.asked("oauth.v2.access")) == 2
    assert {client.token for client in clients} == {(await kept(served))["T1"].token}


async def test_a_renewal_that_fails_is_tried_again_after_a_while(served: Served) -> None:
    served.slack.rotates = True
    await served.install("T1")
    known = dict(served.slack.refreshes)
    served.slack.refreshes.clear()
    served.clock[0] += timedelta(hours=11)
    await served.bot.upkeep.look()
    before = (await kept(served))["T1"].token
    served.slack.refreshes.update(known)
    served.clock[0] += timedelta(minutes=10)
    await served.bot.upkeep.look()
    assert (await kept(served))["T1"].token != before


async def test_nobody_is_spoken_for_where_it_is_not_installed(served: Served) -> None:
    with pytest.raises(NotInstalled):
        await served.bot.deps.slack("T9")
