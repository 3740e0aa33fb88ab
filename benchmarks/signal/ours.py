"""The core itself as the benchmark's detectors: the pipeline fed a whole recording.

What the person says, what else the device sends, and whether the gauge is followed, is told it as a
session would tell it. Guarded by tests/benchmarks/test_detectors.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

import numpy as np

from benchmarks.signal.detector import Found, FoundHold, FoundSlip, ReleaseDetector, Said, Scores
from benchmarks.signal.script import Call, Script, play, told
from benchmarks.signal.truth import Handling, HoldTruth, Recording
from devicelink.core.events import HoldEnded, Release, ReleaseEvidence, Slip
from devicelink.core.release import Abstaining, Mode
from devicelink.core.release_listener import Listener
from devicelink.core.release_model import Source
from devicelink.core.release_verdict import added
from devicelink.data import release_model

EVERY_S = 0.4
"""The evidence is told on change; it is judged as a meter shows it, this often."""


@dataclass(frozen=True, slots=True)
class OurHolds:
    """The core's holds and slips."""

    name: str = "devicelink"

    def find(self, recording: Recording) -> Found:
        """The holds of one recording, in order of time."""
        events = play(recording, Abstaining(Mode.PROBE), recording.block)
        holds = tuple(
            FoundHold(event.onset_s, event.end_s, event.decided_s, event.in_zone_s, event.slips)
            for event in events
            if isinstance(event, HoldEnded)
        )
        slips = (event for event in events if isinstance(event, Slip))
        return Found(holds, tuple(FoundSlip(slip.t_s, slip.decided_s) for slip in slips))


@dataclass(frozen=True, slots=True)
class OurRelease:
    """The core's evidence and verdict, from the force and the sources in `beside`."""

    name: str = "devicelink"
    beside: frozenset[Source] = frozenset()
    declared: bool = True
    """Whether a dead load is told to be one."""

    @property
    def offline(self) -> bool:
        """The pain after a hold is known when it is over: no rival, but a bound."""
        return Source.PAIN in self.beside

    def scores(self, recording: Recording, hold: HoldTruth) -> Scores:
        """Its probability as a meter shows it, and its verdict; nothing where it finds no hold."""
        ball = self.declared and recording.handling is Handling.DEADLOAD
        calls = _same_hold(_script(recording, Mode.BALL if ball else Mode.PROBE), hold)
        if calls is None:
            return Scores(np.empty(0), np.empty(0), np.empty(0), probable=True)
        signal = self.beside & {Source.DEPTH, Source.TREMOR}
        words, verdict, ended = _words(recording, calls, signal, Mode.BALL if ball else Mode.PROBE)
        said = Said(verdict.verdict, verdict.p, verdict.declared_s)
        until_s = min(hold.end_s, ended.end_s)
        if Source.KEY in self.beside:
            return metered([_with_report(word) for word in words], until_s, said)
        if Source.PAIN in self.beside:
            return _at_the_end(metered(_of_signal(words), until_s, said), recording)
        return metered(_of_signal(words), until_s, said)


Word = tuple[float, float | None, float | None]
"""Time, probability (None while it cannot look), beginning of the give."""


def _of_signal(words: Sequence[ReleaseEvidence]) -> list[Word]:
    return [(word.t_s, word.p, word.since_s) for word in words]


def _at_the_end(scores: Scores, recording: Recording) -> Scores:
    """The moment that speaks most for a give, weighed by how far pain fell over the hold."""
    if not len(scores.t_s):
        return scores
    peak = slice(int(scores.score.argmax()), int(scores.score.argmax()) + 1)
    fall = recording.pains[0].level - recording.pains[-1].level
    p = added(float(scores.score[peak][0]), release_model().pain_term(fall))
    return Scores(scores.t_s[peak], np.array([p]), scores.since_s[peak], verdict=scores.verdict)


def _with_report(word: ReleaseEvidence) -> Word:
    p = word.p if word.p_with_report is None else word.p_with_report
    return word.t_s, p, word.since_s


def metered(words: Sequence[Word], until_s: float, said: Said | None) -> Scores:
    """What a meter shows between one word and the next; nothing while the estimator cannot look."""
    rows: list[tuple[float, float, float]] = []
    for word, after in zip_longest(words, words[1:]):
        t_s, p, since_s = word
        if p is None or t_s > until_s:
            continue
        end_s = until_s if after is None else min(until_s, after[0])
        shown_s = np.arange(t_s, max(end_s - 1e-6, t_s + 1e-6), EVERY_S)
        rows += [(float(at), p, float("nan") if since_s is None else since_s) for at in shown_s]
    t_s, p, since = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return Scores(t_s, p, since, probable=True, verdict=said)


@lru_cache(maxsize=32)
def _script(recording: Recording, mode: Mode) -> tuple[Call, ...]:
    """What the core tells of it: the same for every row."""
    script = Script(mode)
    play(recording, script, recording.whole, mode)
    return tuple(script.calls)


@lru_cache(maxsize=128)
def _words(
    recording: Recording, calls: tuple[Call, ...], beside: frozenset[Source], mode: Mode
) -> tuple[list[ReleaseEvidence], Release, HoldEnded]:
    """All that the estimator says of one hold: once for the rows that differ in reports only."""
    listener = Listener(mode, release_model(), asks=True)
    return told(calls, listener, beside, recording.keys_s)


def _same_hold(calls: tuple[Call, ...], hold: HoldTruth) -> tuple[Call, ...] | None:
    """The part of the script that tells of this hold; None where the core found none."""
    starts = [nth for nth, call in enumerate(calls) if call[0] == "begin"]
    parts = [calls[a:b] for a, b in zip_longest(starts, starts[1:])]
    found = [(part, call[1]) for part in parts for call in part if call[0] == "verdict"]
    part, ended = max(found, key=lambda one: _shared_s(one[1], hold), default=(None, None))
    return part if ended is not None and _shared_s(ended, hold) > 0.0 else None


def _shared_s(found: HoldEnded, hold: HoldTruth) -> float:
    return min(found.end_s, hold.end_s) - max(found.onset_s, hold.onset_s)


def our_releases() -> tuple[ReleaseDetector, ...]:
    """Ours, each a row of the table."""
    return (
        OurRelease(),
        OurRelease("devicelink + key", frozenset({Source.KEY})),
        OurRelease("devicelink + pain", frozenset({Source.PAIN})),
        OurRelease("devicelink + tremor", frozenset({Source.TREMOR})),
        OurRelease("devicelink + displacement", frozenset({Source.DEPTH})),
        OurRelease("devicelink, not declared", declared=False),
    )
