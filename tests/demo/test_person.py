"""The simulated person: does what the coach says, and knows no more than a person would."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

from devicelink.care.inputs import Answer, Easing, Intent, Pain
from devicelink.care.outputs import Asked, Phase, PhaseChanged, Question
from devicelink.care.phrases import Phrases
from devicelink.data import phrases
from devicelink.demo.person import FEELS_AFTER_S, Person
from devicelink.session.port import Happening
from devicelink.session.view import View
from tests.tui.fake_port import FakePort


@dataclass
class Hand:
    """Writes down what it was told."""

    told: list[tuple[str, float]] = field(default_factory=list)

    def press(self, target_n: float, ramp_s: float) -> None:
        self.told.append(("press", target_n))
        assert ramp_s > 1.0

    def ease_off(self, rate_n_s: float) -> None:
        self.told.append(("ease off", rate_n_s))

    def let_go(self) -> None:
        self.told.append(("let go", 0.0))


class Port:
    """A session that says what the test says, one happening after the other."""

    def __init__(self, *happenings: Happening) -> None:
        self._happenings = happenings
        self.now: View = FakePort().view()
        self.sent: list[Intent] = []

    @property
    def phrases(self) -> Phrases:
        return phrases()

    def view(self) -> View:
        return self.now

    def send(self, intent: Intent) -> None:
        self.sent.append(intent)

    async def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        for happening in self._happenings:
            if isinstance(happening, Asked):
                self.now = replace(self.now, question=happening.question)
            if isinstance(happening, PhaseChanged):
                self.now = replace(self.now, phase=happening.phase, rep=happening.rep)
            yield 0.0, happening


def phase(which: Phase, rep: int = 1) -> PhaseChanged:
    return PhaseChanged(t_s=0.0, phase=which, rep=rep)


def asked(question: Question) -> Asked:
    return Asked(t_s=0.0, question=question)


async def at_once(_: float) -> None:
    await asyncio.sleep(0)


async def lived(*happenings: Happening) -> tuple[Hand, list[Intent]]:
    port, hand = Port(*happenings), Hand()
    await Person(port, hand, lambda: False, at_once).live()
    return hand, port.sent


async def test_the_hand_follows_the_coach() -> None:
    """S28, S37, S41: gently at first, into the band, slowly off, away for the rest."""
    hand, _ = await lived(*map(phase, (Phase.LOCATE, Phase.SETTLE, Phase.EASE_OFF, Phase.REST)))
    band = FakePort().view().target
    assert [what for what, _ in hand.told] == ["press", "press", "ease off", "let go"]
    (_, locating_n), (_, pressing_n), (_, rate_n_s), _ = hand.told
    assert locating_n < band.low_n < pressing_n < band.high_n
    assert 5.0 <= rate_n_s <= 15.0


async def test_every_question_is_answered_and_pain_goes_down() -> None:
    """S37, S58."""
    _, sent = await lived(*map(asked, Question))
    assert len(sent) == len(Question)
    answers = dict(zip(Question, sent, strict=True))
    assert answers[Question.FAMILIAR] == Answer(yes=True)
    assert answers[Question.GAVE] == Answer(yes=False)
    before, after = answers[Question.PAIN_BEFORE], answers[Question.PAIN_AFTER]
    assert isinstance(before, Pain)
    assert isinstance(after, Pain)
    assert 0 <= after.value < before.value <= 10


async def test_somebody_at_the_keyboard_may_be_first() -> None:
    port = Port(asked(Question.PAIN_BEFORE))

    async def meanwhile(_: float) -> None:
        port.now = replace(port.now, question=None)

    await Person(port, Hand(), lambda: False, meanwhile).live()
    assert port.sent == []


async def test_easing_is_felt_some_time_after_it_happened_and_said_once() -> None:
    """S40: the person knows it by feel only, and later than the tissue."""
    slept: list[float] = []
    port = Port()
    port.now = replace(port.now, phase=Phase.LISTEN)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 8:
            port.now = replace(port.now, over=True)

    person = Person(port, Hand(), lambda: len(slept) >= 3, sleep)
    await person.feel()
    assert port.sent == [Easing()]
    assert slept[3] == FEELS_AFTER_S


async def test_nothing_is_felt_while_nothing_gives_or_nobody_listens() -> None:
    for which, gives in ((Phase.LISTEN, False), (Phase.SETTLE, True)):
        port, slept = Port(), list[float]()
        port.now = replace(port.now, phase=which)

        async def sleep(seconds: float, port: Port = port, slept: list[float] = slept) -> None:
            slept.append(seconds)
            port.now = replace(port.now, over=len(slept) > 5)

        await Person(port, Hand(), lambda gives=gives: gives, sleep).feel()  # type: ignore[misc]
        assert port.sent == []


async def test_pain_begins_where_it_was_told_and_never_falls_below_none() -> None:
    asked = [Asked(t_s=0.0, question=q) for q in (Question.PAIN_BEFORE, Question.PAIN_AFTER)]
    port = Port(*asked)
    await Person(port, Hand(), lambda: False, at_once, pain=0).live()
    assert port.sent == [Pain(0), Pain(0)]
