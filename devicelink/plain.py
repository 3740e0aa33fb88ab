"""The plain face: one line an event, time first, words not symbols; for pipes and screen readers.

About one line a second, in session time; an alarm comes at once, before whatever waits. The
sentences are those that speech would say. Guarded by tests/test_plain.py.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, unique
from functools import partial
from typing import Final, TextIO

from devicelink.answering import Answering, Answers
from devicelink.care.coach_table import PRESSING
from devicelink.care.cues import Phrase
from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.care.outputs import (
    PAIN_QUESTIONS,
    Answered,
    AnswerState,
    Asked,
    Cue,
    Phase,
    PhaseChanged,
    Question,
    RepEnded,
    SessionOver,
    Urgency,
)
from devicelink.care.phrases import Phrases, clock
from devicelink.core.events import (
    Gap,
    HoldEnded,
    HoldStarted,
    LetGo,
    Release,
    Slip,
    Touched,
)
from devicelink.data import red_flags
from devicelink.lines import as_words, flag_lines
from devicelink.plaintext import clean
from devicelink.session.port import Happening, SessionPort

LINE_EVERY_S: Final = 1.0
LOOK_EVERY_S: Final = 0.05
LONGEST: Final = 300
STILL_GONE_S: Final = 15.0
"""A link that stays away is spoken of again after this, and then each time it is twice as long."""


@unique
class Weight(IntEnum):
    """How much a line matters."""

    QUIET = 0
    """Left out when other lines are waiting."""
    PLAIN = 1
    CUE = 2
    """A sentence of the coach: joined with the phase of the same moment."""
    PHASE = 3
    URGENT = 4


@dataclass(frozen=True, slots=True)
class Said:
    """One line to come."""

    t_s: float
    text: str
    weight: Weight

    def __str__(self) -> str:
        return f"{clock(self.t_s)} {clean(self.text, LONGEST)}"


class Pacer:
    """Lets lines out at about one a session second. Pure: the time is an argument."""

    def __init__(self) -> None:
        self._waiting: deque[Said] = deque()
        self._last_s = float("-inf")

    def add(self, said: Said) -> None:
        """Queue a line; one with a phase of the same moment before or after it joins it."""
        last = self._waiting[-1] if self._waiting else None
        if said.weight is Weight.URGENT:
            self._waiting.appendleft(said)
        elif last is not None and said.weight is Weight.QUIET:
            return
        elif last is not None and _join(last, said):
            first, second = (said, last) if said.weight is Weight.PHASE else (last, said)
            self._waiting[-1] = Said(last.t_s, f"{first.text}: {second.text}", Weight.PLAIN)
        else:
            self._waiting.append(said)

    def due(self, now_s: float) -> list[Said]:
        """The lines that may be said by now, in order."""
        lines: list[Said] = []
        while self._waiting:
            first = self._waiting[0]
            if first.weight is not Weight.URGENT and self._last_s + LINE_EVERY_S > now_s:
                break
            self._last_s = max(self._last_s + LINE_EVERY_S, first.t_s)
            lines.append(self._waiting.popleft())
        return lines


def _join(last: Said, said: Said) -> bool:
    weights = {last.weight, said.weight}
    return weights == {Weight.CUE, Weight.PHASE} and abs(last.t_s - said.t_s) < 1e-6


class LinkTeller:
    """Says when the link goes and when it comes, and rarely that it is still gone.

    Each try of the way back is a happening too: about one a second, for a device out of reach.
    """

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._lost_s: float | None = None
        self._again_s = 0.0

    def text(self, t_s: float, link: LinkChanged) -> str | None:
        """The change in words, None where nothing changed for the person."""
        if link.state is LinkState.LIVE and self._lost_s is None:
            return None  # the session has just begun on it
        if link.state in {LinkState.LIVE, LinkState.CLOSED}:
            self._lost_s = None
        elif self._lost_s is None:
            self._lost_s, self._again_s = t_s, STILL_GONE_S
        elif t_s - self._lost_s >= self._again_s:
            gone_s = t_s - self._lost_s
            while self._again_s <= gone_s:
                self._again_s *= 2
            return self._phrases.text("plain", "still_lost", seconds=gone_s, attempt=link.attempt)
        else:
            return None
        state = self._phrases.text("plain", "link", state=link.state.value)
        return ", ".join(filter(None, (state, link.detail)))


class Teller:
    """Turns happenings into lines; remembers when each hold began, for what is said of it later."""

    def __init__(self, phrases: Phrases, *, how_to_answer: bool) -> None:
        self._phrases = phrases
        self._how = how_to_answer
        self._link = LinkTeller(phrases)
        self._phase = Phase.START
        self._touched = False
        self._onsets_s: dict[int, float] = {}

    def line(self, t_s: float, happening: Happening) -> Said | None:
        """A happening as a line; None for those that say nothing new."""
        match happening:
            case Cue(phrase=Phrase.RECONNECTING):
                return None  # a line a second to listen to: the link's own lines tell it
            case Cue():
                weights = {Urgency.QUIET: Weight.QUIET, Urgency.ALARM: Weight.URGENT}
                weight = weights.get(happening.urgency, Weight.CUE)
                return Said(t_s, self._phrases.say(happening), weight)
            case PhaseChanged():
                self._phase = happening.phase
                if happening.phase is Phase.DONE:
                    return None  # how it ended says more, and comes next
                rep = f"hold {happening.rep}, " if happening.phase in PRESSING else ""
                return Said(t_s, rep + self._phrases.phase(happening.phase), Weight.PHASE)
            case HoldStarted():
                self._onsets_s[happening.hold] = happening.onset_s
                return None
            case _:
                text = self._text(t_s, happening)
                return None if text is None else Said(t_s, text, Weight.PLAIN)

    def _text(self, t_s: float, happening: Happening) -> str | None:
        text: str | None = None
        match happening:
            case LinkChanged():
                text = self._link.text(t_s, happening)
            case Asked():
                text = self._phrases.ask(happening.question) + self._how_to(happening.question)
            case Answered():
                text = self._answered(happening)
            case RepEnded():
                text = self._phrases.rep_ended(happening)
            case SessionOver():
                text = self._phrases.session_over(happening)
            case Release():
                onset_s = self._onsets_s.get(happening.hold, 0.0)
                verdict = self._phrases.verdict(happening, onset_s)
                text = self._phrases.text("plain", "hold", hold=happening.hold + 1, verdict=verdict)
            case Touched() | LetGo():
                self._touched = isinstance(happening, Touched)
            case HoldEnded() | Slip() | Gap() if not self._is_no_news(happening):
                text = as_words(happening)
        return text

    def _is_no_news(self, event: HoldEnded | Slip | Gap) -> bool:
        """A jerk of letting go; a gap while nobody presses, when some devices send next to none."""
        letting_go = self._phase is Phase.EASE_OFF
        return (isinstance(event, Slip) and letting_go) or (
            isinstance(event, Gap) and not self._touched
        )

    def _how_to(self, question: Question) -> str:
        if not self._how:
            return ""
        kind = "type_number" if question in PAIN_QUESTIONS else "type_word"
        return self._phrases.text("plain", kind)

    def _answered(self, answer: Answered) -> str:
        say = self._phrases.text
        name = say("plain_question", answer.question)
        if answer.state is not AnswerState.ANSWERED or answer.value is None:
            return say("plain", "answered", name=name, value=answer.state.value)
        if answer.question in PAIN_QUESTIONS:
            return say("plain", "of_ten", name=name, value=answer.value)
        return say("plain", "answered", name=name,
                   value=say("plain", "yes" if answer.value else "no"))  # fmt: skip


def _write(out: TextIO, lines: Sequence[object]) -> None:
    if lines:
        out.write("".join(f"{line}\n" for line in lines))
        out.flush()


def _show_flags(out: TextIO, shown: Callable[[], None]) -> None:
    """At once, out of turn: whoever asks for it should not wait."""
    _write(out, flag_lines(red_flags()))
    shown()


async def _end_last(port: SessionPort) -> AsyncIterator[tuple[float, Happening]]:
    """What happens, with the session's end last: a hold that it cut short is measured after it."""
    over: tuple[float, Happening] | None = None
    async for told in port.happenings():
        if isinstance(told[1], SessionOver):
            over = told
        else:
            yield told
    if over is not None:
        yield over


async def run_plain(
    port: SessionPort,
    out: TextIO,
    answers: Answers,
    stdin: TextIO | None = None,
    first: str = "",
    *,
    flags_shown: Callable[[], None] = lambda: None,
) -> None:
    """Print a session until it is over; questions are answered as `answers` says.

    `first` is said before all else: whose record it is. A line of ! prints when to stop and get
    help, and calls `flags_shown`.
    """
    pacer = Pacer()
    if first:
        pacer.add(Said(0.0, first, Weight.PLAIN))
    teller = Teller(port.phrases, how_to_answer=answers is Answers.PERSON)

    def say(lines: list[Said]) -> None:
        _write(out, lines)

    def nonsense(line: str) -> None:
        text = port.phrases.text("plain", "not_understood", line=clean(line, 20))
        pacer.add(Said(port.view().t_s, text, Weight.PLAIN))

    async def read() -> None:
        async for t_s, happening in _end_last(port):
            line = teller.line(t_s, happening)
            if line is not None:
                pacer.add(line)
                if line.weight is Weight.URGENT:
                    say(pacer.due(float("-inf")))
            answering.saw(happening)

    answering = Answering(port, answers, stdin, nonsense, partial(_show_flags, out, flags_shown))
    reader = asyncio.create_task(read())
    try:
        while not reader.done():
            await asyncio.wait([reader], timeout=LOOK_EVERY_S)
            say(pacer.due(port.view().t_s))
        await reader
    finally:
        reader.cancel()
        say(pacer.due(float("inf")))
