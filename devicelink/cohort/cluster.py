"""Workers of a Dask cluster. They must have this devicelink and see the recordings where we do.

The only module that knows dask, which is an extra. Guarded by tests/cohort/test_cluster.py.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, Final

from devicelink.cohort.analysis import fingerprint, stopped
from devicelink.cohort.local import Work
from devicelink.cohort.plan import Batch, Outcome
from devicelink.errors import DevicelinkError

WAIT_S: Final = 30.0
"""For the scheduler to answer, and for a first worker to be there."""
AHEAD: Final = 2
"""Portions given out for each thread of the cluster: one under way, one to go on with at once."""


class DaskWorkers:
    """The workers of the cluster whose scheduler is at `address`, doing `work`."""

    def __init__(self, address: str, work: Work) -> None:
        """Raises DevicelinkError where dask is not installed."""
        if find_spec("distributed") is None:
            raise DevicelinkError("dask_missing")
        self._address, self._work = address, work

    def run(self, batches: Iterable[Batch]) -> Generator[list[Outcome], None, None]:
        """As `Workers.run`. Raises DevicelinkError for a cluster out of reach or one that differs.

        Dask itself tries a portion several times, and blames those beside it as well. So what it
        gives up is tried again at the end, recording by recording, with nothing else under way: a
        recording that takes its workers down alone is broken.
        """
        with _client(self._address) as client:
            waiting, suspects = iter(batches), deque[Batch]()
            room = AHEAD * max(1, sum(client.nthreads().values()))
            under_way: dict[str, Batch] = {}
            finished = _dask().as_completed(loop=client.loop)

            def give(batch: Batch) -> None:
                future = client.submit(_portion, self._work, batch, fingerprint(), pure=False)
                under_way[future.key] = batch
                finished.add(future)

            try:
                while True:
                    for batch in islice(waiting, room - len(under_way)):
                        give(batch)
                    alone = not under_way and bool(suspects)
                    if alone:
                        give(suspects.popleft())
                    if not under_way:
                        return
                    future = next(finished)
                    yield _outcomes(future, under_way.pop(future.key), None if alone else suspects)
            finally:
                finished.clear()


def _outcomes(future: Any, batch: Batch, suspects: deque[Batch] | None) -> list[Outcome]:
    """What became of a portion; given up by dask it joins the suspects, and as one it is broken."""
    if future.status == "finished":
        told: list[Outcome] | str | None = future.result()
        if told is None:
            raise DevicelinkError("dask_other_version")
        if isinstance(told, str):
            raise DevicelinkError("dask_unseen", path=told)
        return told
    error = future.exception() if future.status == "error" else None
    if isinstance(error, _dask().KilledWorker):
        if suspects is None:
            return [stopped(batch[0])]
        suspects.extend((source,) for source in batch)
        return []
    why = type(error).__name__ if error else future.status
    raise DevicelinkError("dask_gave_up", why=why)


def _portion(work: Work, batch: Batch, wanted: str) -> list[Outcome] | str | None:
    """Done on a worker: the outcomes; a file that it cannot see; None of another version of us."""
    if fingerprint() != wanted:
        return None
    unseen = next((s.path for s in batch if s.size and not Path(s.path).exists()), None)
    return unseen or [work(source) for source in batch]


def _dask() -> Any:
    """Imported when it is wanted: an extra, and none of the quick."""
    return import_module("distributed")


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        client = _dask().Client(address, timeout=WAIT_S, set_as_default=False)
        try:
            client.wait_for_workers(1, timeout=WAIT_S)
        except BaseException:
            client.close()
            raise
    except (OSError, TimeoutError, ValueError) as error:
        raise DevicelinkError("dask_no_cluster", address=address) from error
    with client:
        yield client
