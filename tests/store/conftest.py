"""A place of its own for each test, and a small session to put there."""

from pathlib import Path

import pytest

from devicelink.store.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place.of(tmp_path / "data")
