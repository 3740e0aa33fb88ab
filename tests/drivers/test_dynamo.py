"""DynaMo: after a silence, what is late is used and what is lost costs the zero."""

import pytest

from devicelink.drivers.base import Write
from devicelink.drivers.dynamo import BELOW_S, DOUBT_S, LOST, PRESSED, RATE_HZ, Dynamo
from firmware_protocol import dynamo
from firmware_protocol.frames import Frame
from firmware_protocol.messages import Message, ReadingFlag, Readings, Unit

SECONDS = 6.0


def heard(arrivals: list[tuple[float, int]]) -> tuple[list[float], list[Message]]:
    """Forces, and all else that is said, of samples with their arrival and their number.

    Each sample is a tenth of a newton more than the one before, so a force is its number's tenth.
    """
    driver, before = Dynamo(), -1
    forces: list[float] = []
    others: list[Message] = []
    for at_s, number in arrivals:
        for one in driver.decode(Frame(at_s, dynamo.DATA, dynamo.serialize(1))):
            if isinstance(one, Readings):
                forces += one.raw
            else:
                others.append(one)
        before = number
    assert before >= 0
    return forces, others


def stream(rate_hz: float) -> list[tuple[float, int]]:
    return [(number / rate_hz, number) for number in range(int(SECONDS * rate_hz))]


def silent(
    arrivals: list[tuple[float, int]], from_s: float, for_s: float, *, kept: bool
) -> list[tuple[float, int]]:
    """Nothing arrives for a while; then, if kept, all of it at once."""
    until_s = from_s + for_s
    if kept:
        return [(until_s if from_s < at_s < until_s else at_s, n) for at_s, n in arrivals]
    return [(at_s, n) for at_s, n in arrivals if not from_s < at_s < until_s]


@pytest.mark.parametrize("rate_hz", [RATE_HZ, 215.0, 235.0])
@pytest.mark.parametrize("for_s", [0.1, 0.25, 0.6, 2.0])
def test_what_is_late_is_used(rate_hz: float, for_s: float) -> None:
    arrivals = silent(stream(rate_hz), 3.0, for_s, kept=True)
    forces, others = heard(arrivals)
    assert others == []
    assert forces == pytest.approx([(number + 1) / 10 for _, number in stream(rate_hz)])


@pytest.mark.parametrize("rate_hz", [RATE_HZ, 215.0, 235.0])
@pytest.mark.parametrize("for_s", [0.25, 0.6, 2.0])
def test_what_is_lost_costs_the_zero(rate_hz: float, for_s: float) -> None:
    arrivals = silent(stream(rate_hz), 3.0, for_s, kept=False)
    forces, others = heard(arrivals)
    assert others == [LOST]
    before = [number for at_s, number in arrivals if at_s <= 3.0]
    assert forces == pytest.approx([(number + 1) / 10 for number in before]), "no wrong force"


def test_a_zero_taken_while_it_was_pressed_begins_anew_once_it_is_let_go() -> None:
    """Let go, it shows 6 N less than nothing; half a second of that, and no more is said."""
    driver = Dynamo()
    for _ in driver.opening(None):
        pass
    deltas = [0, -60] + [0] * 200
    said = [
        one
        for at, delta in enumerate(deltas)
        for one in driver.decode(Frame(at / RATE_HZ, dynamo.DATA, dynamo.serialize(delta)))
    ]
    assert said[0] == Readings(raw=(0.0,), unit=Unit.NEWTON, flags=ReadingFlag.TARE_CHANGED)
    assert said[-1] == PRESSED
    assert len(said) == pytest.approx(BELOW_S * RATE_HZ, abs=3)
    steps = [one.command for one in driver.pulse() if isinstance(one, Write)]
    assert steps == [dynamo.Command.STOP, dynamo.Command.START]
    (anew,) = driver.decode(Frame(2.0, dynamo.DATA, dynamo.serialize(1)))
    assert anew == Readings(raw=(0.1,), unit=Unit.NEWTON, flags=ReadingFlag.TARE_CHANGED)


def test_silence_after_silence_is_waited_for_only_so_long() -> None:
    """Nothing is said meanwhile, and in the end that the zero is lost."""
    driver = Dynamo()
    said = [
        one
        for at in range(40)
        for one in driver.decode(Frame(0.3 * at, dynamo.DATA, dynamo.serialize(1)))
    ]
    assert said[1:] == [LOST]


def test_a_stall_that_comes_back_bit_by_bit_is_late() -> None:
    """A radio that catches up takes a while: three times as fast as usual will do."""
    arrivals = stream(RATE_HZ)
    stalled = [at for at, (at_s, _) in enumerate(arrivals) if 3.0 < at_s < 3.6]
    for order, at in enumerate(stalled):
        arrivals[at] = (3.6 + order / (3 * RATE_HZ), arrivals[at][1])
    after = range(stalled[-1] + 1, len(arrivals))
    newest_s = arrivals[stalled[-1]][0]
    for at in after:
        newest_s = max(arrivals[at][0], newest_s + 1 / (3 * RATE_HZ))
        arrivals[at] = (newest_s, arrivals[at][1])
    forces, others = heard(arrivals)
    assert others == []
    assert len(forces) == len(arrivals)
    assert DOUBT_S < 0.6


def test_a_stream_that_begins_anew_by_itself_has_another_zero() -> None:
    """Under 20 N its sum falls to nothing at once: that is no slip and no release."""
    driver = Dynamo()
    for _ in driver.opening(None):
        pass

    def at(at_s: float, data: bytes) -> tuple[Message, ...]:
        return driver.decode(Frame(at_s, dynamo.DATA, data))

    moved = ReadingFlag.TARE_CHANGED
    at(0.0, dynamo.STREAM_BEGINS)
    first = at(0.01, dynamo.serialize(100))
    assert first == (Readings(raw=(10.0,), unit=Unit.NEWTON, flags=moved),)
    assert at(0.015, dynamo.serialize(100)) == (Readings(raw=(20.0,), unit=Unit.NEWTON),)
    at(0.02, dynamo.STREAM_BEGINS)
    anew = at(0.025, dynamo.serialize(1))
    assert anew == (Readings(raw=(0.1,), unit=Unit.NEWTON, flags=moved),)
