"""The simulated person of `devicelink demo`: reads what a person would read, and acts on it.

Moves the simulated hand and answers questions through the same intents as a person at the keyboard;
it knows the tissue gave only some time after it did. It knows nothing that the screen does not say,
but for what a hand feels. Guarded by tests/demo/test_person.py.
"""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from devicelink.care.inputs import Answer, Easing, Intent, Pain
from devicelink.care.outputs import Asked, Phase, PhaseChanged, Question
from devicelink.session.port import Happening, SessionPort

FEELS_AFTER_S: Final = 1.5
PAIN_AT_FIRST, PAIN_LESS_EACH_HOLD = 6, 1


class Hand(Protocol):
    """The hand as the simulator offers it; forces in newtons."""

    def press(self, target_n: float, ramp_s: float) -> None:
        """Press up to a force."""

    def ease_off(self, rate_n_s: float) -> None:
        """Let go slowly."""

    def let_go(self) -> None:
        """Take the hand away."""


class Person:
    """Answers after `delay_s`, so that somebody at the keyboard may be first."""

    def __init__(
        self,
        port: SessionPort,
        hand: Hand,
        tissue_gave: Callable[[], bool],
        sleep: Callable[[float], Awaitable[None]],
        delay_s: float = 2.0,
        pain: int = PAIN_AT_FIRST,
    ) -> None:
        """`pain` is how strong it is at first, 0 to 10."""
        self._port = port
        self._hand = hand
        self._tissue_gave = tissue_gave
        self._sleep = sleep
        self._delay_s = delay_s
        self._pain = pain
        self._felt_it = False

    async def live(self) -> None:
        """Take part until the session is over."""
        async for _, happening in self._port.happenings():
            await self._act(happening)

    async def feel(self) -> None:
        """Say "easing" once in each hold in which the tissue gives."""
        while not self._port.view().over:
            await self._sleep(0.25)
            view = self._port.view()
            if view.phase is Phase.LISTEN and not self._felt_it and self._tissue_gave():
                self._felt_it = True
                await self._sleep(FEELS_AFTER_S)
                self._port.send(Easing())

    async def _act(self, happening: Happening) -> None:
        match happening:
            case PhaseChanged():
                self._move(happening.phase)
            case Asked():
                await self._sleep(self._delay_s)
                if self._port.view().question is happening.question:
                    self._port.send(self._answer(happening.question))

    def _move(self, phase: Phase) -> None:
        band = self._port.view().target
        middle_n = (band.low_n + band.high_n) / 2
        match phase:
            case Phase.LOCATE:
                self._hand.press(0.6 * band.low_n, 4.0)
            case Phase.SETTLE:
                self._hand.press(middle_n, 2.5)
            case Phase.EASE_OFF:
                self._hand.ease_off(8.0)
            case Phase.REST | Phase.STRETCH | Phase.PAIN_AFTER | Phase.DONE:
                self._felt_it = False
                self._hand.let_go()
            case _:
                pass

    def _answer(self, question: Question) -> Intent:
        rep = self._port.view().rep
        less = PAIN_LESS_EACH_HOLD * max(0, rep - 1)
        match question:
            case Question.PAIN_BEFORE:
                return Pain(self._pain)
            case Question.FAMILIAR | Question.GO_GENTLY:
                return Answer(yes=True)
            case Question.GAVE:
                return Answer(yes=self._felt_it)
            case Question.PAIN_NOW:
                return Pain(max(self._pain - less - (1 if self._felt_it else 0), 0))
            case Question.PAIN_AFTER:
                return Pain(max(self._pain - less - 1, 0))
