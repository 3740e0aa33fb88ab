"""What the benchmark runs: tracks of recordings, their sizes, and who is asked on which.

A track's thresholds and variants come from its own validation holds, or, where it is outside the
training ranges, from another track's. Guarded by tests/benchmarks/test_run.py.
"""

from dataclasses import dataclass, replace
from enum import StrEnum, unique
from hashlib import sha256

from benchmarks.signal import adversarial, second
from benchmarks.signal.baselines import SIMPLE
from benchmarks.signal.baselines_holds import HOLDS
from benchmarks.signal.baselines_libraries import LIBRARIES, available
from benchmarks.signal.detector import HoldDetector, ReleaseDetector
from benchmarks.signal.draws import Split
from benchmarks.signal.generator import sessions, some_holds
from benchmarks.signal.ours import OurHolds, our_releases
from benchmarks.signal.truth import Handling, Recording

SEED = 1
OURS = "devicelink"
CHUNK = 25
"""Recordings made and judged in one piece of work; the corpus hash is made of theirs."""


@unique
class Source(StrEnum):
    """Who made the recordings."""

    MADE = "made"
    SECOND = "second generator"
    ADVERSARIAL = "adversarial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Single holds that may show a release."""

    name: str
    handling: Handling
    validation: int
    test: int
    source: Source = Source.MADE
    split: Split = Split.TEST
    rate_hz: float = 80.0
    rough: bool = False
    like: str | None = None
    """The track whose thresholds are used; None: its own."""
    baselines: bool = True
    ours: tuple[str, ...] = (OURS,)
    """Our rows that are asked."""

    def recordings(self, split: Split, first: int, count: int) -> list[Recording]:
        """Some of its recordings."""
        if self.source is Source.SECOND:
            return second.holds(self.handling, count, SEED, first=first)
        if self.source is Source.ADVERSARIAL:
            return adversarial.holds(count, SEED, first=first)
        numbers = range(first, first + count)
        return some_holds(self.handling, numbers, SEED, rate_hz=self.rate_hz, split=split,
                          rough=self.rough)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTrack:
    """Sessions for judging where holds begin and end."""

    name: str
    rate_hz: float
    validation: int
    test: int
    handling: Handling = Handling.NATURAL
    rough: bool = True
    source: Source = Source.MADE
    """The second generator's are of one hold each."""
    split: Split | None = None
    """Where it is not what is asked for: ranges outside those of training."""

    def recordings(self, split: Split, first: int, count: int) -> list[Recording]:
        """Some of its sessions."""
        if self.source is Source.SECOND:
            return second.holds(self.handling, count, SEED, rate_hz=self.rate_hz, first=first)
        split = self.split or split
        return sessions(self.handling, count, SEED, rate_hz=self.rate_hz, split=split,
                        rough=self.rough, first=first)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A detector of releases with its variants; `threshold` where the rule itself fixes it."""

    name: str
    detectors: tuple[ReleaseDetector, ...]
    threshold: float | None = None
    offline: bool = False
    ours: bool = False

    def asked_on(self, track: Track) -> bool:
        """Whether this row has a place in that track."""
        if not self.ours:
            return track.baselines
        return self.name in track.ours


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A detector of holds with its variants."""

    name: str
    detectors: tuple[HoldDetector, ...]


def release_rows() -> tuple[ReleaseRow, ...]:
    """Everyone who is asked for releases, ours first; libraries that are not there are left out."""
    ours = [ReleaseRow(one.name, (one,), offline=one.offline, ours=True) for one in our_releases()]
    theirs = [
        ReleaseRow(one.name, one.detectors, one.threshold, one.offline)
        for one in (*SIMPLE, *LIBRARIES)
        if one.library is None or available(one.library)
    ]
    return (*ours, *theirs)


def hold_rows() -> tuple[HoldRow, ...]:
    """Everyone who is asked for holds, ours first."""
    return (
        HoldRow("devicelink", (OurHolds(),)),
        *(HoldRow(one.name, one.detectors) for one in HOLDS),
    )


WITH_MORE = (OURS, *(f"{OURS} + {one}" for one in ("key", "pain", "tremor", "displacement")))
TRACKS = (
    Track(name="guided", handling=Handling.GUIDED, validation=400, test=800, ours=WITH_MORE),
    Track(name="natural", handling=Handling.NATURAL, validation=400, test=800, ours=WITH_MORE),
    Track(name="tracking", handling=Handling.TRACKING, validation=300, test=500, ours=WITH_MORE),
    Track(name="window", handling=Handling.WINDOW, validation=300, test=500),
    Track(name="soft", handling=Handling.SOFT, validation=300, test=500),
    Track(name="dead load", handling=Handling.DEADLOAD, validation=100, test=300,
          ours=(OURS, f"{OURS}, not declared")),
    Track(name="natural, rough", handling=Handling.NATURAL, validation=0, test=300, rough=True,
          like="natural", baselines=False),
    Track(name="natural, 10 Hz, stiff and slow", handling=Handling.NATURAL, validation=0, test=300,
          split=Split.RANGES, rate_hz=10.0, rough=True, like="natural", baselines=False),
    Track(name="second, guided", handling=Handling.GUIDED, validation=0, test=300,
          source=Source.SECOND, like="guided", baselines=False),
    Track(name="second, natural", handling=Handling.NATURAL, validation=0, test=300,
          source=Source.SECOND, like="natural", baselines=False),
    Track(name="adversarial", handling=Handling.GUIDED, validation=0, test=200,
          source=Source.ADVERSARIAL, like="natural", baselines=False),
)  # fmt: skip
HOLD_TRACKS = (
    *(
        HoldTrack(name=f"rough, {rate:g} Hz", rate_hz=rate, validation=20, test=100)
        for rate in (10.0, 20.0, 40.0, 80.0, 100.0)
    ),
    HoldTrack(name="rough, 200 Hz", rate_hz=200.0, validation=10, test=40),
    HoldTrack(name="rough, 500 Hz", rate_hz=500.0, validation=10, test=40),
    HoldTrack(name="ordinary, 80 Hz", rate_hz=80.0, validation=20, test=100, rough=False),
    HoldTrack(name="guided, 80 Hz", rate_hz=80.0, validation=10, test=60, rough=False,
              handling=Handling.GUIDED),
    HoldTrack(name="rough, 10 Hz, stiff and slow", rate_hz=10.0, validation=0, test=60,
              split=Split.RANGES),
    HoldTrack(name="second generator, 80 Hz", rate_hz=80.0, validation=0, test=150,
              source=Source.SECOND),
    HoldTrack(name="second generator, 10 Hz", rate_hz=10.0, validation=0, test=150,
              source=Source.SECOND),
)  # fmt: skip
QUICK = ("guided", "natural", "dead load", "rough, 10 Hz", "rough, 20 Hz", "ordinary, 80 Hz")


def quick(share: float = 0.05) -> tuple[tuple[Track, ...], tuple[HoldTrack, ...]]:
    """A small corpus of the tracks in `QUICK`, to see that all works; its figures mean little."""
    few = [
        replace(one, validation=round(one.validation * share), test=round(one.test * share))
        for one in TRACKS
        if one.name in QUICK
    ]
    short = [replace(one, validation=3, test=8) for one in HOLD_TRACKS if one.name in QUICK]
    return tuple(few), tuple(short)


def digest(recordings: list[Recording]) -> str:
    """SHA-256 over every array as delivered and every truth, in order."""
    found = sha256()
    for one in recordings:
        extra = (one.displacement_um, one.acceleration_g)
        said = (one.name, one.rate_hz, one.zone_n, one.holds, one.keys_s, one.pains)
        found.update(repr(said).encode())
        for column in (one.t_s, one.force_n, *(column for column in extra if column is not None)):
            found.update(column.round(6).tobytes())
    return found.hexdigest()
