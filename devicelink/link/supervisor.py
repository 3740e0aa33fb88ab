"""Keeps the link to one device: carries out what the policy in recovery.py decides.

Every task is a child of `run`; one piece of work is under way at a time, and a connection that is
given up is closed before the next is made. Messages and news of the link are handed over in the
loop turn they are known. Guarded by tests/link/test_supervisor.py.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, suppress
from typing import Final, TypeAlias

from devicelink.drivers.base import Driver, Write
from devicelink.errors import DevicelinkError, LinkError
from devicelink.link import recovery, trouble
from devicelink.link import recovery_terms as terms
from devicelink.link.asked import OpenRadio, SessionClock, Sinks, Wish
from devicelink.link.backfill import Backfill, Range
from devicelink.link.charge import is_empty
from devicelink.link.choice import Choice
from devicelink.link.conversation import Conversation
from devicelink.link.identity import MARGIN_S, Met, Proof
from devicelink.link.port import (
    BondLostError,
    DriverError,
    ManyError,
    PairingError,
    Radio,
    RadioError,
    StrangerError,
)
from devicelink.link.search import search
from firmware_protocol.messages import Asleep, Message

TICK_S: Final = 0.1

Work: TypeAlias = Callable[[], Awaitable[terms.What | None]]
__all__ = ["OpenRadio", "SessionClock", "Sinks", "Supervisor", "Wish"]


class Supervisor:
    """One device, from `run` to `close`."""

    def __init__(
        self, open_radio: OpenRadio, wish: Wish, clock: SessionClock, sinks: Sinks
    ) -> None:
        self._open_radio = open_radio
        self._wish = wish
        self._clock = clock
        self._sinks = sinks
        self._choice = Choice(wish.device, wish.drivers, wish.mine)
        self._proofs: dict[str, Proof] = {}
        self._backfill = Backfill(clock.now, clock.sleep, sinks.unavailable)
        self._state: terms.State = terms.Closed()
        self._radio: Radio | None = None
        self._radio_stack = AsyncExitStack()
        self._talk: Conversation | None = None
        self._given_up: list[Conversation] = []
        self._work: asyncio.Task[None] | None = None
        self._bond_unproven = self._is_empty = False
        self._turn = asyncio.Lock()
        self._tasks: asyncio.TaskGroup | None = None
        self._end: asyncio.Future[None] | None = None
        self._finished = asyncio.Event()

    @property
    def driver(self) -> Driver | None:
        """The driver of the present link, with what it learnt of the device; None without link."""
        return None if self._talk is None else self._talk.driver

    @property
    def met(self) -> Met:
        """Whose link it is, or is to be."""
        proof = self._proof()
        return Met(self._choice.address, self._choice.name, proof.identity, proof.trust)

    def _proof(self) -> Proof:
        """The chosen device's, over all its links."""
        margin_s = MARGIN_S * self._wish.silence_s
        address = self._choice.address.casefold()
        return self._proofs.setdefault(address, Proof(self._choice.known, margin_s))

    def request_missing(self, ranges: Iterable[Range]) -> None:
        """Fetch these samples, first number and count, as soon as there is a link: only these."""
        self._backfill.want(ranges)

    def request_tare(self) -> bool:
        """Ask the device to set its zero; what it says to that is heard. False where it cannot."""
        talk = self._talk
        request = None if talk is None else talk.driver.tare()
        if talk is None or request is None or self._tasks is None:
            return False
        self._tasks.create_task(self._try(talk, request))
        return True

    def request_buzz(self, on: bool) -> None:  # noqa: FBT001
        """Switch the device's buzzer on or off, where it has one."""
        talk = self._talk
        request = None if talk is None else talk.driver.buzz(on=on)
        if talk is not None and request is not None and self._tasks is not None:
            self._tasks.create_task(self._try(talk, request))

    async def _try(self, talk: Conversation, request: Write) -> None:
        """Write; a link that fails meanwhile is noticed elsewhere."""
        with suppress(LinkError):
            await talk.ask(request)

    async def run(self) -> None:
        """Keep the link until `close`. Once it was live, nothing but `close` ends it.

        Before that, a radio that is not to be had and a refused pairing are raised: LinkError, or
        UsageError for a radio name that means nothing.
        """
        self._end = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.TaskGroup() as self._tasks:
                ticking = self._tasks.create_task(self._ticking())
                self._enter(recovery.begin())
                try:
                    await asyncio.wait({self._end})
                finally:  # from here on no news may begin work that nobody would end
                    self._state = terms.Closed()
                ticking.cancel()
                if self._work is not None:
                    self._work.cancel()
            self._end.result()
        finally:
            self._give_up()
            await self._settle()
            await self._radio_stack.aclose()
            self._finished.set()

    async def close(self) -> None:
        """End `run`: closing steps, then the link, then the radio. May be called again."""
        if self._end is not None:
            self._happened(terms.AskedToClose())
            await self._finished.wait()

    def _happened(self, what: terms.What) -> None:
        luck, silence_s = random.random(), max(self._wish.silence_s, self._choice.silence_s)
        self._enter(recovery.step(self._state, self._clock.now(), what, luck, silence_s))

    def _enter(self, step: terms.Step) -> None:
        self._state, actions = step
        for action in actions:
            self._act(action)

    def _act(self, action: terms.Action) -> None:
        match action:
            case terms.Report(change):
                self._sinks.link(change)
            case terms.Drop():
                self._give_up()
                self._start(self._settle)
            case terms.OpenRadio():
                self._start(self._reopen)
            case terms.Scan(for_s):
                self._start(lambda: self._scan(for_s))
            case terms.Connect(address, within_s):
                self._start(lambda: self._connect(address, within_s))
            case terms.Open():
                self._start(self._converse)
            case terms.Close():
                self._start(self._close)

    def _start(self, work: Work) -> None:
        """Begin this and end what was under way, unless that is what asked for it."""
        assert self._tasks is not None  # noqa: S101
        if self._work is not None and self._work is not asyncio.current_task():
            self._work.cancel()
        self._work = self._tasks.create_task(self._do(work))

    async def _do(self, work: Work) -> None:
        async with self._turn:
            try:
                await self._settle()
                news = await work()
            except DevicelinkError as error:
                news = self._judge(error)
            except Exception as error:  # noqa: BLE001
                self._crash(error)
                return
        if news is not None and self._work is asyncio.current_task():
            self._happened(news)

    def _judge(self, error: DevicelinkError) -> terms.What | None:
        """A failure as news, or out of `run` with it where a person has to act before all else."""
        no_radio = self._radio is None or not self._radio.is_alive or isinstance(error, RadioError)
        hopeless = no_radio or isinstance(error, PairingError | DriverError | ManyError)
        if not isinstance(error, LinkError) or (hopeless and not self._was_live()):
            self._crash(error)
            return None
        if isinstance(error, StrangerError | BondLostError):
            self._proof().refusals += 1
            self._sinks.stranger(error.why)
        why = error.in_full
        return terms.TransportGone(why) if no_radio else terms.Failed(why)

    def _was_live(self) -> bool:
        return not isinstance(self._state, terms.Closed) and self._state.trials.was_live

    def _crash(self, error: Exception) -> None:
        if self._end is not None and not self._end.done():
            self._end.set_exception(error)

    async def _ticking(self) -> None:
        while True:
            await self._clock.sleep(TICK_S)
            self._happened(terms.Ticked(None if self._talk is None else self._talk.frame_s))

    async def _reopen(self) -> terms.What:
        self._radio = None
        await self._radio_stack.aclose()
        self._radio = await self._radio_stack.enter_async_context(self._open_radio())
        return terms.RadioOpen()

    async def _scan(self, for_s: float) -> terms.What:
        if await search(self._ready(), self._choice, for_s):
            return terms.Found(self._choice.address)
        return terms.NotFound(self._choice.missed().in_full)

    async def _connect(self, address: str, within_s: float) -> terms.What:
        radio, proof = self._ready(), self._proof()
        talk = Conversation(self._choice.kind(), self._clock.now, self._heard, proof)
        try:
            await talk.connect(radio, address, lambda: self._lost(talk, address), within_s)
        except BondLostError as error:
            if not self._bond_unproven or proof.needs_key:
                raise
            await radio.forget(address)
            raise trouble.lost(address) from error
        self._talk = talk
        return terms.Connected()

    async def _converse(self) -> None:
        """Open the talk, then serve it until it is given up."""
        if (talk := self._talk) is None:
            raise trouble.lost(None)
        # A link lost while pairing leaves a key on one side only. Such a bond may be made anew; one
        # that has worked may not, or whoever answers in the device's place would get a new one.
        self._bond_unproven = not self._was_live()
        await talk.open(self._wish.rate_hz)
        self._bond_unproven = False
        self._choice.settle()
        self._happened(terms.Opened())
        pulse = asyncio.create_task(talk.keep_alive(self._clock.sleep))
        try:
            await self._backfill.serve(talk)
        finally:
            pulse.cancel()

    async def _close(self) -> None:
        if self._talk is not None:
            await self._talk.close(politely=True)
        if self._end is not None and not self._end.done():
            self._end.set_result(None)

    async def _settle(self) -> None:
        """Close what was given up; whatever is cut short here is closed the next time."""
        while self._given_up:
            await self._given_up[-1].close(politely=False)
            self._given_up.pop()

    def _give_up(self) -> None:
        if self._talk is not None:
            self._given_up.append(self._talk)
            self._talk = None

    def _ready(self) -> Radio:
        if self._radio is None:
            raise trouble.radio_died()
        return self._radio

    def _lost(self, talk: Conversation, address: str) -> None:
        if talk is self._talk:
            alive = self._radio is not None and self._radio.is_alive
            why = (trouble.lost(address) if alive else trouble.radio_died()).in_full
            self._happened(terms.Lost(why) if alive else terms.TransportGone(why))

    def _heard(self, at_s: float, message: Message) -> None:
        try:
            self._backfill.heard(at_s, message)
            self._sinks.message(at_s, message)
        except Exception as error:  # noqa: BLE001 - bleak would swallow a bug of ours
            self._crash(error)
        self._is_empty = is_empty(message, self._is_empty)
        if isinstance(message, Asleep):
            self._happened(terms.FellAsleep(self._is_empty))
