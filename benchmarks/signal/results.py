"""The result file of a run: every figure, what validation chose, the calibration curve, as JSON.

No date and no machine in it, so that the same run gives the same file. Guarded by
tests/benchmarks/test_run.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.signal.bootstrap import Figure
from benchmarks.signal.calibration import Bin
from benchmarks.signal.course import TrackResult
from benchmarks.signal.figures import Figures, curve
from devicelink.data import release_model

DIGITS = 6


Tracks: TypeAlias = dict[str, dict[str, Figures]]


def part(
    corpus: str, figures: Tracks, results: Sequence[TrackResult] = (), gains: Figures | None = None
) -> dict[str, Any]:
    """What is kept of one half of a run, holds or releases.

    Figures are [value, low, high, units]; what could not be measured is null.
    """
    return {
        "corpus": corpus,
        "model": release_model().name,
        "figures": {
            track: {
                row: {name: _figure(figure) for name, figure in found.items()}
                for row, found in rows.items()
            }
            for track, rows in figures.items()
        },
        "window": {row: _figure(figure) for row, figure in (gains or {}).items()},
        "chosen": {
            one.track.name: {
                who: [c.variant, _known(c.threshold)] for who, c in one.choices.items()
            }
            for one in results
        },
        "classes": {one.track.name: dict(sorted(one.classes.items())) for one in results},
        "calibration": {one.track.name: _curves(one) for one in results},
    }


def write(path: Path, parts: Mapping[str, dict[str, Any]]) -> None:
    """Puts these halves of a run into the file; the other stays as it was."""
    content = json.loads(path.read_text("utf-8")) if path.exists() else {}
    content = dict(sorted((content | dict(parts)).items()))
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a result file says; `corpus` by half of the run."""

    corpus: dict[str, str]
    model: str
    tracks: Tracks
    window: Figures
    classes: dict[str, dict[str, int]]
    calibration: dict[str, dict[str, dict[str, list[Bin]]]]


def read(path: Path) -> Kept:
    """The result file again, its figures as figures."""
    content = json.loads(path.read_text("utf-8"))
    releases = content["releases"]
    tracks: Tracks = {}
    for half in content.values():
        for track, rows in half["figures"].items():
            for row, found in rows.items():
                tracks.setdefault(track, {}).setdefault(row, {}).update(_figures(found))
    return Kept(
        corpus={name: half["corpus"] for name, half in content.items()},
        model=releases["model"],
        tracks=tracks,
        window=_figures(releases["window"]),
        classes=releases["classes"],
        calibration={
            track: {
                row: {kind: [Bin(**one) for one in bins] for kind, bins in curves.items()}
                for row, curves in rows.items()
            }
            for track, rows in releases["calibration"].items()
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
