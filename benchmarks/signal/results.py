"""The result file of a run: every figure, what validation chose, the calibration curve, as JSON.

No date and no machine in it, so that the same run gives the same file. Guarded by
tests/benchmarks/test_run.py.
"""

import json
from dataclasses import asdict
from math import isfinite
from pathlib import Path

from benchmarks.signal.bootstrap import Figure
from benchmarks.signal.course import TrackResult
from benchmarks.signal.figures import Figures, curve

DIGITS = 6


def write(
    path: Path, corpus: str, results: list[TrackResult], figures: dict[str, dict[str, Figures]]
) -> None:
    """Figures are [value, low, high, units]; what could not be measured is null."""
    chosen = {
        one.track.name: {name: [c.variant, _known(c.threshold)] for name, c in one.choices.items()}
        for one in results
    }
    content = {
        "corpus": corpus,
        "figures": {
            track: {
                row: {name: _figure(figure) for name, figure in found.items()}
                for row, found in rows.items()
            }
            for track, rows in figures.items()
        },
        "chosen": chosen,
        "classes": {one.track.name: dict(sorted(one.classes.items())) for one in results},
        "calibration": {one.track.name: _curves(one) for one in results},
    }
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


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
