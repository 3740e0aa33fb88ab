"""The result file of a run: every figure, what validation chose, the calibration curve, as JSON.

No date and no machine in it, so that the same run gives the same file. Guarded by
tests/benchmarks/test_run.py.
"""

import json
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from benchmarks.signal.bootstrap import Figure
from benchmarks.signal.calibration import Bin
from benchmarks.signal.course import TrackResult
from benchmarks.signal.figures import Figures, curve
from devicelink.data import release_model

DIGITS = 6


def write(
    path: Path,
    corpus: str,
    results: list[TrackResult],
    figures: dict[str, dict[str, Figures]],
    gains: Figures,
) -> None:
    """Figures are [value, low, high, units]; what could not be measured is null."""
    chosen = {
        one.track.name: {name: [c.variant, _known(c.threshold)] for name, c in one.choices.items()}
        for one in results
    }
    content = {
        "corpus": corpus,
        "model": release_model().name,
        "figures": {
            track: {
                row: {name: _figure(figure) for name, figure in found.items()}
                for row, found in rows.items()
            }
            for track, rows in figures.items()
        },
        "window": {row: _figure(figure) for row, figure in gains.items()},
        "chosen": chosen,
        "classes": {one.track.name: dict(sorted(one.classes.items())) for one in results},
        "calibration": {one.track.name: _curves(one) for one in results},
    }
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a result file says."""

    corpus: str
    model: str
    tracks: dict[str, dict[str, Figures]]
    window: Figures
    classes: dict[str, dict[str, int]]
    calibration: dict[str, dict[str, dict[str, list[Bin]]]]


def read(path: Path) -> Kept:
    """The result file again, its figures as figures."""
    content = json.loads(path.read_text("utf-8"))
    return Kept(
        corpus=content["corpus"],
        model=content["model"],
        tracks={
            track: {row: _figures(found) for row, found in rows.items()}
            for track, rows in content["figures"].items()
        },
        window=_figures(content["window"]),
        classes=content["classes"],
        calibration={
            track: {
                row: {kind: [Bin(**one) for one in bins] for kind, bins in curves.items()}
                for row, curves in rows.items()
            }
            for track, rows in content["calibration"].items()
        },
    )


def _figures(found: dict[str, Any]) -> Figures:
    return {
        name: Figure(_real(value), _real(low), _real(high), units)
        for name, (value, low, high, units) in found.items()
    }


def _real(value: float | None) -> float:
    return float("nan") if value is None else value


def _figure(figure: Figure) -> list[float | None]:
    return [_known(figure.value), _known(figure.low), _known(figure.high), figure.units]


def _known(value: float) -> float | None:
    return round(value, DIGITS) if isfinite(value) else None


def _curves(result: TrackResult) -> dict[str, dict[str, list[dict[str, float]]]]:
    curves = {}
    for name, score in result.scores.items():
        if any(len(hold.p) for hold in score.holds):
            shown, declared = curve(result, name)
            curves[name] = {
                "shown": [asdict(one) for one in shown],
                "declared": [asdict(one) for one in declared],
            }
    return curves
