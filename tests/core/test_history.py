"""The signal kept for looking back: enough of it, and never too much."""

import numpy as np
import pytest

from devicelink.core import history
from devicelink.core.history import IDLE_S, History


def test_idle_it_forgets_and_in_contact_it_keeps() -> None:
    kept = History()
    for index in range(6000):
        kept.add(index / 100, float(index))
        if index % 20 == 0:
            kept.tidy(in_contact=index >= 3000)
    t, force = kept.between(0.0, 60.0)
    assert t[0] <= 30.0 - IDLE_S
    assert t[0] >= 30.0 - 3 * IDLE_S
    assert np.array_equal(force, np.round(t * 100))
    assert t[-1] == 59.99


def test_both_ends_are_included() -> None:
    kept = History()
    for index in range(10):
        kept.add(float(index), 0.0)
    assert kept.between(2.0, 5.0)[0].tolist() == [2.0, 3.0, 4.0, 5.0]
    assert len(kept.between(20.0, 30.0)[0]) == 0


def test_a_contact_without_end_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "CAPACITY", 1000)
    kept = History()
    for index in range(50_000):
        kept.add(index / 100, 1.0)
        if index % 20 == 0:
            kept.tidy(in_contact=True)
    t, _ = kept.between(0.0, 1e9)
    assert len(t) <= 1020
    assert t[0] == pytest.approx(0.0, abs=1.0)
    assert (np.diff(t) > 0).all()
