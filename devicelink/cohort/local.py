"""Workers beside us, one process each. A worker that dies takes nothing along.

Each says when it begins a recording and sends its outcome as it is made, so it is known which one a
dead worker was at: that counts a strike, and all that are left go to its successor. Guarded by
tests/cohort/test_local.py.
"""

import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Final, TypeAlias

from devicelink.cohort.analysis import stopped
from devicelink.cohort.plan import Batch, Outcome, Source
from devicelink.errors import DevicelinkError

Work: TypeAlias = Callable[[Source], Outcome]
"""What is done with a recording; must be picklable."""
STRIKES: Final = 2
"""Workers that a recording may take down before it is left alone."""
STILLBORN: Final = 5
"""Workers that may die in a row before they have begun."""
_THREADS: Final = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")
}
"""A process for each core is enough; numpy's own threads would only fight over them."""


@dataclass(slots=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    ready: bool = False
    """It has begun at all."""
    busy: bool = False
    """It is at the first of what is left."""
    left: deque[Source] = field(default_factory=deque)
    made: list[Outcome] = field(default_factory=list)


class LocalWorkers:
    """`count` processes doing `work`."""

    def __init__(self, count: int, work: Work) -> None:
        self._count, self._work = count, work
        self._crew: dict[Connection, _Worker] = {}
        self._again: deque[Batch] = deque()
        self._strikes: Counter[str] = Counter()
        self._stillborn = 0

    def run(self, batches: Iterable[Batch]) -> Generator[list[Outcome], None, None]:
        """As `Workers.run`."""
        waiting = iter(batches)
        try:
            for _ in range(self._count):
                self._hire()
            while self._crew:
                heard = set(wait(list(self._crew)))
                for pipe in [pipe for pipe in self._crew if pipe in heard]:
                    made = self._heard(pipe, waiting)
                    if made:
                        yield made
        finally:
            self._dismiss()

    def _hire(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")  # the same on every system, and no fork
        process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        with _environment(_THREADS):
            process.start()
        theirs.close()
        self._crew[ours] = _Worker(process)

    def _heard(self, pipe: Connection, waiting: Iterator[Batch]) -> list[Outcome]:
        """Take what a worker sent; answer with a finished portion, if this finished one."""
        worker = self._crew[pipe]
        try:
            outcome: Outcome | None = pipe.recv()
        except (EOFError, OSError):
            return self._lost(pipe)
        if outcome is not None:
            worker.left.popleft()
            worker.made.append(outcome)
        worker.busy = outcome is None and worker.ready
        worker.ready, self._stillborn = True, 0
        if worker.left:
            return []
        made, worker.made = worker.made, []
        batch = self._again.popleft() if self._again else next(waiting, None)
        if batch is None:
            self._retire(pipe)
        else:
            worker.left.extend(batch)
            with suppress(OSError):  # it has died: that is heard next
                pipe.send(batch)
        return made

    def _lost(self, pipe: Connection) -> list[Outcome]:
        """A worker has died: what it had not done is done by another."""
        worker = self._crew[pipe]
        self._retire(pipe)
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn >= STILLBORN:
                raise DevicelinkError("cohort_processes_end")
        elif worker.busy:
            source = worker.left[0]
            self._strikes[source.label] += 1
            if self._strikes[source.label] >= STRIKES:
                worker.left.popleft()
                worker.made.append(stopped(source))
        if worker.left:
            self._again.append(tuple(worker.left))
        self._hire()
        return worker.made

    def _retire(self, pipe: Connection) -> None:
        """Close the pipe: a worker that still lives ends by that."""
        worker = self._crew.pop(pipe)
        pipe.close()
        worker.process.join(timeout=5.0)

    def _dismiss(self) -> None:
        for worker in self._crew.values():
            worker.process.terminate()
        for pipe in list(self._crew):
            self._retire(pipe)


def _serve(pipe: Connection, work: Work) -> None:
    """A worker's life. It ends with the pipe, whatever became of the one at its other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who tells the person
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            for source in pipe.recv():
                pipe.send(None)
                pipe.send(work(source))


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """These variables, where they are not set, for processes begun meanwhile."""
    before = dict(os.environ)
    for name, value in values.items():
        os.environ.setdefault(name, value)
    try:
        yield
    finally:
        for name in values.keys() - before.keys():
            del os.environ[name]
