"""The plain and the JSON face: order, pace, words without symbols, and who answers (S55, S58)."""

import asyncio
import io
import json
import os
import re
from collections.abc import AsyncIterator
from dataclasses import replace

from devicelink.answering import Answers
from devicelink.care.inputs import Decline, Intent, LinkChanged, LinkState, Pain
from devicelink.care.outputs import (
    Answered,
    AnswerState,
    Asked,
    Cue,
    Phase,
    PhaseChanged,
    Question,
    SessionEnd,
    SessionOver,
    Urgency,
)
from devicelink.core.events import Gap, HoldStarted, LetGo, Slip, Touched
from devicelink.jsonlines import run_json
from devicelink.plain import Pacer, Said, Weight, run_plain
from devicelink.session.port import Happening
from tests.test_lines import HOLD, NOTHING
from tests.tui.fake_port import FakePort, hold_card, view

_CARD = hold_card(1)
assert _CARD.release is not None
OVER_LIMIT = Cue(
    t_s=20.0, phrase="over_limit", rule="S57", urgency=Urgency.ALARM,
    args=(("force_n", 48.0), ("limit_n", 45.0), ("limit_name", "your threshold")),
)  # fmt: skip
TOLD: list[tuple[float, Happening]] = [
    (0.0, PhaseChanged(t_s=0.0, phase=Phase.PAIN_BEFORE, rep=0)),
    (0.0, Asked(t_s=0.0, question=Question.PAIN_BEFORE)),
    (3.0, Answered(t_s=3.0, question=Question.PAIN_BEFORE, state=AnswerState.ANSWERED, value=6)),
    (4.0, PhaseChanged(t_s=4.0, phase=Phase.SETTLE, rep=1)),
    (4.0, Cue(t_s=4.0, phrase="settle", rule="S38", args=(("low_n", 20.0), ("high_n", 30.0)))),
    (5.0, HoldStarted(hold=0, onset_s=1.0, declared_s=4.0)),
    (20.0, OVER_LIMIT),
    (30.0, LinkChanged(state=LinkState.LOST, detail="out of reach")),
    (64.0, HOLD),
    (64.0, _CARD.release),
    (90.0, SessionOver(t_s=90.0, end=SessionEnd.COMPLETE, reps=1, stretched=True)),
    (90.0, LinkChanged(state=LinkState.CLOSED, detail="after the end")),
]


async def plain(answers: Answers, stdin: io.StringIO | None = None) -> tuple[list[str], FakePort]:
    port, out = FakePort(view(t_s=1000.0), told=TOLD), io.StringIO()
    await run_plain(port, out, answers, stdin)
    return out.getvalue().splitlines(), port


async def test_a_session_as_lines() -> None:
    lines, _ = await plain(Answers.SIMULATED)
    assert lines[0] == "0:20 TOO HARD 48 N, limit 45 N (your threshold). Ease off."
    assert "0:03 pain before: 6 of 10" in lines
    assert "0:04 hold 1, settle: Lean in to 20-30 N, then lock your arm." in lines
    assert "1:04 hold 1 from 4.2 s to 49.9 s, 24.1 N mean, steady to 3 %, ended by hand" in lines
    assert any("hold 1: The force eased by 9 % at 0:34" in line for line in lines)
    assert "0:30 link lost, out of reach" in lines
    assert any("after the end" in line for line in lines)
    assert lines[-1].startswith("1:30 Session complete")
    for line in lines:
        assert re.fullmatch(r"\d+:\d\d [^\u2500-\u28ff]+", line), "no boxes, blocks or braille"


async def test_nobody_declines_at_once() -> None:
    """S58: an answer that cannot come is declined, not missing and not zero."""
    lines, port = await plain(Answers.NOBODY)
    assert port.sent == [Decline()]
    assert not any("Type" in line for line in lines)


async def test_another_party_answers() -> None:
    _, port = await plain(Answers.SIMULATED)
    assert port.sent == []


async def _answered_by(reading: io.TextIOBase) -> list[Intent]:
    class Waiting(FakePort):
        async def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
            yield 0.0, Asked(t_s=0.0, question=Question.PAIN_BEFORE)
            async with asyncio.timeout(5):
                await declined.wait()

        def send(self, intent: Intent) -> None:
            super().send(intent)
            if intent == Decline():
                declined.set()

    declined = asyncio.Event()
    port, out = Waiting(), io.StringIO()
    await run_plain(port, out, Answers.PERSON, reading)  # type: ignore[arg-type]
    assert "Type 0 to 10" in out.getvalue()
    assert "Not understood: wat" in out.getvalue()
    return port.sent


async def test_a_person_answers_by_lines_and_their_end_is_nobody() -> None:
    assert await _answered_by(io.StringIO("wat\n6\n")) == [Pain(6), Decline()]


async def test_a_pipe_answers_too() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"wat\n6")
    os.close(writing)
    with os.fdopen(reading) as pipe:
        assert await _answered_by(pipe) == [Pain(6), Decline()]


async def test_json_lines() -> None:
    port, out = FakePort(told=[*TOLD, (91.0, NOTHING)]), io.StringIO()
    await run_json(port, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["type"] for line in lines][:3] == ["phase_changed", "asked", "answered"]
    assert len(lines) == len(TOLD) + 1
    assert lines[1]["text"].startswith("How strong")
    assert lines[4]["text"] == "Lean in to 20-30 N, then lock your arm."
    assert port.sent == [Decline()]


def test_about_one_line_a_second_and_urgent_first() -> None:
    pacer = Pacer()
    for at in range(5):
        pacer.add(Said(10.0, f"line {at}", Weight.PLAIN))
    pacer.add(Said(10.0, "by the way", Weight.QUIET))
    assert [said.text for said in pacer.due(10.0)] == ["line 0"]
    assert pacer.due(10.9) == []
    pacer.add(Said(10.9, "TOO HARD", Weight.URGENT))
    assert [said.text for said in pacer.due(10.9)] == ["TOO HARD"]
    rest = pacer.due(float("inf"))
    assert [said.text for said in rest] == ["line 1", "line 2", "line 3", "line 4"]


async def test_a_link_that_stays_away_is_told_rarely() -> None:
    """A try a second for ten minutes: a screen reader hears the loss, a few reminders, the end."""
    told: list[tuple[float, Happening]] = []
    for n in range(600):
        lost = LinkChanged(state=LinkState.LOST, attempt=n + 1, detail="out of reach")
        told += [(float(n), lost), (n + 0.5, replace(lost, state=LinkState.CONNECTING))]
        reconnecting = (("attempt", n + 1),)
        told.append((n + 0.5, Cue(t_s=n + 0.5, phrase="reconnecting", rule="S25",
                                  urgency=Urgency.QUIET, args=reconnecting)))  # fmt: skip
    told += [
        (600.0, LinkChanged(state=LinkState.LIVE)),
        (601.0, LinkChanged(state=LinkState.LOST, detail="gone silent")),
    ]
    out = io.StringIO()
    await run_plain(FakePort(view(t_s=1000.0), told=told), out, Answers.SIMULATED)
    assert out.getvalue().splitlines() == [
        "0:00 link lost, out of reach",
        "0:15 still no link after 15 seconds, try 16",
        "0:30 still no link after 30 seconds, try 31",
        "1:00 still no link after 60 seconds, try 61",
        "2:00 still no link after 120 seconds, try 121",
        "4:00 still no link after 240 seconds, try 241",
        "8:00 still no link after 480 seconds, try 481",
        "10:00 link live",
        "10:01 link lost, gone silent",
    ]


async def test_what_says_nothing_new_is_left_out() -> None:
    """The link a session begins on, the hand's own jerks while letting go, the empty last phase."""
    slip = Slip(t_s=5.0, drop_pct=12.0, decided_s=5.0)
    told: list[tuple[float, Happening]] = [
        (0.0, LinkChanged(state=LinkState.LIVE)),
        (0.0, PhaseChanged(t_s=0.0, phase=Phase.PAIN_BEFORE, rep=1)),
        (4.0, PhaseChanged(t_s=4.0, phase=Phase.SETTLE, rep=1)),
        (5.0, slip),
        (6.0, PhaseChanged(t_s=6.0, phase=Phase.EASE_OFF, rep=1)),
        (7.0, slip),
        (8.0, PhaseChanged(t_s=8.0, phase=Phase.STRETCH, rep=1)),
        (9.0, PhaseChanged(t_s=9.0, phase=Phase.DONE, rep=1)),
    ]
    out = io.StringIO()
    await run_plain(FakePort(view(t_s=1000.0), told=told), out, Answers.SIMULATED)
    assert out.getvalue().splitlines() == [
        "0:00 pain before",
        "0:04 hold 1, settle",
        "0:05 slip at 5.0 s, 12 % of the force lost at once",
        "0:06 hold 1, ease off",
        "0:08 stretch",
    ]


async def test_a_gap_is_told_while_somebody_presses() -> None:
    """A squeeze ball at rest sends a value a second: that is no fault of its link."""
    told: list[tuple[float, Happening]] = []
    for t_s in (0.0, 20.0, 40.0):
        told.append((t_s, Gap(t0_s=t_s, t1_s=t_s + 1.0)))
        change = Touched if t_s == 0.0 else LetGo
        told.append((t_s + 1.0, change(t_s=t_s + 1.0, decided_s=t_s + 1.0)))
    out = io.StringIO()
    await run_plain(FakePort(view(t_s=1000.0), told=told), out, Answers.SIMULATED)
    assert out.getvalue().splitlines() == ["0:20 no samples from 20.0 s to 21.0 s"]
