"""`devicelink record`, and `demo` with devices that are not ours."""

import contextlib
import csv
import io
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from devicelink.cli.record import guarded_n
from devicelink.cli.wanted import device_of
from devicelink.drivers import DRIVERS
from devicelink.drivers.declared import DeviceCapabilities
from devicelink.errors import LinkError
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.recordings import read_recording
from firmware_protocol.profile import Direction, Kind
from simulator.faults import parse_fault
from simulator.serve import KINDS, Recording, Setup, make, on_air
from simulator.twins import TWINS
from tests.cli.conftest import Run

PRESSED = DeviceCapabilities(kind=Kind.PROBE, direction=Direction.PUSH, tip_area_mm2=100.0)
BALL = DeviceCapabilities(kind=Kind.BALL, direction=Direction.SQUEEZE)
PULLED = DeviceCapabilities(kind=None, direction=Direction.PULL)
UNGUIDED = [k.id for k in DRIVERS if k.measures is not None and k.measures.why_not_guided]


@pytest.fixture
def twin_near(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has a twin of that kind in range of `record` and `session`."""

    def put(kind: str, *faults: str, recording: Recording | None = None) -> None:
        faulty = tuple(map(parse_fault, faults))
        setup = Setup(kind=kind, faults=faulty, recording=recording)

        @contextlib.asynccontextmanager
        async def open_radio(
            _moniker: str | None, now: Callable[[], float], key_file: Path | None = None
        ) -> AsyncIterator[Radio]:
            async with (
                on_air(make(setup)) as bench,
                bumble_radio(bench.client, bench.client, now, key_file) as opened,
            ):
                yield opened

        for command in ("record", "session"):
            monkeypatch.setattr(f"devicelink.cli.{command}.open_radio", open_radio)

    return put


def test_a_gauge_that_is_pulled_is_recorded(
    run: Run, twin_near: Callable[[str], None], tmp_path: Path
) -> None:
    twin_near("tindeq")
    path = tmp_path / "pull.csv"
    done = run("record", "--seconds", "1", "-o", path)
    assert (done.code, done.out) == (0, "")
    block = read_recording(str(path)).block
    assert 0.8 < block.t_s[-1] < 1.0
    assert len(block) > 60
    assert f"{len(block)} samples" in done.err


def test_what_a_lost_link_cost_is_fetched(
    run: Run, twin_near: Callable[..., None], tmp_path: Path
) -> None:
    twin_near("probe", "drop_link=1")
    path = tmp_path / "press.csv"
    done = run("record", "--rate", "100", "--seconds", "2", "-o", path)
    assert done.code == 0
    assert "The link is lost." in done.err
    assert "The link is back." in done.err
    t_s = read_recording(str(path)).block.t_s
    assert len(t_s) in {200, 201}
    assert np.diff(t_s) == pytest.approx(0.01, abs=1e-3)


@pytest.mark.parametrize(
    ("measures", "asked_n", "limit_n"),
    [
        (None, None, 150.0),
        (None, 400.0, 150.0),
        (None, 30.0, 30.0),
        (PRESSED, None, 60.0),
        (BALL, None, 300.0),
        (PULLED, None, None),
        (PULLED, 400.0, 400.0),
    ],
)
def test_where_the_alarm_of_a_free_recording_sounds(
    measures: DeviceCapabilities | None, asked_n: float | None, limit_n: float | None
) -> None:
    """600 kPa on a tip of 100 mm² are 60 N; no wish raises what the program allows."""
    assert guarded_n(measures, asked_n) == limit_n


def test_a_free_recording_says_when_it_is_pressed_too_hard(
    run: Run, twin_near: Callable[..., None], tmp_path: Path
) -> None:
    t_s = np.arange(0.0, 60.0, 0.01)
    twin_near("probe", recording=(t_s, 4.0 * t_s))
    done = run("record", "--seconds", "2", "--limit", "2", "-o", tmp_path / "press.csv")
    assert done.code == 0
    assert "An alarm sounds above 2 N." in done.err
    assert "limit 2 N. Ease off." in done.err


def test_a_session_with_it_is_refused_and_a_recording_offered(
    run: Run, twin_near: Callable[[str], None]
) -> None:
    twin_near("tindeq")
    done = run("session", "--plain")
    assert done.code == 1
    why, what = done.err.strip().splitlines()[-2:]
    assert why.endswith(
        "Tindeq Progressor measures pulling only, so it cannot tell how hard you press."
    )
    assert "devicelink record" in what


def test_a_place_that_cannot_be_written_is_wrong_usage(run: Run) -> None:
    done = run("record", "-o", "nowhere/at/all.csv")
    assert done.code == 2
    assert "Cannot write nowhere/at/all.csv" in done.err


@pytest.mark.parametrize("kind", UNGUIDED)
def test_why_a_device_is_refused(kind: str) -> None:
    (known,) = (one for one in DRIVERS if one.id == kind)
    with pytest.raises(LinkError) as refused:
        device_of(known.measures, known.label)
    assert refused.value.why.startswith(known.label)
    assert "devicelink record" in refused.value.what_to_do


@pytest.mark.parametrize("kind", UNGUIDED)
def test_a_demo_with_it_says_so_and_makes_a_free_recording(run: Run, kind: str) -> None:
    done = run("demo", "--device", kind, "--speed", "40")
    assert done.code == 0, done.err
    assert "A free recording is made instead." in done.err
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert len(rows) >= 10
    assert float(rows[-1]["t_s"]) > 15
    assert max(float(row["force_n"] or row["raw"]) for row in rows) > 1.0


@pytest.mark.parametrize("kind", ["squegg", "bookoo"])
def test_a_demo_with_a_device_that_is_pressed_is_guided(run: Run, kind: str) -> None:
    """The others that can press are shown end to end in tests/simulator/test_twins.py."""
    done = run("demo", "--device", kind, "--json", "--speed", "40", "--programme", "short")
    assert done.code == 0, done.err
    told = [json.loads(line) for line in done.lines]
    assert told
    assert "Kept as session" in done.err


def test_every_kind_can_be_chosen() -> None:
    assert set(KINDS) == {"probe", "ball", *TWINS}
