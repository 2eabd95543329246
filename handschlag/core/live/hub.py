"""Hears the journal's calls on one connection, and passes them on to those who may know."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any, ParamSpec, TypeVar

import psycopg
import structlog
from django.db import Error, connections

from handschlag.core.database import login_parameters
from handschlag.core.live.backlog import Backlog
from handschlag.core.live.calls import CHANNEL, Call, call_of
from handschlag.core.live.recent import Recent, Told, now
from handschlag.core.live.streams import ANEW, CHANGED, Stream, message
from handschlag.core.live.subjects import changed_by, may_know, whose_rights
from handschlag.core.live.visitors import Reception, Scope, Visitor

log = structlog.get_logger("handschlag.live")

THREADS = 4
LOOK_AGAIN_AFTER = 60.0
MOST_ROUNDS = 3
LONGEST_PAUSE = 30.0

P = ParamSpec("P")
R = TypeVar("R")


class Hub:
    """All streams of one process. Django is asked in threads; the loop never waits for it."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self._reception: Reception | None = None
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self._backlog = Backlog()
        self._recent = Recent()
        self._heard_about_rights = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._hears = False

    @property
    def is_at_work(self) -> bool:
        """Whether a change that is committed now will be told."""
        return self._hears and not any(task.done() for task in self._tasks)

    def start(self) -> None:
        self._reception = Reception()
        work = (self._listen(), self._pass_on(), self._look_again())
        self._tasks = [asyncio.create_task(coroutine) for coroutine in work]

    async def stop(self) -> None:
        self.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        together = Barrier(THREADS)
        await asyncio.gather(*(self.ask(_log_out, together) for _ in range(THREADS)))
        self._threads.shutdown()

    def close(self) -> None:
        for stream in self.streams:
            stream.end()

    @property
    def reception(self) -> Reception:
        if self._reception is None:
            raise RuntimeError("the hub has not been started")
        return self._reception

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: question(*args, **kwargs))

    async def visitor(self, scope: Scope) -> Visitor:
        """Who it is by now: asked again when rights changed while the answer was on its way.

        Where they change without end, the look at all listeners has the last word.
        """
        for _ in range(MOST_ROUNDS):
            heard = self._heard_about_rights
            visitor = await self.ask(self.reception.visitor, scope)
            if heard == self._heard_about_rights:
                break
        return visitor

    async def catch_up(self, stream: Stream) -> None:
        """Tell what changed after the page was rendered, before its stream was there."""
        missed = self._recent.since(stream.since)
        if missed is None:
            stream.tell(message(ANEW, now()))
            return
        for told in missed:
            await self._tell_those_who_may_know(told, {stream})

    async def _listen(self) -> None:
        """What was missed while the database was away is unknown, so every page looks anew."""
        pause = 0.5
        while True:
            with suppress(psycopg.OperationalError):
                async with await psycopg.AsyncConnection.connect(
                    **login_parameters(), autocommit=True
                ) as connection:
                    await connection.execute(f"listen {CHANNEL}")
                    self._look_all_anew()
                    self._hears, pause = True, 0.5
                    async for heard in connection.notifies():
                        self._hear(heard.payload)
            self._hears = False
            log.warning("the database is away", pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _hear(self, payload: str) -> None:
        try:
            call = call_of(payload)
        except (TypeError, ValueError):
            log.warning("a call was not understood", payload=payload)
            return
        self._heard_about_rights += call.is_about_rights
        self._backlog.add(call)

    async def _pass_on(self) -> None:
        while True:
            call = await self._backlog.next()
            try:
                await self._answer(call)
            except Error:
                log.exception("a call was lost", call=call)
                self._look_all_anew()

    async def _answer(self, call: Call | None) -> None:
        if call is None:
            await self._look(list(self.streams))
            self._look_all_anew()
            return
        if call.is_about_rights:
            await self._look(await self._streams_of(call))
        if changed := await self.ask(changed_by, call):
            await self._tell_those_who_may_know(self._recent.add(changed), self.streams)

    async def _streams_of(self, call: Call) -> list[Stream]:
        person_id = await self.ask(whose_rights, call)
        return [s for s in self.streams if person_id in {None, s.actor.person_id}]

    async def _tell_those_who_may_know(self, told: Told, streams: set[Stream]) -> None:
        changed = told.changed
        text = message(CHANGED, told.moment, f"{changed.kind}:{changed.public_id}")
        answers: dict[Any, bool] = {}
        for stream in list(streams):
            actor = stream.actor
            if not changed.may_concern(actor):
                continue
            standing = actor.membership_id, actor.portal_id
            if standing not in answers:
                answers[standing] = await self.ask(may_know, actor, changed)
            if answers[standing]:
                stream.tell(text)

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_AFTER)
            await self._look(list(self.streams))

    async def _look(self, streams: list[Stream]) -> None:
        """Whether those who listen would still be let in, and as whom."""
        for stream in streams:
            visitor = await self.visitor(stream.scope)
            stream.actor = visitor.actor
            if not visitor.is_let_in:
                stream.end()

    def _look_all_anew(self) -> None:
        self._recent.forget()
        for stream in self.streams:
            stream.tell(message(ANEW, now()))


def _log_out(together: Barrier) -> None:
    """Each thread has connections of its own, so all of them must be here at once."""
    together.wait(timeout=LONGEST_PAUSE)
    connections.close_all()
