"""Processes beside us: a worker's death costs nothing, a deadly recording only itself."""

import os
import signal
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from devicelink.cohort.local import LocalWorkers, Work
from devicelink.cohort.plan import Outcome, Source, batches
from devicelink.errors import DevicelinkError
from tests.cohort.works import Unloadable, deadly_once, named

if os.name == "nt":
    pytest.skip("kills as they are done elsewhere", allow_module_level=True)


def sources(*names: str, folder: Path = Path()) -> list[Source]:
    return [Source(name, str(folder / name), 1) for name in names]


def run(given: list[Source], work: Work, count: int = 2) -> list[Outcome]:
    portions = batches(given)
    with closing(LocalWorkers(count, work).run(portions)) as finished:
        return [outcome for outcomes in finished for outcome in outcomes]


def test_each_comes_back_once() -> None:
    names = [str(number) for number in range(100)]
    made = run(sources(*names), named)
    assert Counter(outcome.label for outcome in made) == Counter(names)


def test_one_that_takes_its_worker_down_twice_is_left_alone() -> None:
    names = [str(number) for number in range(20)]
    made = {o.label: o for o in run(sources(*names[:7], "deadly", *names[7:]), named)}
    assert set(made) == {*names, "deadly"}
    assert [o.label for o in made.values() if o.broken] == ["deadly"]
    assert "stopped the program" in str(made["deadly"].broken)


def test_a_worker_that_dies_once_loses_nothing(tmp_path: Path) -> None:
    names = ["a", "deadly 1", "b", "deadly 2", "c"]
    made = run(sources(*names, folder=tmp_path), deadly_once)
    assert sorted(outcome.label for outcome in made) == ["a", "b", "c", "once 1", "once 2"]
    assert not any(outcome.broken for outcome in made)


def test_workers_killed_from_outside() -> None:
    """One killed after each portion that comes in, for as long as there are portions."""
    names = [str(number) for number in range(150)]
    workers = LocalWorkers(2, named)
    made: list[str] = []
    with closing(workers.run(batches(sources(*names)))) as finished:
        for outcomes in finished:
            made += [outcome.label for outcome in outcomes if not outcome.broken]
            for worker in list(workers._crew.values())[:1]:
                os.kill(worker.process.pid or 0, signal.SIGKILL)
    assert Counter(made) == Counter(names)


def test_workers_that_never_begin_are_an_error() -> None:
    with pytest.raises(DevicelinkError, match="as soon as they begin"):
        run(sources("a"), Unloadable())


def test_leaving_early_ends_the_workers() -> None:
    workers = LocalWorkers(2, named)
    finished = workers.run(batches(sources(*map(str, range(100)))))
    next(finished)
    processes = [worker.process for worker in workers._crew.values()]
    finished.close()
    assert processes
    assert not any(process.is_alive() for process in processes)
