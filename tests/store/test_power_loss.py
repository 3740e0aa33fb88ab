"""Losing power, or a disk that fails, at any step: nothing acknowledged is lost, the file is sound.

`checks/power_loss.py` does the same 5,000 times and at every single step.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from devicelink.store.writer import Writer
from tests.store.lossy import (
    CHUNKS,
    SESSIONS,
    Acknowledged,
    Outcome,
    disk_with,
    empty_file,
    judge,
    left_by_migrating,
    lose_power,
    parts_of,
    schemas,
    steps_of,
    steps_to_migrate,
    write_stubbornly,
)

RUNS, CONTROLS = 200, 25
EVERY = 23


@pytest.fixture
def losing(tmp_path: Path) -> Callable[..., list[Outcome]]:
    """So many losses of power."""
    image, folder = empty_file(tmp_path / "made"), tmp_path / "after"
    folder.mkdir()

    def lose(runs: int, *weakened: str) -> list[Outcome]:
        return [lose_power(image, folder, seed, weakened) for seed in range(runs)]

    return lose


def test_no_loss_of_power_loses_what_was_acknowledged(
    losing: Callable[..., list[Outcome]],
) -> None:
    """S58: with the settings that the product has."""
    outcomes = losing(RUNS)
    assert sum(outcome.acknowledged for outcome in outcomes) > 10 * RUNS
    assert [outcome for outcome in outcomes if outcome.lost or outcome.corrupt] == []


def test_the_same_with_weaker_settings_fails_so_the_test_can_see(
    losing: Callable[..., list[Outcome]],
) -> None:
    assert sum(bool(outcome.corrupt) for outcome in losing(CONTROLS, "PRAGMA synchronous = OFF"))
    assert sum(outcome.lost for outcome in losing(CONTROLS, "PRAGMA synchronous = NORMAL"))


@pytest.mark.parametrize("trouble", ["full", "io"])
def test_a_disk_that_fails_at_any_step_is_tried_again_and_nothing_is_lost(
    tmp_path: Path, trouble: str
) -> None:
    image, folder = empty_file(tmp_path / "made"), tmp_path / "after"
    folder.mkdir()
    failures = 0
    for step in range(1, steps_of(image), EVERY):
        disk, said = disk_with(image, step, trouble), Acknowledged()
        disk.fails_for = 1 + step % 3
        failures += write_stubbornly(disk, said)
        assert said.chunks == dict.fromkeys(range(1, SESSIONS + 1), CHUNKS)
        left = {name: bytes(stored.now) for name, stored in disk.files.items()}
        assert judge(left, folder, said) == Outcome(SESSIONS * CHUNKS, 0, ""), step
    assert failures > 0


def test_a_migration_that_is_cut_off_leaves_the_old_or_the_new_never_something_between(
    tmp_path: Path,
) -> None:
    """From every schema there ever was; and the next start brings it to the newest."""
    (tmp_path / "made").mkdir()
    made = schemas(tmp_path / "made")
    states = [parts for _, parts in made]
    for image, parts in made[:-1]:
        for step in range(1, steps_to_migrate(image), EVERY // 2):
            folder = tmp_path / f"{len(parts)}-{step}"
            folder.mkdir()
            assert left_by_migrating(image, folder, step) in states
            Writer(folder / "x.sqlite").close()
            with sqlite3.connect(folder / "x.sqlite") as raw:
                assert parts_of(raw) == states[-1]
            raw.close()
