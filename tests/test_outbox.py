"""Whose turn it is: fair between workspaces, answers first, one at a time for each person."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from bot import calls, deliveries, errands, pacing, people, prompts, searching, settlements
from bot.deliveries import Outgoing
from store import claims, gates, outbox
from store.errands import Errand
from store.prompts import PLANNED, SENT, UNSURE, Prompt
from store.workspaces import Workspace
from tests.life import TEAM, Life

MORNING = datetime(2027, 1, 12, 10, 15, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SETTLING = LEASE = MINUTE


def crowd(life: Life, team: str, size: int) -> None:
    """Let a workspace have people in UTC, each of whom is to be told one thing this morning."""
    life.now = MORNING

    def plan(tx: Session) -> None:
        if tx.get(Workspace, team) is None:
            tx.add(Workspace(id=team))
            tx.flush()
        for number in range(size):
            one = people.meet(tx, people.Who(team, f"U{team}{number}"), life.now)
            one.unanswered = 3
            planned = prompts.plan(tx, "H12", one, "test", life.now, life.now)
            tx.get_one(Prompt, planned.id).due_at = life.now

    life.run(plan)


def claim(
    life: Life, owner: str = "one", limit: int = 50, pace: int | None = None
) -> list[Outgoing]:
    found: list[Outgoing] = life.run(
        lambda tx: deliveries.claim(tx, owner, life.now, limit=limit, pace=pace)
    )
    return found


def arrive(life: Life, message: Outgoing, owner: str = "one", ts: str = "1900000000.1") -> None:
    place = (message.prompt_id, owner, message.attempt, f"D{message.slack_id}", ts)
    life.run(lambda tx: settlements.sent(tx, *place, life.now))


def lose(life: Life, message: Outgoing, owner: str = "one") -> None:
    """Let the answer to a post be lost."""
    mine = (message.prompt_id, owner, message.attempt)
    life.run(lambda tx: settlements.settle(tx, *mine, UNSURE, "TimeoutError", life.now))


def tell(life: Life, handle: str, words: str) -> None:
    """Answer somebody at once."""
    life.run(lambda tx: prompts.say(tx, life.person(handle, tx), "K4", words, life.now))


def row(life: Life, prompt_id: str) -> Prompt:
    found: Prompt = life.run(lambda tx: tx.get_one(Prompt, prompt_id))
    return found


def missing(life: Life, owner: str = "one") -> list[searching.Missing]:
    times = (owner, life.now, SETTLING, LEASE)

    def look(tx: Session) -> list[searching.Missing]:
        begun = searching.begin(tx, *times)
        return [each for team in begun for each in searching.next_ones(tx, team, *times)]

    found: list[searching.Missing] = life.run(look)
    return found


def test_each_workspace_has_its_share(life: Life) -> None:
    crowd(life, "TBIG", 60)
    crowd(life, "TSMALL", 3)
    found = claim(life, limit=20)
    assert [message.workspace_id for message in found].count("TSMALL") == 3
    assert len(found) == 13


def test_a_workspace_that_must_wait_holds_up_no_other(life: Life) -> None:
    crowd(life, "TBIG", 60)
    crowd(life, "TSMALL", 3)
    life.run(lambda tx: settlements.hold_back(tx, "TBIG", life.now + MINUTE, life.now))
    assert {message.workspace_id for message in claim(life)} == {"TSMALL"}
    assert claim(life) == []
    life.run(lambda tx: settlements.hold_back(tx, "TSMALL", life.now + MINUTE, life.now))
    life.run(lambda tx: settlements.hold_back(tx, TEAM, life.now + 2 * MINUTE, life.now))
    assert not life.run(lambda tx: outbox.is_due(tx, life.now))
    assert life.run(lambda tx: outbox.next_due(tx, life.now)) == life.now + MINUTE
    life.now += MINUTE
    assert {message.workspace_id for message in claim(life)} == {"TBIG"}


def test_the_longest_unserved_goes_first(life: Life) -> None:
    for team in ("TA", "TB", "TC"):
        crowd(life, team, 4)
    served = []
    for _ in range(6):
        [message] = claim(life, limit=1)
        served.append(message.workspace_id)
        arrive(life, message)
        life.now += SECOND
    assert served == ["TA", "TB", "TC", "TA", "TB", "TC"]


def test_an_answer_goes_before_the_crowd(life: Life) -> None:
    crowd(life, TEAM, 30)
    life.now += SECOND
    tell(life, "leo", "one")
    assert claim(life, limit=1)[0].slack_id == "ULEO"


def test_an_answer_waits_for_no_pace(life: Life) -> None:
    crowd(life, TEAM, 80)
    assert len(claim(life, limit=200, pace=60)) == pacing.BURST
    tell(life, "leo", "one")
    assert [message.slack_id for message in claim(life, limit=200, pace=60)] == ["ULEO"]
    life.now += 11 * SECOND
    assert len(claim(life, limit=200, pace=60)) == 10


def test_one_at_a_time_for_each_person(life: Life) -> None:
    tell(life, "leo", "one")
    tell(life, "leo", "two")
    tell(life, "maya", "one")
    first = claim(life)
    assert sorted(message.slack_id for message in first) == ["ULEO", "UMAYA"]
    assert claim(life, "two") == []
    for message in first:
        arrive(life, message)
    assert [message.slack_id for message in claim(life, "two")] == ["ULEO"]


def test_a_slow_process_changes_nothing_any_more(life: Life) -> None:
    tell(life, "leo", "one")
    [slow] = claim(life, "slow")
    life.now += 3 * MINUTE
    [found] = missing(life, "two")
    resolved = (found.prompt_id, found.attempt, "DULEO", None)
    life.run(lambda tx: settlements.resolve(tx, *resolved, life.now))
    [quick] = claim(life, "two")
    arrive(life, slow, "slow", "1900000000.1")
    assert row(life, quick.prompt_id).state == "sending"
    arrive(life, quick, "two", "1900000009.9")
    assert row(life, quick.prompt_id).ts == "1900000009.9"


def test_each_try_has_its_own_time_to_settle(life: Life) -> None:
    tell(life, "leo", "one")
    lose(life, claim(life)[0])
    assert missing(life) == []
    life.now += MINUTE + SECOND
    [found] = missing(life)
    resolved = (found.prompt_id, found.attempt, "DULEO", None)
    life.run(lambda tx: settlements.resolve(tx, *resolved, life.now))
    lose(life, claim(life)[0])
    assert missing(life) == []
    life.now += MINUTE + SECOND
    [again] = missing(life)
    assert again.attempt == found.attempt + 1


def test_a_post_that_left_late_has_its_time_to_settle_from_then(life: Life) -> None:
    tell(life, "leo", "one")
    [message] = claim(life)
    life.now += 35 * SECOND  # it waited for room, and then its answer hung
    lose(life, message)
    life.now += 59 * SECOND
    assert missing(life) == []
    life.now += 2 * SECOND
    assert len(missing(life)) == 1


def test_what_a_dead_process_may_have_sent_last_has_its_time_too(life: Life) -> None:
    tell(life, "leo", "one")
    claim(life, "dead")
    life.now += 61 * SECOND
    assert missing(life) == []
    life.now += 28 * SECOND
    assert missing(life) == []
    life.now += 2 * SECOND
    assert len(missing(life)) == 1


def test_what_ends_unheard_may_have_left_until_then(life: Life) -> None:
    tell(life, "leo", "one")
    claim(life)
    life.now += 40 * SECOND
    life.run(lambda tx: claims.release(tx, "one", life.now))
    life.now += 59 * SECOND
    assert missing(life) == []
    life.now += 2 * SECOND
    assert len(missing(life)) == 1


def test_a_slow_process_still_knows_what_slack_took(life: Life) -> None:
    tell(life, "leo", "one")
    [slow] = claim(life, "slow")
    life.now += MINUTE + SECOND
    assert missing(life, "two") == []
    assert row(life, slow.prompt_id).state == UNSURE
    arrive(life, slow, "slow")
    assert row(life, slow.prompt_id).state == SENT


def test_a_look_that_comes_late_changes_nothing(life: Life) -> None:
    tell(life, "leo", "one")
    lose(life, claim(life)[0])
    life.now += MINUTE + SECOND
    [found] = missing(life)
    resolved = (found.prompt_id, found.attempt, "DULEO", None)
    life.run(lambda tx: settlements.resolve(tx, *resolved, life.now))
    lose(life, claim(life)[0])
    life.run(lambda tx: settlements.resolve(tx, *resolved, life.now))
    assert row(life, found.prompt_id).state == UNSURE


def test_one_process_looks_through_a_workspace(life: Life) -> None:
    tell(life, "leo", "one")
    lose(life, claim(life)[0])
    life.now += MINUTE + SECOND
    assert len(missing(life, "one")) == 1
    assert missing(life, "two") == []
    life.run(lambda tx: searching.end(tx, TEAM, "one"))
    assert len(missing(life, "two")) == 1


def test_who_died_looking_is_followed_by_another(life: Life) -> None:
    tell(life, "leo", "one")
    lose(life, claim(life)[0])
    life.now += MINUTE + SECOND
    assert len(missing(life, "one")) == 1
    life.now += MINUTE + SECOND
    assert len(missing(life, "two")) == 1


def test_it_is_looked_for_after_the_last_message_known(life: Life) -> None:
    tell(life, "leo", "one")
    arrive(life, claim(life)[0], ts="1900000005.5")
    tell(life, "leo", "two")
    lose(life, claim(life)[0])
    life.now += MINUTE + SECOND
    assert missing(life)[0].after_ts == "1900000005.5"


def test_what_is_found_is_sent(life: Life) -> None:
    tell(life, "leo", "one")
    lose(life, claim(life)[0])
    life.now += MINUTE + SECOND
    [found] = missing(life)
    place = (found.prompt_id, found.attempt, "DULEO", "1900000001.0")
    life.run(lambda tx: settlements.resolve(tx, *place, life.now))
    assert (row(life, found.prompt_id).state, life.person("leo").channel) == (SENT, "DULEO")


def errand(life: Life) -> Errand:
    found: Errand = life.run(lambda tx: tx.exec(select(Errand).where(Errand.key == "test")).one())
    return found


def run_errands(life: Life, owner: str = "one") -> list[calls.Call]:
    found: list[calls.Call] = life.run(lambda tx: calls.claim(tx, owner, life.now))
    return [call for call in found if call.errand_id == errand(life).id]


def learn(life: Life) -> None:
    """Have somebody looked up."""
    life.run(lambda tx: errands.plan(tx, life.person("leo", tx), "learn", life.now, key="test"))


def test_an_errand_left_half_done_is_done_again(life: Life) -> None:
    learn(life)
    assert len(run_errands(life)) == 1
    life.run(lambda tx: calls.pick_up(tx, life.now))
    assert run_errands(life, "two") == []
    life.now += MINUTE + SECOND
    life.run(lambda tx: calls.pick_up(tx, life.now))
    assert len(run_errands(life, "two")) == 1


def test_who_ends_leaves_its_errands_to_others(life: Life) -> None:
    learn(life)
    assert len(run_errands(life)) == 1
    life.run(lambda tx: calls.pick_up(tx, life.now, "one"))
    assert len(run_errands(life, "two")) == 1


def test_two_wishes_for_one_thing_wait_for_each_other(life: Life) -> None:
    learn(life)
    [first] = run_errands(life)
    learn(life)
    assert life.run(lambda tx: calls.claim(tx, "two", life.now)) == []
    life.run(lambda tx: calls.done(tx, first.errand_id, "one", life.now))
    assert len(run_errands(life, "two")) == 1


def test_who_lost_an_errand_does_not_close_it(life: Life) -> None:
    learn(life)
    [first] = run_errands(life)
    life.now += MINUTE + SECOND
    life.run(lambda tx: calls.pick_up(tx, life.now))
    run_errands(life, "two")
    life.run(lambda tx: calls.done(tx, first.errand_id, "one", life.now))
    assert errand(life).owner == "two"


def test_a_gate_that_opened_lets_all_through(life: Life) -> None:
    crowd(life, TEAM, 2)
    life.run(lambda tx: settlements.hold_back(tx, TEAM, life.now + MINUTE, life.now))
    assert claim(life) == []
    life.run(lambda tx: setattr(gates.of(tx, TEAM), "until", None))
    assert len(claim(life)) == 2


def test_what_is_put_back_waits_its_time(life: Life) -> None:
    tell(life, "leo", "one")
    [message] = claim(life)
    mine = (message.prompt_id, "one", message.attempt)
    life.run(lambda tx: settlements.put_back(tx, *mine, life.now + MINUTE, life.now))
    assert (claim(life), row(life, message.prompt_id).state) == ([], PLANNED)
    life.now += MINUTE
    assert len(claim(life)) == 1


def test_what_never_closes_hides_nothing_that_does(life: Life) -> None:
    crowd(life, TEAM, 2)
    first, second = claim(life)
    for message in (first, second):
        arrive(life, message)

    def close(tx: Session) -> None:
        for errand in tx.exec(select(Errand)):
            errand.state = "done"
        tx.get_one(Prompt, second.prompt_id).expires_at = life.now + MINUTE

    life.run(close)
    assert not life.run(lambda tx: outbox.is_due(tx, life.now + SECOND))
    assert life.run(lambda tx: outbox.is_due(tx, life.now + MINUTE))
    assert [row.id for row in life.run(lambda tx: claims.lapsed(tx, life.now + MINUTE, 5))] == [
        second.prompt_id
    ]
