"""`devicelink calibrate`: guided by the signal, shown, kept with its history, used by a session."""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.store.calibrations import CalibrationKind
from devicelink.store.history import History
from devicelink.store.place import Place
from simulator.faults import parse_fault
from simulator.serve import Setup, make, on_air
from tests.cli.conftest import Run
from tests.patient import PatientClock

SPEED = 12.0
G = 9.80665
Near = Callable[..., None]


@pytest.fixture
def lying(monkeypatch: pytest.MonkeyPatch) -> Near:
    """`lying(module, loads, *faults)`: a device on which loads lie, each seconds and newtons."""

    def put(
        module: str, loads: list[tuple[float, float]], *faults: str, kind: str = "probe"
    ) -> None:
        t_s, force_n, at_s = [0.0], [loads[0][1]], 0.0
        for seconds, load_n in loads:
            t_s += [at_s + 0.4, at_s + seconds]
            force_n += [load_n, load_n]
            at_s += seconds
        pressed = (np.array(t_s), np.array(force_n))
        setup = Setup(kind=kind, recording=pressed, faults=tuple(map(parse_fault, faults)))

        clock = PatientClock(SPEED)

        @asynccontextmanager
        async def open_radio(
            _moniker: str | None, now: Callable[[], float], _key_file: Path | None = None
        ) -> AsyncIterator[Radio]:  # each time another device, which knows no bond
            async with (
                clock.led(),
                on_air(make(setup), now=clock.device_s, speed=SPEED) as bench,
                bumble_radio(bench.client, bench.client, now) as radio,
            ):
                yield radio

        monkeypatch.setattr(f"devicelink.cli.{module}.open_radio", open_radio)
        monkeypatch.setattr(f"devicelink.cli.{module}.Clock", clock)

    return put


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "data")


def kinds(place: Place) -> list[CalibrationKind]:
    with History(place) as history:
        return [one.kind for one in history.calibrations()]


MASS = [(9.0, 0.1), (30.0, 0.1 + 2 * G)]


def test_a_device_that_reads_too_much_is_put_right(run: Run, lying: Near, place: Place) -> None:
    """Issue 6.7: two points, shown before and after, kept, listed, gone back from."""
    lying("calibrate", MASS, "gain=1.05", "noise=0.03")
    done = run("calibrate", "DL-Probe", "--mass", "2", "--yes")
    assert done.code == 0, done.err
    said = done.err.splitlines()
    assert any("with nothing on it" in line for line in said)
    assert any("Now lay the 2 kg on it" in line for line in said)
    assert said[-1] == "Kept as calibration 1 of DL-Probe."
    shown_n = done.out.partition("2 kg on it: ")[2].partition(" N")[0]
    assert float(shown_n) == pytest.approx(1.05 * 2 * G, abs=0.05)
    assert "5.0 % too much" in done.out
    assert "After: 19.61 N." in done.out
    (one,) = map(json.loads, run("calibrate", "--show", "--json").lines)
    assert one["slope"] == pytest.approx(1 / 1.05, rel=0.002)
    assert (one["in_force"], one["device"]) == (True, "open_profile SIM00000")
    back = run("calibrate", "dl-probe", "--use", "none")
    assert back.code == 0, back.err
    assert run("calibrate", "--show").lines[-1].endswith("the device's own numbers again")
    again = run("calibrate", "sim00000", "--use", "1", "--json")
    assert json.loads(again.out)["source"] == 1
    assert kinds(place) == [CalibrationKind.TWO_POINT, CalibrationKind.BACK, CalibrationKind.BACK]
    listed = map(json.loads, run("calibrate", "--show", "--json").lines)
    assert [line["in_force"] for line in listed] == [False, False, True]


def test_not_kept_unless_somebody_agrees(run: Run, lying: Near, place: Place) -> None:
    lying("calibrate", MASS, "noise=0.03")
    done = run("calibrate", "DL-Probe", "--mass", "2")
    assert done.code == 0, done.err
    assert "needs no calibration" in done.out
    assert "Not kept" in done.err
    assert not place.file.exists() or kinds(place) == []


def test_a_check_at_rest_tells_zero_noise_and_drift(run: Run, lying: Near, place: Place) -> None:
    lying("calibrate", [(60.0, 0.0)], "offset=0.8", "noise=0.04", "drift=0.6")
    done = run("calibrate", "DL-Probe", "--check", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["empty_n"] == pytest.approx(0.8, abs=0.15)
    assert told["noise_n"] == pytest.approx(0.04, rel=0.2)
    assert told["drift_n_min"] == pytest.approx(0.6, abs=4 * told["drift_error_n_min"])
    assert kinds(place) == [CalibrationKind.CHECK]


@pytest.mark.parametrize(
    ("loads", "faults", "why"),
    [
        (MASS, ["gain=0.1"], "too far off"),
        ([(200.0, 0.0)], ["noise=0.5"], "not still"),
        ([(200.0, 0.0)], [], "Nothing was laid on it"),
    ],
    ids=["wrong unit", "noise", "nothing"],
)
def test_what_will_not_do_is_refused(
    run: Run,
    lying: Near,
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    loads: list[tuple[float, float]],
    faults: list[str],
    why: str,
) -> None:
    monkeypatch.setattr("devicelink.cli.weigh.PATIENCE_S", 15.0)
    lying("calibrate", loads, *faults)
    done = run("calibrate", "DL-Probe", "--mass", "2", "--yes")
    assert done.code == 1
    assert why in done.err.splitlines()[-2]
    assert not place.file.exists() or kinds(place) == []


def test_a_session_uses_it_and_keeps_what_was_sent(run: Run, lying: Near, tmp_path: Path) -> None:
    """The slope is in the session's row, its exports and its samples; raw stays as sent."""
    lying("calibrate", MASS, "gain=1.05", "noise=0.03")
    assert run("calibrate", "DL-Probe", "--mass", "2", "--yes").code == 0
    lying("session", [(4.0, 0.0), (8.0, 20.0), (3.0, 0.0)], "gain=1.05", "noise=0.03")
    done = run("session", "--json")
    assert done.code == 0, done.err
    assert "Calibration 1 of " in done.err
    (hold,) = csv.DictReader(io.StringIO(run("export").out))
    assert float(hold["peak_n"]) == pytest.approx(20.0, rel=0.015)
    assert float(hold["calibration_slope"]) == pytest.approx(1 / 1.05, rel=0.002)
    assert hold["calibration"] == "1"
    assert float(hold["full_scale_n"]) < 150.0
    rows = list(csv.DictReader(io.StringIO(run("export", "--what", "samples").out)))
    top = max(rows, key=lambda row: float(row["force_n"]))
    assert float(top["raw"]) / 1000 == pytest.approx(21.0, rel=0.02)
    for row in rows[::50]:
        again = float(row["raw"]) * 0.001 * float(row["slope"]) - float(row["zero_n"])
        assert float(row["force_n"]) == again
        assert float(row["raw"]).is_integer()
    file = tmp_path / "session.jsonl"
    assert run("export", "--format", "jsonl", "-o", file).code == 0
    facts = json.loads(file.read_text().splitlines()[0])["facts"]
    assert facts["calibration"] == 1
    again_done = run("replay", "--json", file)
    assert again_done.code == 0, again_done.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "Say one thing to do"),
        (["--mass", "2", "--check"], "Say one thing to do"),
        (["nobody", "--show"], "No calibration of nobody"),
        (["--use", "7"], "no calibration 7"),
        (["--use", "none"], "not plain"),
        (["--mass", "nan"], "not a number"),
    ],
)
def test_wrong_usage_is_said(run: Run, arguments: list[str], why: str) -> None:
    done = run("calibrate", *arguments)
    assert done.code == 2
    assert why in done.err
    assert len(done.err.splitlines()) == 2
