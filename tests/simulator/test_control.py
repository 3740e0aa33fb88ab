"""Every request and every result of the control point."""

import pytest

from firmware_protocol.messages import ReadingFlag
from firmware_protocol.profile_control import (
    Buzz,
    Fetch,
    Fetching,
    Identify,
    Op,
    RateSet,
    Result,
    SetRate,
    Sleep,
    Start,
    Started,
    Stop,
    Tare,
    TimeSync,
    TimeSynced,
)
from firmware_protocol.profile_event import Sleeping, Tared
from tests.simulator.wire import Wire


def test_start_says_boot_number_and_clock() -> None:
    wire = Wire()
    wire.run(1.5)
    reply = wire.ask(Start(9))
    assert (reply.op, reply.token, reply.result) == (Op.START, 9, Result.OK)
    assert reply.value == Started(wire.device.boot_id, 0, 1_500_000)
    wire.run(1.0)
    again = wire.start().value
    assert isinstance(again, Started)
    assert again.next_seq == 100


def test_the_rate_becomes_the_nearest_it_has() -> None:
    wire = Wire()
    wire.start()
    wire.run(0.5)
    assert wire.ask(SetRate(2, 210)).value == RateSet(200)
    wire.run(0.5)
    assert {batch.interval_us for batch in wire.batches()} == {10_000, 5_000}
    assert wire.seqs() == list(range(len(wire.seqs())))
    for rate_hz in (1, 9, 1001, 65_535):
        assert wire.ask(SetRate(3, rate_hz)).result is Result.BAD_PARAM


def test_tare_takes_the_force_of_now_as_zero() -> None:
    wire = Wire(lambda _t_s: 1.25)
    wire.start()
    wire.run(1.0)
    assert wire.ask(Tare(2)).result is Result.OK
    wire.run(1.0)
    assert wire.forces_mn()[0] == 1250
    assert wire.forces_mn()[-1] == 0
    assert [e.offset_mn for e in wire.events() if isinstance(e, Tared)] == [1250]
    assert sum(bool(b.flags & ReadingFlag.TARE_CHANGED) for b in wire.batches()) == 1


@pytest.mark.parametrize("slope_n_s", [5.0, -5.0])
def test_tare_is_refused_while_the_force_moves(slope_n_s: float) -> None:
    wire = Wire(lambda t_s: (t_s - 1.0) * slope_n_s)
    wire.run(1.0)
    assert wire.ask(Tare(1)).result is Result.NOT_STILL


@pytest.mark.parametrize("load_n", [2.1, 30.0, -2.1])
def test_tare_is_refused_under_load_even_in_small_steps(load_n: float) -> None:
    wire = Wire(lambda t_s: load_n if t_s > 2.0 else load_n * 0.6)
    wire.run(1.0)
    first = wire.ask(Tare(1)).result
    assert first is (Result.OK if abs(load_n) < 3 else Result.NOT_STILL)
    wire.run(3.0)
    assert wire.ask(Tare(1)).result is Result.NOT_STILL


def test_time_sync_tells_the_whole_clock() -> None:
    wire = Wire(faults=["clock_wrap"])
    wire.run(15.0)
    assert wire.ask(TimeSync(1, 0)).value == TimeSynced(2**32 + 5_000_000)


def test_identify_and_buzz() -> None:
    wire = Wire()
    assert wire.ask(Identify(1, 3)).result is Result.OK
    assert wire.device.identify_until_us == 3_000_000
    assert wire.ask(Buzz(2, 1)).result is Result.OK
    assert wire.device.buzzing
    wire.cut()
    assert not wire.device.buzzing


def test_sleep_is_answered_told_and_done() -> None:
    wire = Wire()
    wire.start()
    assert wire.ask(Sleep(7)).result is Result.OK
    assert isinstance(wire.events()[-1], Sleeping)
    assert wire.dropped is not None
    wire.cut()
    assert not wire.device.is_advertising
    wire.got.clear()
    wire.run(6.0)
    assert wire.device.is_advertising


def test_fetch_is_clipped_busy_or_not_available() -> None:
    wire = Wire()
    assert wire.ask(Fetch(1, 0, 10)).result is Result.NOT_AVAILABLE
    wire.start()
    wire.run(130.0)
    oldest = next(iter(wire.device.ring)).seq
    assert 990 <= oldest <= 1010
    assert wire.ask(Fetch(2, 0, 10)).result is Result.NOT_AVAILABLE
    assert wire.ask(Fetch(3, oldest - 5, 10)).value == Fetching(oldest, 5)
    assert wire.ask(Fetch(4, oldest, 10)).result is Result.BUSY
    wire.run(0.1)
    assert wire.ask(Fetch(5, oldest + 50, 10)).result is Result.OK


def test_stop_is_answered() -> None:
    assert Wire().ask(Stop(3)).result is Result.OK


def test_what_cannot_be_parsed_is_answered_too() -> None:
    wire = Wire()
    assert wire.ask_raw(bytes([99, 5])).result is Result.UNKNOWN_OP
    assert wire.ask_raw(bytes([Op.SET_RATE, 5, 1])).result is Result.BAD_PARAM
    assert wire.ask_raw(bytes([Op.FETCH, 5, 0, 0, 0, 0, 0, 0])).result is Result.BAD_PARAM
    wire.device.write("d1c30004-7f0e-4b6a-9a52-6c696e6b0001", b"\x01", 0)
    assert not wire.device.advance(0)
