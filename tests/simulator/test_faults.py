"""Each fault is seen to do what its sentence says."""

import numpy as np
import pytest

from firmware_protocol import profile, sig
from firmware_protocol.messages import ReadingFlag
from firmware_protocol.profile_control import Fetch, Result, Start, Started, Tare
from firmware_protocol.profile_data import UNKNOWN_FORCE_MN, DataBatch
from firmware_protocol.profile_event import BatteryLow, Sleeping, Tared
from simulator.faults import FAULTS, Fault, FaultError, fault_names, parse_fault
from simulator.gatt import Drop
from simulator.models import PROBE
from tests.simulator.wire import Wire, ramp

SHOWN_HERE = {
    "drop_link", "disconnect", "sleep", "reboot", "silent", "loss", "duplicate", "reorder",
    "garbage", "late", "stuck", "nan", "spike", "clip", "noise", "drift", "offset",
    "gain", "tare", "clock_wrap", "low_battery", "no_backfill", "slow_backfill", "pair_refused",
}  # fmt: skip


def streamed(*faults: str, seconds: float = 10.0, force_n: float | None = None) -> Wire:
    wire = Wire(ramp if force_n is None else lambda _t_s: force_n, faults=faults)
    wire.start()
    wire.run(seconds, cut_us=50_000)
    return wire


def test_every_fault_is_shown_in_this_file() -> None:
    assert set(FAULTS) == SHOWN_HERE
    assert len(fault_names()) == len(FAULTS)
    assert ("loss=SHARE", FAULTS["loss"].what) in fault_names()


def test_faults_are_parsed() -> None:
    assert parse_fault("loss=0.25") == Fault("loss", 0.25)
    assert parse_fault("Drop-Link") == Fault("drop_link", 20.0)
    assert parse_fault("clock_wrap") == Fault("clock_wrap", 1.0)


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "loss=2", "loss=x", "loss=nan", "late=-1", "clock_wrap=3", "=1", "drift=1e9"],
)
def test_nonsense_gets_one_line(text: str) -> None:
    with pytest.raises(FaultError) as caught:
        parse_fault(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) > 15


@pytest.mark.parametrize(("fault", "lost"), [("drop_link=3", True), ("disconnect=3", False)])
def test_links_end(fault: str, lost: bool) -> None:
    wire = streamed(fault)
    assert wire.dropped == Drop(lost)
    assert wire.now_s == pytest.approx(3.0, abs=0.15)
    wire.cut()
    wire.got.clear()
    assert wire.device.is_advertising
    wire.connect()
    wire.start()
    wire.run(5.0, cut_us=10_000)
    assert wire.now_s == pytest.approx(6.0, abs=0.3)


def test_sleep_says_so() -> None:
    wire = streamed("sleep=2")
    assert isinstance(wire.events()[-1], Sleeping)
    assert wire.dropped == Drop(lost=False)
    assert not wire.device.is_advertising


def test_reboot_starts_numbers_clock_and_boot_anew() -> None:
    wire = streamed("reboot=4")
    first = wire.device.boot_id
    assert wire.dropped == Drop(lost=True)
    wire.cut()
    wire.got.clear()
    wire.run(1.0)
    wire.connect()
    reply = wire.ask(Start(5)).value
    assert isinstance(reply, Started)
    assert reply.next_seq == 0
    assert reply.device_us < 1_200_000
    assert reply.boot_id == first != Wire(faults=["reboot=4"]).device.boot_id
    wire.run(10.0)
    assert wire.dropped is None


def test_silent_means_connected_without_a_word() -> None:
    wire = streamed("silent=3")
    assert wire.dropped is None
    assert wire.batches()[-1].t_us < 3_000_000
    assert len(wire.values(sig.FORCE)) <= 31


def test_loss_is_the_share_and_seen_in_the_numbers() -> None:
    wire = streamed("loss=0.2", seconds=60.0)
    assert len(wire.seqs()) / 6000 == pytest.approx(0.8, abs=0.05)
    assert (np.diff(wire.seqs()) > 1).any()


def test_duplicates() -> None:
    seqs = streamed("duplicate=0.3").seqs()
    assert len(seqs) > 1.15 * len(set(seqs))
    assert set(seqs) == set(range(len(set(seqs))))


def test_reordered() -> None:
    seqs = streamed("reorder=0.3").seqs()
    assert seqs != sorted(seqs)
    assert len(seqs) == len(set(seqs)) >= 990


def test_garbage_is_rejected_and_nothing_is_missing() -> None:
    wire = streamed("garbage=0.5")
    parsed = [DataBatch.parse(data) for data in wire.values(profile.DATA)]
    assert sum(not isinstance(one, DataBatch) for one in parsed) > 30
    assert set(range(990)) <= set(wire.seqs())


def test_late_comes_in_order_and_late() -> None:
    wire, prompt = Wire(faults=["late=400"]), Wire()
    delays = []
    for one in (wire, prompt):
        one.device.write(profile.CONTROL, Start(1).serialize(), 0)
        for _ in range(500):
            one.run(0.02)
            if one.batches():
                delays.append(one.now_s - one.batches()[-1].t_us / 1e6)
    assert max(delays) > 0.3
    assert wire.seqs() == prompt.seqs()[: len(wire.seqs())]


def test_stuck() -> None:
    forces_mn = streamed("stuck=3").forces_mn()
    assert len(set(forces_mn[:300])) == 300
    assert len(set(forces_mn[301:])) == 1


def test_nan_is_one_second_of_not_known() -> None:
    forces_mn = streamed("nan=3").forces_mn()
    assert forces_mn.count(UNKNOWN_FORCE_MN) == 100
    assert forces_mn[305] == UNKNOWN_FORCE_MN


def test_spike() -> None:
    forces_mn = np.array(streamed("spike=80", force_n=10.0, seconds=11.0).forces_mn())
    assert list(forces_mn[forces_mn != 10_000]) == [90_000, 90_000]


def test_clip() -> None:
    assert max(streamed("clip=4").forces_mn()) == 4000


def test_noise_can_be_taken_away_or_given() -> None:
    assert set(streamed("noise=0", force_n=7.0).forces_mn()) == {7000}
    assert np.std(streamed("noise=0.5", force_n=7.0).forces_mn()) == pytest.approx(500, rel=0.1)


def test_drift() -> None:
    forces_mn = streamed("drift=6", force_n=10.0, seconds=30.0).forces_mn()
    assert forces_mn[-1] - forces_mn[0] == pytest.approx(3000, abs=10)


def test_gain_makes_every_force_read_too_much() -> None:
    assert streamed("gain=1.1", force_n=20.0).forces_mn()[-1] == pytest.approx(22_000, abs=20)


@pytest.mark.parametrize(("offset", "taken"), [("1.5", True), ("3", False)])
def test_offset_lasts_until_the_zero_is_set(offset: str, taken: bool) -> None:
    wire = streamed(f"offset={offset}", force_n=0.0, seconds=2.0)
    assert wire.forces_mn()[-1] == pytest.approx(float(offset) * 1e3, abs=5)
    wire.ask(Tare(1))
    wire.run(4.0, cut_us=50_000)
    expected_mn = 0.0 if taken else float(offset) * 1e3
    assert wire.forces_mn()[-1] == pytest.approx(expected_mn, abs=5)


def test_tare_under_load_takes_the_load_for_nothing() -> None:
    """The batch that follows begins with the flag, live and when it is sent again."""
    wire = streamed("tare=3", force_n=20.0, seconds=6.0)
    (tared,) = [event for event in wire.events() if isinstance(event, Tared)]
    assert tared.offset_mn == pytest.approx(20_000, abs=5)
    assert wire.forces_mn()[-1] == pytest.approx(0, abs=5)
    (flagged,) = [b for b in wire.batches() if b.flags & ReadingFlag.TARE_CHANGED]
    assert flagged.force_mn[0] == pytest.approx(0, abs=5)
    wire.got.clear()
    wire.ask(Fetch(1, flagged.seq - 2, 4))
    wire.run(8.0, cut_us=50_000)
    again = [b for b in wire.batches() if b.flags & ReadingFlag.BACKFILL]
    moved = [bool(b.flags & ReadingFlag.TARE_CHANGED) for b in again]
    assert (moved, [len(b.force_mn) for b in again]) == ([False, True], [2, 2])


def test_clock_wrap_is_ten_seconds_away() -> None:
    first = streamed("clock_wrap", seconds=1.0).batches()[0]
    assert 2**32 - first.t_us == pytest.approx(10_000_000, abs=20_000)
    assert 2**32 - first.seq == 1000


def test_low_battery_warns_and_ends() -> None:
    wire = streamed("low_battery", seconds=400.0)
    assert [e.percent for e in wire.events() if isinstance(e, BatteryLow)] == [10]
    assert wire.values(sig.BATTERY)[-1] == bytes([0])
    assert wire.dropped == Drop(lost=False)
    wire.cut()
    wire.got.clear()
    wire.run(60.0)
    assert not wire.device.is_advertising


def test_no_backfill() -> None:
    wire = streamed("no_backfill")
    assert wire.ask(Fetch(1, 0, 10)).result is Result.UNSUPPORTED
    assert PROBE.capabilities(ring_s=0).serialize() == wire.device.read(profile.CAPABILITIES)


def test_slow_backfill() -> None:
    wire = streamed("slow_backfill")
    wire.got.clear()
    wire.ask(Fetch(1, 0, 900))
    wire.run(1.0)
    assert 4 <= sum(bool(batch.flags & 8) for batch in wire.batches()) <= 6


def test_pair_refused() -> None:
    assert not Wire(faults=["pair_refused"]).device.accepts_pairing
    assert Wire().device.accepts_pairing
