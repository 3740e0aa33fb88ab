"""From the results of a run to named figures, each with its interval. Pure.

Names are those of the result file and of the targets. Guarded by tests/benchmarks/test_run.py.
"""

from typing import TypeAlias

from benchmarks.signal.bootstrap import Figure
from benchmarks.signal.calibration import (
    Bin,
    Calibration,
    declared_bins,
    declared_gap,
    share_of,
)
from benchmarks.signal.course import HoldResult, TrackResult
from benchmarks.signal.judging import Judged, ReleaseScore
from benchmarks.signal.matching import HoldScore
from benchmarks.signal.truth import Observability
from devicelink.core.events import Verdict

Figures: TypeAlias = dict[str, Figure]


def of_release(score: ReleaseScore) -> Figures:
    """F1 and what goes with it, at the threshold that validation chose; verdicts beside it."""
    figures = {
        "f1": score.f1(),
        "precision": score.precision(),
        "recall": score.recall(),
        **{f"recall {one}": score.recall(one) for one in Observability},
        "false alarms per hour": score.false_per_hour(),
        "latency s, median": score.latency_s(50.0),
        "latency s, p90": score.latency_s(90.0),
        "onset error s, median": score.onset_error_s(),
        "auc": score.auc(),
    }
    return figures | of_probabilities(score.holds)


def of_probabilities(holds: list[Judged]) -> Figures:
    """Calibration and verdicts; nothing of a detector that gives neither."""
    figures: Figures = {}
    if any(len(hold.p) for hold in holds):
        calibration = Calibration(holds)
        figures["ece"] = calibration.error()
        figures["brier skill"] = calibration.skill()
    if any(hold.verdict for hold in holds):
        figures["declared gap"] = declared_gap(holds)
        figures |= {f"share {one}": share_of(holds, one) for one in Verdict}
    return figures


def of_holds(score: HoldScore) -> Figures:
    """Where holds begin and end, and slips."""
    return {
        "f1": score.f1(),
        "f1, iou": score.f1(by_overlap=True),
        "onset error ms, median": score.errors_ms("onset_errors_s", 50.0),
        "onset error ms, p95": score.errors_ms("onset_errors_s", 95.0),
        "end error ms, median": score.errors_ms("end_errors_s", 50.0),
        "end error ms, p95": score.errors_ms("end_errors_s", 95.0),
        "end decided after ms, median": score.errors_ms("lags_s", 50.0),
        "false holds per hour": score.false_per_hour(),
        "zone time error %, median": score.zone_error_pct(),
        "slip recall": score.slip_recall(),
        "false slips per hour": score.slips_false_per_hour(),
        "false slips in the record per hour": score.slips_kept_false_per_hour(),
        "slip latency ms, median": score.errors_ms("slip_lags_s", 50.0),
    }


def of_tracks(results: list[TrackResult]) -> dict[str, dict[str, Figures]]:
    """By track and row."""
    return {
        one.track.name: {name: of_release(score) for name, score in one.scores.items()}
        for one in results
    }


def of_hold_tracks(results: list[HoldResult]) -> dict[str, dict[str, Figures]]:
    """By track and row."""
    return {
        one.track.name: {name: of_holds(score) for name, score in one.scores.items()}
        for one in results
    }


def curve(result: TrackResult, name: str) -> tuple[tuple[Bin, ...], tuple[Bin, ...]]:
    """The calibration curve at evaluations, and of what was declared."""
    holds = result.scores[name].holds
    return Calibration(holds).bins(), declared_bins(holds)
