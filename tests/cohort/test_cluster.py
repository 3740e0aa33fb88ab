"""The same over a Dask cluster: the same bytes, a killed worker and a deadly recording survived."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from devicelink.cohort import cluster
from devicelink.cohort.analysis import judge
from devicelink.cohort.cluster import DaskWorkers
from devicelink.cohort.plan import Source, batches
from devicelink.core.release import Mode
from devicelink.errors import DevicelinkError
from tests.cohort.test_conduct import local, run
from tests.cohort.works import named

distributed: Any = pytest.importorskip("distributed", reason="devicelink[dask] is not installed")
dask: Any = pytest.importorskip("dask")


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Any]:
    """A scheduler and two worker processes on this machine."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as made,
    ):
        yield made


def test_the_same_file_as_beside_us(two_workers: Any, folder: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    work = partial(judge, mode=Mode.PROBE)
    address = two_workers.scheduler_address
    assert run(folder, there, lambda _: DaskWorkers(address, work)) == run(folder, here, local(1))
    assert there.read_bytes() == here.read_bytes()


def test_a_killed_worker_and_a_deadly_recording(two_workers: Any) -> None:
    names = [str(number) for number in range(60)]
    given = [Source(name, name, 0) for name in [*names[:5], "deadly", *names[5:]]]
    made = []
    with closing(DaskWorkers(two_workers.scheduler_address, named).run(batches(given))) as finished:
        for number, outcomes in enumerate(finished):
            made += outcomes
            if number == 0:
                kill_one(two_workers)
    assert Counter(outcome.label for outcome in made) == Counter([*names, "deadly"])
    assert [outcome.label for outcome in made if outcome.broken] == ["deadly"]


def kill_one(made: Any) -> None:
    """The cluster's own keepers know the processes; a worker asked may be dying already."""
    os.kill(next(nanny.pid for nanny in made.workers.values() if nanny.pid), signal.SIGKILL)


def test_a_worker_that_differs_is_not_worked_with(
    two_workers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = DaskWorkers(two_workers.scheduler_address, named)
    with pytest.raises(DevicelinkError, match="cannot see"):
        list(workers.run([(Source("a", "/nowhere/a.csv", 100),)]))
    monkeypatch.setattr(cluster, "fingerprint", lambda: "another")
    with pytest.raises(DevicelinkError, match="another version"):
        list(workers.run([(Source("a", "a", 0),)]))


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT_S", 0.5)
    for address in ("tcp://127.0.0.1:9", "nonsense"):
        with pytest.raises(DevicelinkError, match="No Dask cluster"):
            list(DaskWorkers(address, named).run([(Source("a", "a", 0),)]))
