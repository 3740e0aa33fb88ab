"""One worker, two workers: the same bytes. Broken ones are counted, also when done before."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from devicelink.cohort.analysis import header, judge
from devicelink.cohort.conduct import Tally, Watcher, conduct
from devicelink.cohort.finding import found, sources
from devicelink.cohort.journal import Journal
from devicelink.cohort.local import LocalWorkers
from devicelink.cohort.plan import Workers
from devicelink.core.release import Mode


def run(folder: Path, output: Path, hire: Callable[[int], Workers]) -> Tally:
    with Journal(str(output), header(Mode.PROBE)) as journal:
        return conduct(sources(found([str(folder)])), journal, hire, Watcher())


def local(count: int) -> Callable[[int], Workers]:
    return lambda _: LocalWorkers(count, partial(judge, mode=Mode.PROBE))


def nobody(_: int) -> Workers:
    raise AssertionError("there was work left")


def test_one_and_two_workers_make_the_same_file(folder: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    assert run(folder, one, local(1)) == run(folder, two, local(2)) == Tally(7, 1, 0)
    assert one.read_bytes() == two.read_bytes()
    assert run(folder, one, nobody) == Tally(7, 1, 7)
    assert one.read_bytes() == two.read_bytes()
