"""One workspace, whose token is a setting: removed and installed again, or a whole organization."""

from pathlib import Path

from sqlmodel import select

from store import gates, installations
from store.people import Person
from tests.served import Served, begin
from tests.teams import Teams

GONE = {"type": "app_uninstalled"}
TOKEN = "xoxb-set"


async def is_removed(served: Served) -> bool:
    """Say whether the app is removed from the workspace, and its gate shut."""
    row = await served.database.read(lambda tx: installations.removal(tx, "T1"))
    until = await served.database.read(lambda tx: gates.of(tx, "T1").until)
    assert (row is None) == (until is None)
    return row is not None


def knows(slack: Teams) -> None:
    """Let Slack know the token that is set."""
    slack.tokens[TOKEN] = "T1"


async def test_it_needs_no_installing_and_has_no_pages_for_it(tmp_path: Path) -> None:
    async with begin(tmp_path, knows, slack_bot_token=TOKEN) as served:
        answer = await served.command("UMAYA", "/mentor", "<@ULEO|leo>")
        assert answer.status == 200
        assert len(served.slack.asked("views.open", "T1")) == 1
        assert (await served.get("/slack/install")).status == 404


async def test_removed_it_stands_still_and_the_next_start_brings_it_back(tmp_path: Path) -> None:
    async with begin(tmp_path, knows, slack_bot_token=TOKEN) as served:
        await served.event(GONE)
        assert await is_removed(served)
    async with begin(tmp_path, knows, slack_bot_token=TOKEN) as served:
        assert not await is_removed(served)


async def test_a_token_that_is_good_again_brings_it_back_too(tmp_path: Path) -> None:
    async with begin(tmp_path, knows, slack_bot_token=TOKEN) as served:
        served.slack.revoke("T1")
        await served.bot.upkeep.look()
        assert await is_removed(served)
        served.slack.revoked.clear()
        await served.bot.upkeep.look()
        assert not await is_removed(served)


async def test_a_token_of_a_whole_organization_stands_for_all_of_it(tmp_path: Path) -> None:
    def whole(slack: Teams) -> None:
        slack.tokens[TOKEN], slack.names["E1"] = "E1", "Forest"
        slack.whole.add("E1")

    async with begin(tmp_path, whole, slack_bot_token=TOKEN) as served:
        told = [{"enterprise_id": "E1", "team_id": "T6", "is_enterprise_install": True}]
        home = {"type": "app_home_opened", "user": "UMAYA", "tab": "home"}
        await served.event(home, "T6", authorizations=told)
        assert served.slack.asked("views.publish", "E1")
        people = await served.database.read(lambda tx: tx.exec(select(Person)).all())
        assert {person.workspace_id for person in people} == {"E1"}
