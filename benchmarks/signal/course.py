"""The course of a run: validation chooses variants and thresholds, test holds give the figures.

Guarded by tests/benchmarks/test_run.py.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from benchmarks.signal.agreement import Plateau
from benchmarks.signal.draws import Split
from benchmarks.signal.judging import NEVER, Judged, ReleaseScore, choose
from benchmarks.signal.matching import HoldScore, Session
from benchmarks.signal.tracks import HoldTrack, ReleaseRow, Track, hold_rows, release_rows
from benchmarks.signal.truth import Observability
from benchmarks.signal.work import (
    Asked,
    Crew,
    HoldPiece,
    ReleasePiece,
    cut,
    do_holds,
    do_releases,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What validation chose for a row: the variant and the threshold."""

    variant: int
    threshold: float


@dataclass(frozen=True, slots=True)
class TrackResult:
    """One track: the scores of each row, how many releases of each class, how steady the hands."""

    track: Track
    choices: dict[str, Choice]
    scores: dict[str, ReleaseScore]
    classes: dict[Observability, int]
    plateaus: tuple[Plateau, ...]


@dataclass(frozen=True, slots=True)
class HoldResult:
    """One track of sessions: the score of each row."""

    track: HoldTrack
    scores: dict[str, HoldScore]


def run_track(crew: Crew, track: Track, before: dict[str, TrackResult]) -> TrackResult:
    """Validation, unless it goes by a track of `before`, then the test."""
    rows = [row for row in release_rows() if row.asked_on(track)]
    if track.like:
        choices = {row.name: before[track.like].choices[row.name] for row in rows}
    else:
        asked = tuple((row.name, nth) for row in rows for nth in range(len(row.detectors)))
        said, _, _ = _ask(crew, track, Split.VAL, track.validation, asked)
        choices = {row.name: _chosen(row, said) for row in rows}
    asked = tuple((name, choice.variant) for name, choice in choices.items())
    said, classes, plateaus = _ask(crew, track, track.split, track.test, asked)
    scores = {
        name: ReleaseScore(said[name, choice.variant], choice.threshold)
        for name, choice in choices.items()
    }
    return TrackResult(track, choices, scores, classes, tuple(plateaus))


def _ask(
    crew: Crew, track: Track, split: Split, count: int, asked: tuple[Asked, ...]
) -> tuple[dict[Asked, list[Judged]], dict[Observability, int], list[Plateau]]:
    said: dict[Asked, list[Judged]] = defaultdict(list)
    classes: Counter[Observability] = Counter()
    plateaus: list[Plateau] = []
    pieces = [ReleasePiece(track, split, first, size, asked) for first, size in cut(count)]
    for done in crew.do(f"{track.name}, {split.name.lower()}", do_releases, pieces):
        crew.digests.append(done.digest)
        classes.update(one for one in done.classes if one is not None)
        plateaus += done.plateaus
        for who, holds in done.said.items():
            said[who] += holds
    return said, dict(classes), plateaus


def _chosen(row: ReleaseRow, said: dict[Asked, list[Judged]]) -> Choice:
    """The variant and threshold with the best F1 on validation within the alarm budget."""
    best, most = Choice(0, NEVER), -1.0
    for variant in range(len(row.detectors)):
        holds = said[row.name, variant]
        threshold = choose(holds) if row.threshold is None else row.threshold
        reached = ReleaseScore(holds, threshold).plain_f1()
        if reached > most:
            best, most = Choice(variant, threshold), reached
    return best


def run_hold_track(crew: Crew, track: HoldTrack) -> HoldResult:
    """Validation picks each row's variant by F1, then the test."""
    rows = hold_rows()
    several = tuple(
        (r.name, n) for r in rows if len(r.detectors) > 1 for n in range(len(r.detectors))
    )
    found = _find(crew, track, Split.VAL, track.validation, several)
    best = {row.name: 0 for row in rows}
    for name in {name for name, _ in several}:
        reached = {n: HoldScore(found[name, n]).plain_f1() for who, n in several if who == name}
        best[name] = max(reached, key=lambda n: reached[n])
    tested = _find(crew, track, Split.TEST, track.test, tuple(best.items()))
    return HoldResult(track, {name: HoldScore(tested[name, n]) for name, n in best.items()})


def _find(
    crew: Crew, track: HoldTrack, split: Split, count: int, asked: tuple[Asked, ...]
) -> dict[Asked, list[Session]]:
    found: dict[Asked, list[Session]] = defaultdict(list)
    pieces = [HoldPiece(track, split, first, size, asked) for first, size in cut(count)]
    for done in crew.do(f"{track.name}, {split.name.lower()}", do_holds, pieces):
        crew.digests.append(done.digest)
        for who, sessions in done.found.items():
            found[who] += sessions
    return found
