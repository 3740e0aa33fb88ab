"""What is to be done, in which portions, and what has been: pure, no file is touched.

Guarded by tests/cohort/test_plan.py.
"""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

BATCH_RECORDINGS: Final = 16
"""Half a second of work for one core at a minute each: seldom enough to be written and flushed at
once, often enough that little is done again after a kill."""
BATCH_BYTES: Final = 4_000_000
"""Long recordings go in smaller portions, so that no worker is left alone with the last one."""


@dataclass(frozen=True, slots=True)
class Source:
    """A recording to be judged: its name in the result, where it lies, and its bytes (0: none)."""

    label: str
    path: str
    size: int


Batch: TypeAlias = tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A recording's part of the result, one JSON object a line; `broken` says why it has none."""

    label: str
    text: bytes
    broken: str | None


class Workers(Protocol):
    """Whoever judges the recordings."""

    def run(self, batches: Iterable[Batch]) -> Generator[list[Outcome], None, None]:
        """Each recording's outcome once, in any order, as soon as it is there.

        Takes batches no faster than they are worked off. Whatever becomes of a worker, its
        recordings are given out again; one that takes its worker down twice comes back broken.
        Raises DevicelinkError where nobody is left to do the work.
        """


def batches(sources: Iterable[Source]) -> Iterator[Batch]:
    """The recordings in portions, in their order; one that is large goes alone."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        if batch and (len(batch) == BATCH_RECORDINGS or size + source.size > BATCH_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(source)
        size += source.size
    if batch:
        yield tuple(batch)
