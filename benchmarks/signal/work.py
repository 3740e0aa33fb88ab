"""The pieces of work of a run: make some recordings, ask detectors, keep what the metrics need.

Each piece is the same whichever process does it and in whatever order. Guarded by
tests/benchmarks/test_run.py.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias, TypeVar

from benchmarks.signal.agreement import Plateau, plateau
from benchmarks.signal.draws import Split
from benchmarks.signal.judging import Judged, judged
from benchmarks.signal.matching import Session, judge
from benchmarks.signal.tracks import CHUNK, HoldTrack, Track, digest, hold_rows, release_rows
from benchmarks.signal.truth import Observability, Recording

Asked: TypeAlias = tuple[str, int]
"""A row and which of its variants."""
Piece = TypeVar("Piece")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class ReleasePiece:
    """Some holds of a track, and whom to ask."""

    track: Track
    split: Split
    first: int
    count: int
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class ReleaseDone:
    """What they said, hold by hold; the recordings' hash, classes and how steady the hands were."""

    digest: str
    classes: tuple[Observability | None, ...]
    plateaus: tuple[Plateau, ...]
    said: dict[Asked, list[Judged]]


@dataclass(frozen=True, slots=True)
class HoldPiece:
    """Some sessions of a track, and whom to ask."""

    track: HoldTrack
    split: Split
    first: int
    count: int
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class HoldDone:
    """What they found, session by session."""

    digest: str
    found: dict[Asked, list[Session]]


def do_releases(piece: ReleasePiece) -> ReleaseDone:
    """One piece of work."""
    recordings = piece.track.recordings(piece.split, piece.first, piece.count)
    rows = {row.name: row for row in release_rows()}
    said = {
        (name, variant): [
            judged(one.holds[0], rows[name].detectors[variant].scores(one, one.holds[0]))
            for one in recordings
        ]
        for name, variant in piece.asked
    }
    return ReleaseDone(
        digest(recordings),
        tuple(one.holds[0].observability for one in recordings),
        tuple(steady for one in recordings for steady in plateaus(one)),
        said,
    )


def plateaus(recording: Recording) -> list[Plateau]:
    """How steady its holds are, after a second of settling."""
    spans = ((hold.onset_s + 1.0, hold.end_s) for hold in recording.holds)
    found = (plateau(recording.t_s, recording.force_n, span) for span in spans)
    return [steady for steady in found if steady is not None]


def do_holds(piece: HoldPiece) -> HoldDone:
    """One piece of work."""
    recordings = piece.track.recordings(piece.split, piece.first, piece.count)
    rows = {row.name: row for row in hold_rows()}
    found = {
        (name, variant): [judge(one, rows[name].detectors[variant].find(one)) for one in recordings]
        for name, variant in piece.asked
    }
    return HoldDone(digest(recordings), found)


def cut(count: int) -> Iterator[tuple[int, int]]:
    """First number and size of each piece."""
    for first in range(0, count, CHUNK):
        yield first, min(CHUNK, count - first)


@dataclass(slots=True)
class Crew:
    """Does pieces of work, in processes or not, and hashes all recordings that it made on the way.

    `say` is told of every piece that is done.
    """

    executor: Executor | None
    say: Callable[[str], None]
    digests: list[str]

    def do(
        self, name: str, work: Callable[[Piece], Done], pieces: Iterable[Piece]
    ) -> Iterator[Done]:
        """Each piece's result, in order."""
        queue = list(pieces)
        done = map(work, queue) if self.executor is None else self.executor.map(work, queue)
        for nth, one in enumerate(done, start=1):
            self.say(f"{name}: {nth}/{len(queue)}")
            yield one

    def hash(self) -> str:
        """Of all recordings of the run, in its order."""
        return sha256("".join(self.digests).encode()).hexdigest()
