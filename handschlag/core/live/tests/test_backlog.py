import asyncio

from handschlag.core.live.backlog import MOST_CALLS, Backlog
from handschlag.core.live.calls import Call


def order(number: int) -> Call:
    return Call("ordering.order", number, is_about_rights=False)


def membership(number: int) -> Call:
    return Call("organisations.membership", number, is_about_rights=True)


def passed_on(*calls: Call) -> list[Call | None]:
    """What comes out of a backlog that took in `calls`, until it is empty."""

    async def taken() -> list[Call | None]:
        backlog = Backlog()
        for call in calls:
            backlog.add(call)
        assert len(backlog) <= MOST_CALLS
        found = [await backlog.next()]
        while len(backlog):
            found.append(await backlog.next())
        return found

    return asyncio.run(taken())


def test_each_call_is_passed_on_once_in_order() -> None:
    assert passed_on(order(1), order(2), order(1)) == [order(1), order(2)]


def test_rights_come_first() -> None:
    calls = passed_on(order(1), membership(1), order(2), membership(2))
    assert calls == [membership(1), membership(2), order(1), order(2)]


def test_as_many_as_fit_are_kept() -> None:
    flood = [order(number) for number in range(MOST_CALLS)]
    assert passed_on(*flood, flood[0]) == flood


def test_beyond_the_limit_all_are_dropped_for_one_that_says_so() -> None:
    flood = [order(number) for number in range(MOST_CALLS + 1)]
    assert passed_on(*flood) == [None]
    assert passed_on(*flood[:-1], membership(1)) == [None], "nor is a right taken lost"


def test_waits_again_once_it_is_empty() -> None:
    async def waits() -> bool:
        backlog = Backlog()
        backlog.add(order(1))
        await backlog.next()
        more = asyncio.create_task(backlog.next())
        await asyncio.sleep(0)
        was_waiting = not more.done()
        backlog.add(order(2))
        return was_waiting and await more == order(2)

    assert asyncio.run(waits())
