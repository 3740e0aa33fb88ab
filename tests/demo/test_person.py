"""The simulated person: does what the screen says, answers late enough, feels the tissue give."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from devicelink.care.inputs import Answer, Easing, Intent, Pain
from devicelink.care.outputs import Asked, Phase, PhaseChanged, Question
from devicelink.care.phrases import Phrases
from devicelink.data import phrases
from devicelink.demo.person import Person
from devicelink.session.port import Happening
from devicelink.session.view import View
from tests.tui.fake_port import view as a_view


class _Port:
    """A session that says what it is told to."""

    def __init__(self, happenings: list[Happening], view: View) -> None:
        self.sent: list[Intent] = []
        self.shown = view
        self._happenings = happenings

    @property
    def phrases(self) -> Phrases:
        return phrases()

    def view(self) -> View:
        return self.shown

    def send(self, intent: Intent) -> None:
        self.sent.append(intent)

    async def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        for happening in self._happenings:
            yield 0.0, happening


class _Hand:
    def __init__(self) -> None:
        self.did: list[str] = []

    def press(self, target_n: float, ramp_s: float) -> None:  # noqa: ARG002
        self.did.append(f"press {target_n:g}")

    def ease_off(self, rate_n_s: float) -> None:  # noqa: ARG002
        self.did.append("ease off")

    def let_go(self) -> None:
        self.did.append("let go")


async def _no_wait(_: float) -> None:
    await asyncio.sleep(0)


async def _lived(port: _Port, *, gave: bool = False) -> _Hand:
    hand = _Hand()
    await Person(port, hand, lambda: gave, _no_wait).live()
    return hand


async def test_the_hand_does_what_the_phase_says() -> None:
    """Lightly to locate, to the middle of the band to hold, slowly off, away to rest (S41, S28)."""
    phases = [Phase.LOCATE, Phase.SETTLE, Phase.LISTEN, Phase.EASE_OFF, Phase.REST]
    told: list[Happening] = [PhaseChanged(t_s=0.0, phase=phase, rep=1) for phase in phases]
    view = a_view()
    hand = await _lived(_Port(told, view))
    light, middle = 0.6 * view.target.low_n, (view.target.low_n + view.target.high_n) / 2
    assert hand.did == [f"press {light:g}", f"press {middle:g}", "ease off", "let go"]


@pytest.mark.parametrize("question", list(Question))
async def test_every_question_gets_an_answer_that_fits(question: Question) -> None:
    """A number for pain, yes or no for the rest (S58)."""
    port = _Port([Asked(t_s=0.0, question=question)], replace(a_view(), question=question))
    await _lived(port)
    (answer,) = port.sent
    pain = question in {Question.PAIN_BEFORE, Question.PAIN_NOW, Question.PAIN_AFTER}
    assert isinstance(answer, Pain if pain else Answer)


async def test_somebody_at_the_keyboard_who_was_quicker_is_not_overruled() -> None:
    """The question is closed by the time the simulated person would answer."""
    told: list[Happening] = [Asked(t_s=0.0, question=Question.PAIN_BEFORE)]
    port = _Port(told, replace(a_view(), question=None))
    await _lived(port)
    assert port.sent == []


async def test_easing_is_said_once_in_a_hold_and_only_where_the_tissue_gave() -> None:
    """What a hand feels, some time after it happened (S40)."""
    for gave, said in ((True, [Easing()]), (False, [])):
        port = _Port([], replace(a_view(), phase=Phase.LISTEN))
        naps = 0

        async def sleep(_: float, port: _Port = port) -> None:
            nonlocal naps
            naps += 1
            if naps % 20 == 0:
                port.shown = replace(port.shown, over=True)
            await asyncio.sleep(0)

        await Person(port, _Hand(), lambda gave=gave: gave, sleep).feel()  # type: ignore[misc]
        assert port.sent == said
