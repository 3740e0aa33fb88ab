"""`devicelink replay -o`: many recordings on many workers, told on stderr as they are done.

On a terminal one line that moves, else a line now and then. Guarded by tests/cli/test_cohort.py.
"""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from devicelink.care.phrases import clock
from devicelink.cli.saying import say, tell
from devicelink.cli.terminal import clear_line, put
from devicelink.clock import Clock
from devicelink.cohort.analysis import header, judge
from devicelink.cohort.cluster import DaskWorkers
from devicelink.cohort.conduct import Watcher, conduct
from devicelink.cohort.finding import sources
from devicelink.cohort.journal import Journal
from devicelink.cohort.local import LocalWorkers, Work
from devicelink.cohort.plan import BATCH_RECORDINGS, Outcome, Source, Workers
from devicelink.core.release import Mode
from devicelink.errors import DevicelinkError, UsageError

BAR: Final = 24
DRAW_EVERY_S: Final = 0.25
SAY_EVERY_S: Final = 10.0


def run_cohort(
    paths: Sequence[str],
    output: str,
    mode: Mode,
    chunk: int | None,
    jobs: int | None,
    dask: str | None,
) -> None:
    """Judge the recordings and put the result into `output`. Raises what stands in the way."""
    exported = next((path for path in paths if path.endswith(".jsonl")), None)
    if exported is not None:
        raise UsageError("cohort_session", exported=exported)
    work = partial(judge, mode=mode, chunk=chunk)
    watcher = Progress(output)
    todo = sources(paths)
    try:
        with Journal(output, header(mode)) as journal:
            tally = conduct(todo, journal, partial(_workers, work, jobs, dask), watcher)
    except KeyboardInterrupt:
        watcher.clear()
        tell("cohort", "stopped", output=output)
        tell("cohort", "go_on")
        raise
    finally:
        watcher.clear()
    watcher.end(tally.recordings)
    if tally.broken:
        raise DevicelinkError(
            "cohort_broken", broken=tally.broken, recordings=tally.recordings, output=output
        )


def _workers(work: Work, jobs: int | None, dask: str | None, recordings: int) -> Workers:
    if dask is not None:
        return DaskWorkers(dask, work)
    portions = -(-recordings // BATCH_RECORDINGS)
    return LocalWorkers(min(jobs or cores(), portions), work)


def cores() -> int:
    """The processor cores that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Progress(Watcher):
    """Tells on stderr how far it is and how long it will take, by the bytes that are left."""

    def __init__(self, output: str) -> None:
        self._output = output
        self._clock = Clock()
        self._moves = sys.stderr.isatty()
        self._told_s = self._began_s = 0.0
        self._sizes: dict[str, int] = {}
        self._bytes = self._bytes_done = 0
        self._done = self._before = self._total = self._broken = 0

    def checking(self, number: int) -> None:
        """So many have been held against what was done before."""
        if self._due():
            self._say(say("cohort", "checking", n=number))

    def begin(self, todo: Sequence[Source], done_before: int) -> None:
        """Begin to count."""
        self._sizes = {source.label: source.size for source in todo}
        self._bytes = sum(self._sizes.values())
        self._before, self._total = done_before, done_before + len(todo)
        self._began_s = self._clock.now()
        if done_before:
            self.clear()
            tell("cohort", "done_before", n=done_before, of=self._total)

    def made(self, outcomes: Sequence[Outcome]) -> None:
        """Count, report what is broken, and tell how far it is if that is due."""
        for outcome in outcomes:
            self._done += 1
            self._bytes_done += self._sizes[outcome.label]
            if outcome.broken is not None:
                self._broken += 1
                self.clear()
                put(outcome.broken, err=True)
        if self._due():
            self._say(self.line())

    def line(self) -> str:
        """How far it is: a bar, the count, recordings a second, the time left."""
        took_s = max(self._clock.now() - self._began_s, 1e-3)
        share = self._bytes_done / self._bytes if self._bytes else 0.0
        filled = int(share * BAR)
        bar = "━" * filled + "─" * (BAR - filled)
        parts = [
            say("cohort", "of", n=self._before + self._done, of=self._total),
            say("cohort", "pace", n=self._done / took_s),
            say("cohort", "left", time=clock(took_s / share - took_s))
            if share
            else say("cohort", "left_unknown"),
        ]
        if self._broken:
            parts.append(say("cohort", "broken", n=self._broken))
        return f"{bar}  {'   '.join(parts)}"

    def end(self, recordings: int) -> None:
        """The last line."""
        took_s = self._clock.now() - self._began_s
        entry = "end" if self._done else "end_before"
        tell("cohort", entry, n=recordings, time=clock(took_s), output=Path(self._output))

    def clear(self) -> None:
        """Take the moving line away."""
        if self._moves:
            clear_line()

    def _due(self) -> bool:
        now_s = self._clock.now()
        if now_s - self._told_s < (DRAW_EVERY_S if self._moves else SAY_EVERY_S):
            return False
        self._told_s = now_s
        return True

    def _say(self, text: str) -> None:
        self.clear()
        put(text, nl=not self._moves, err=True)
