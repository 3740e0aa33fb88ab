"""A run from its recordings to its result file: what is done already stays, the rest is given out.

Guarded by tests/cohort/test_conduct.py.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from devicelink.cohort.analysis import sha256
from devicelink.cohort.journal import Journal
from devicelink.cohort.plan import Outcome, Source, Workers, batches


@dataclass(frozen=True, slots=True)
class Tally:
    """How a run ended."""

    recordings: int
    broken: int
    done_before: int


class Watcher:
    """Hears how a run comes on. This one tells nobody."""

    def checking(self, number: int) -> None:
        """So many recordings have been held against what was done before."""

    def begin(self, todo: Sequence[Source], done_before: int) -> None:
        """These are left to do."""

    def made(self, outcomes: Sequence[Outcome]) -> None:
        """These are done and on the disk."""


def conduct(
    sources: Sequence[Source], journal: Journal, hire: Callable[[int], Workers], watcher: Watcher
) -> Tally:
    """Have every recording judged once and put the result in its place.

    `hire` makes workers for so many recordings. Raises what they and the journal raise; what was
    done by then is kept.
    """
    done = journal.done(sources, sha256, watcher.checking)
    todo = [source for source in sources if source.label not in done]
    watcher.begin(todo, len(done))
    if todo:
        with closing(hire(len(todo)).run(batches(todo))) as finished:
            for outcomes in finished:
                journal.append(outcomes)
                watcher.made(outcomes)
    labels = [source.label for source in sources]
    broken = journal.broken(labels)
    journal.finish(labels)
    return Tally(len(sources), broken, len(done))
