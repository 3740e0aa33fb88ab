"""The device as a state machine: sampling, batches, memory, events, sleep; however time is cut."""

import numpy as np
import pytest

from firmware_protocol import profile, sig
from firmware_protocol.messages import Press, ReadingFlag
from firmware_protocol.profile import Capabilities, Kind
from firmware_protocol.profile_control import Fetch, Fetching, SetRate, Started, Stop
from firmware_protocol.profile_event import (
    BackfillEnded,
    ButtonPressed,
    Overloaded,
    SelfTested,
    Sleeping,
)
from simulator.device import ProfileDevice
from simulator.handling import HandMode
from simulator.models import BALL, MODELS, PROBE
from simulator.person import Playback, Routine, draw_world
from simulator.power import Power
from simulator.ranges import generator
from simulator.sensor import draw_sensor
from tests.simulator.wire import Wire


def test_every_sample_is_the_force_at_its_time() -> None:
    wire = Wire()
    wire.run(1.0)
    started = wire.start().value
    assert isinstance(started, Started)
    wire.run(3.0)
    assert wire.seqs() == list(range(len(wire.seqs())))
    assert len(wire.seqs()) >= 295
    for batch in wire.batches():
        assert batch.interval_us == 10_000
        for place, force_mn in enumerate(batch.force_mn):
            assert force_mn == pytest.approx((batch.t_us + place * 10_000) / 1e3, abs=0.51)
    assert wire.batches()[0].t_us >= started.device_us


def test_nothing_is_sent_before_start_nor_after_stop() -> None:
    wire = Wire()
    wire.run(1.0)
    assert not wire.batches()
    wire.start()
    wire.run(0.517)
    wire.ask(Stop(2))
    sent = len(wire.seqs())
    assert sent == 51  # the half-full batch goes out too
    wire.run(1.0)
    assert len(wire.seqs()) == sent


@pytest.mark.parametrize(
    ("rate_hz", "mtu", "samples"), [(10, 247, 1), (100, 247, 4), (1000, 247, 45), (1000, 23, 2)]
)
def test_batches_are_some_45_ms_and_fit_the_mtu(rate_hz: int, mtu: int, samples: int) -> None:
    wire = Wire(mtu=mtu)
    wire.ask(SetRate(1, rate_hz))
    wire.start()
    wire.run(2.0)
    assert {len(batch.force_mn) for batch in wire.batches()} <= {samples, 1}
    assert max(map(len, wire.values(profile.DATA))) <= mtu - 3


def test_however_time_is_cut_the_bytes_are_the_same() -> None:
    def sent(cut_us: int | None) -> list[bytes]:
        world = draw_world(7, HandMode.NATURAL, routine=Routine(target_n=25.0, wait_s=0.5))
        wire = Wire(seed=7)
        sensor = draw_sensor(generator(7, 3))
        wire.device = ProfileDevice(PROBE, world, sensor, seed=7)
        wire.connect()
        wire.start()
        wire.run(8.0, cut_us=cut_us)
        return wire.values(profile.DATA)

    whole = sent(None)
    assert len(whole) == 200
    assert sent(1_717) == whole
    assert sent(123_457) == whole


def test_a_lost_link_loses_no_sample() -> None:
    wire = Wire()
    wire.start()
    wire.run(2.0)
    wire.cut()
    wire.run(5.0)
    wire.connect()
    last = wire.seqs()[-1]
    started = wire.start().value
    assert isinstance(started, Started)
    missing = started.next_seq - last - 1
    assert 495 <= missing <= 505
    reply = wire.ask(Fetch(2, last + 1, missing)).value
    assert reply == Fetching(last + 1, missing)
    wire.run(1.0)
    again = [b for b in wire.batches() if b.flags & ReadingFlag.BACKFILL]
    assert [b.seq + i for b in again for i in range(len(b.force_mn))] == list(
        range(last + 1, started.next_seq)
    )
    assert sorted(wire.seqs()) == list(range(max(wire.seqs()) + 1))
    assert any(e == BackfillEnded(e.device_us, last + 1, missing) for e in wire.events())


def test_it_stops_measuring_when_nobody_comes_back() -> None:
    wire = Wire()
    wire.start()
    wire.cut()
    wire.run(200.0)
    assert not wire.device.sampling


def test_clock_and_numbers_wrap() -> None:
    wire = Wire(faults=["clock_wrap"])
    wire.start()
    wire.run(12.0)
    seqs, times = wire.seqs(), [batch.t_us for batch in wire.batches()]
    assert seqs[0] > 2**32 - 1100
    assert seqs[-1] < 300
    assert len(seqs) == 1200
    assert times[0] > 2**32 - 11_000_000
    assert times[-1] < 3_000_000


def test_events_tell_of_button_overload_and_self_test() -> None:
    wire = Wire(lambda t_s: 160.0 if 1.0 < t_s < 2.0 else 20.0)
    wire.start()
    wire.run(0.5)
    wire.device.press_button(Press.DOUBLE)
    wire.run(2.0)
    tested, pressed, overloaded = wire.events()
    assert isinstance(tested, SelfTested)
    assert pressed == ButtonPressed(500_000, Press.DOUBLE)
    assert overloaded == Overloaded(overloaded.device_us, 150_000)
    flagged = [b for b in wire.batches() if b.flags & ReadingFlag.OVERLOAD]
    assert 24 <= len(flagged) <= 27
    assert max(wire.forces_mn()) == 150_000


def test_the_plain_force_is_there_for_those_who_know_nothing_of_us() -> None:
    wire = Wire()
    wire.run(2.05)
    plain = wire.values(sig.FORCE)
    assert 19 <= len(plain) <= 22
    newest = sig.parse_force(plain[-1])
    assert newest == sig.parse_force(sig.serialize_force(2000))


def test_the_battery_runs_down() -> None:
    wire = Wire()
    assert wire.device.read(sig.BATTERY) == bytes([87])
    wire.run(1200.0)
    assert wire.values(sig.BATTERY)[-1] == bytes([86])


@pytest.mark.parametrize("name", MODELS)
def test_the_models_say_what_they_are(name: str) -> None:
    model = MODELS[name]
    said = Capabilities.parse(Wire(model=model).device.read(profile.CAPABILITIES))
    assert isinstance(said, Capabilities)
    assert said.kind is {"probe": Kind.PROBE, "ball": Kind.BALL}[name]
    assert (said.tip_area_mm2, said.full_scale_mn) == {
        "probe": (100.0, 150_000),
        "ball": (None, 300_000),
    }[name]
    assert (min(said.rates_hz), max(said.rates_hz)) == (10, 1000)


def test_the_ball_s_bladder_feels_the_force() -> None:
    wire = Wire(lambda _t_s: 60.0, model=BALL)
    wire.start()
    wire.run(0.5)
    assert set(wire.batches()[0].pressure_pa) == {22_000}


def test_a_recording_ends_in_sleep_and_begins_anew_for_the_next() -> None:
    t_s = np.arange(0.0, 2.0, 0.01)
    played = Playback(t_s, np.full(t_s.size, 12.0))
    wire = Wire()
    wire.device = ProfileDevice(PROBE, played, wire.device.sampler.sensor.parameters)
    wire.connect()
    wire.start()
    wire.run(20.0, cut_us=50_000)
    assert wire.now_s == pytest.approx(5.1, abs=0.2)
    assert wire.dropped is not None
    assert not wire.dropped.lost
    assert isinstance(wire.events()[-1], Sleeping)
    assert 199 <= wire.forces_mn().count(12_000) <= 200
    wire.cut()
    assert [wire.device.power] == [Power.ASLEEP]
    wire.got.clear()
    wire.run(6.0)
    assert [wire.device.power] == [Power.AWAKE]
    wire.connect()
    wire.start()
    wire.run(1.0)
    assert 12_000 in wire.forces_mn()
