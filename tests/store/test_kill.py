"""A program killed at any instant keeps all that was acknowledged, and the file stays sound."""

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devicelink.store.history import INTERRUPTED, UNDER_WAY, History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.store.made import batch

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("seed", range(4))
def test_kill_keeps_all_that_was_acknowledged(place: Place, seed: int) -> None:
    assert killed(place, seed) >= 5


def killed(place: Place, seed: int) -> int:
    """One writer killed at a moment by the seed, and the file looked at; how much it was told."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writing_child", str(place.folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    with child, child.stdout as said:
        acknowledged = [int(said.readline()) for _ in range(5)]
        with History(place) as history:
            assert history.sessions()[0].ending == UNDER_WAY
        time.sleep(random.Random(seed).uniform(0, 0.15))
        child.kill()
        acknowledged += [int(line) for line in said.read().split()]
    with sqlite3.connect(place.file) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kept(place) >= len(acknowledged), "interrupted, with live blocks"
    Recorder(place).close()
    with sqlite3.connect(place.file) as raw:
        assert raw.execute("SELECT count(*) FROM sample_chunk").fetchone() == (0,)
    assert kept(place) >= len(acknowledged), "the next start made one block of them"
    return len(acknowledged)


def kept(place: Place) -> int:
    """Checks the interrupted session against what was written; how many rounds of it there are."""
    with History(place) as history:
        (row,) = history.sessions()
        data = history.session(row.id)
    assert row.ending == INTERRUPTED
    rounds = len(data.records)
    assert data.holes == ()
    assert row.samples in {50 * rounds, 50 * (rounds + 1)}
    raw = b"".join(part.raw.tobytes() for part in data.samples)
    assert raw == b"".join(batch(50 * i).raw.tobytes() for i in range(row.samples // 50))
    return rounds
