"""A data file with two sessions: a whole one and one that was cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.store.made import record_session


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    place = Place.of(tmp_path / "data")
    recorder = Recorder(place)
    record_session(recorder, batches=100)
    record_session(recorder, ends=False)
    recorder.close()
    with History(place) as made:
        yield made
