"""What is measured on the air: the device's own columns, and force counted from a true zero."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from devicelink.care.inputs import Pain
from devicelink.care.outputs import Phase
from devicelink.drivers.open_profile import OpenProfile
from devicelink.export.csv_file import as_csv
from devicelink.export.tables import samples_table
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.record import SessionMeta
from devicelink.store.recorder import Recorder
from simulator.person import World
from tests.session.live_bench import Live, living, same_again

pytestmark = pytest.mark.usefixtures("no_leaks")


@pytest.mark.parametrize("kind", ["probe", "ball"])
async def test_the_devices_own_columns_reach_the_exported_samples(
    kind: str, tmp_path: Path
) -> None:
    """S60: the device's number, its clock, its count and further channels, sample by sample."""
    place = Place.of(tmp_path)
    recorder = Recorder(place)
    recorder.begin(SessionMeta(started_at=datetime.now(UTC), app_version="0"))
    async with living("drop_link=2", speed=8.0, person=False, kind=kind) as live:
        await live.until(lambda: sum(len(batch.t_s) for batch in live.batches) > 400)
    for batch in live.batches:
        recorder.samples(batch)
    recorder.end(1.0, "complete", datetime.now(UTC))
    recorder.close()
    with History(place) as history:
        text = b"".join(as_csv(samples_table([history.session(1)]))).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 300
    assert all(float(row["force_n"]) == int(row["raw"]) * 0.001 for row in rows)
    assert set(np.diff([int(row["seq"]) for row in rows])) == {1}
    assert set(np.diff([int(row["device_us"]) for row in rows])) == {10_000}
    pressures = {row["pressure_pa"] for row in rows}
    assert (pressures == {""}) is (kind == "probe")
    if kind == "ball":
        assert all(float(row["pressure_pa"]) > 1000 for row in rows)


def pressed_n(live: Live) -> float:
    return float(np.median(live.samples.force_n[-50:]))


@pytest.mark.parametrize("by", ["device", "software"])
async def test_a_zero_that_is_off_is_set_before_anybody_presses(
    by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S57: band, limit and number are counted from true newtons, whoever sets the zero."""
    if by == "software":
        monkeypatch.setattr(OpenProfile, "tare", lambda _self: None)
    true_n: list[float] = []
    force_n = World.force_n

    def spied(world: World, t_s: float) -> float:
        true_n.append(force_n(world, t_s))
        return true_n[-1]

    monkeypatch.setattr(World, "force_n", spied)
    async with living("offset=1.8", speed=8.0, person=False) as live:
        await live.until(lambda: bool(live.kinds("zero_moved")))
        (moved,) = live.kinds("zero_moved")
        assert moved.body["by"] == by
        assert moved.body["offset_n"] == pytest.approx(1.8, abs=0.3)
        assert live.samples.force_n[0] == pytest.approx(1.8, abs=0.4)
        live.bench.hand.press(25.0, 0.5)
        begun_s = live.engine_newest_s()
        await live.until(lambda: live.engine_newest_s() > begun_s + 4.0)
        assert pressed_n(live) == pytest.approx(true_n[-1], abs=0.7)
        assert live.session.view().force_n == pytest.approx(true_n[-1], abs=0.7)
    assert pressed_n(live) > 15.0
    raw = np.concatenate([batch.raw for batch in live.batches])
    assert np.array_equal(raw, np.rint(raw))  # the device's own millinewtons, not ours
    same_again(live)


async def test_a_device_that_is_not_at_rest_is_told_and_asked_again() -> None:
    async with living("offset=3", speed=8.0, person=False) as live:
        await live.until(lambda: len(live.kinds("zero_refused")) >= 3)
        live.session.send(Pain(3))
        await live.until_said("zero_unsure")
    said = [record.body["phrase"] for record in live.kinds("cue")]
    assert "not_at_rest" in said
    assert live.kinds("zero_moved") == []
    same_again(live)


async def test_a_zero_moved_under_load_ends_the_hold_and_is_set_again() -> None:
    """Nothing is measured across it; the session waits, and goes on from a sure zero."""
    async with living("tare=20", speed=8.0, person=False) as live:
        live.session.send(Pain(3))
        live.bench.hand.press(14.0, 1.0)
        await live.until_said("zero_lost")
        assert live.session.view().phase is Phase.EASE_OFF
        live.bench.hand.let_go()
        await live.until(lambda: live.session.view().phase is Phase.LOCATE)
        await live.until(lambda: abs(pressed_n(live)) < 0.5)
    moves = [float(str(record.body["offset_n"])) for record in live.kinds("zero_moved")]
    assert moves[-2] == pytest.approx(14.0, abs=5.0)
    assert moves[-1] == pytest.approx(-moves[-2], abs=2.0)
    assert live.kinds("hold_ended")[0].body["reason"] == "zero"
    assert live.kinds("rep_ended")[0].body["end"] == "zero_moved"
    same_again(live)
