"""The result against the test before and the other side, and kept as the person's own threshold."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from devicelink.care.algometry_terms import End, Finished, Setup, Which
from devicelink.care.journal import Pressed, Trial, to_fields
from devicelink.care.safety import DeviceKind
from devicelink.cli.algometry_result import tell_result
from devicelink.cli.noting import entry_of, keep, now
from devicelink.cli.options import Face
from devicelink.cli.probing import Probing
from devicelink.store.entries import Entry
from devicelink.store.place import Place
from tests.cli.conftest import Run
from tests.cli.test_journal_asking import types

SETUP = Setup(which=Which.THRESHOLD, limit_n=40.0, limit_name="cap", tip_area_mm2=100.0)


def gave(*forces: float) -> Pressed:
    trials = tuple(Trial(force_n=f, peak_n=f, rate_n_s=10.0, fit=1.0) for f in forces)
    return Pressed(test="threshold", tip_area_mm2=100.0, trials=trials)


@dataclass
class Ended:
    """A test that is over: what the result asks of one."""

    place: Place
    finished: Finished
    setup: Setup = SETUP
    kind: DeviceKind = DeviceKind.PROBE
    simulated: bool = False
    number: int = 1
    entry: Entry | None = None
    own: Any = field(default_factory=lambda: SimpleNamespace(place="ut left", where="here"))
    _wanted: Any = field(default_factory=lambda: SimpleNamespace(simulated=False))

    def earlier(self) -> Any:
        return Probing.earlier(self)  # type: ignore[arg-type]


@pytest.fixture
def tested(run: Run, tmp_path: Path) -> Ended:
    place = Place.of(tmp_path / "data")
    before = now() - timedelta(days=3)
    keep(place, [
        entry_of("pressed", to_fields(gave(20.0, 20.0)), about_at=before, place="ut left"),
        entry_of("pressed", to_fields(gave(31.0, 31.0)), about_at=before, place="ut right"),
    ])  # fmt: skip
    over = Finished(t_s=90.0, end=End.COMPLETE, gave=gave(24.0, 25.0, 26.0))
    return Ended(place, over)


def test_earlier_and_later_and_left_and_right(
    tested: Ended, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_result(tested, set_it=False, face=Face.PLAIN)  # type: ignore[arg-type]
    said = capsys.readouterr()
    assert "(20.0 N): not clear: tests differ by 5.7 N by themselves." in said.out
    assert "Against the other side (31.0 N" in said.out
    assert "clearly lower" in said.out
    assert "--point ut --side left --tool probe --threshold 25.0" in said.err


@pytest.mark.parametrize(("typed", "is_set"), [("y", True), ("n", False), ("", False)])
def test_at_a_terminal_it_asks_before_it_sets_the_threshold(
    run: Run, tested: Ended, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], typed: str, is_set: bool,
) -> None:  # fmt: skip
    types(monkeypatch, typed)
    tell_result(tested, set_it=False, face=Face.SCREEN)  # type: ignore[arg-type]
    assert "y or n" in capsys.readouterr().err
    assert ("your threshold" in run("limits", "--point", "ut", "--side", "left").out) is is_set


def test_set_threshold_makes_it_a_layer_of_the_limit(run: Run, tested: Ended) -> None:
    tell_result(tested, set_it=True, face=Face.JSON)  # type: ignore[arg-type]
    assert "25 N  threshold, ut left" in run("limits").out


def test_a_simulated_person_sets_nothing(run: Run, tested: Ended) -> None:
    tested.simulated = True
    tell_result(tested, set_it=True, face=Face.PLAIN)  # type: ignore[arg-type]
    assert "threshold, ut left" not in run("limits").out
