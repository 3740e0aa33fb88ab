"""S27: n of 5-6 today; a seventh is discouraged and logged, not forbidden."""

import pytest

from devicelink import data
from devicelink.care.daily import day_count

TODAY = "2026-03-02"


@pytest.mark.parametrize(("earlier", "n", "over"), [(0, 1, False), (5, 6, False), (6, 7, True)])
def test_s27_counts_today_alone(earlier: int, n: int, over: bool) -> None:
    count = day_count(["2026-03-01"] * 9 + [TODAY] * earlier, TODAY)
    assert (count.n, count.over) == (n, over)
    text = data.phrases().say(count.cue(0.0))
    assert str(n) in text
    assert ("not advised" in text) is over
    assert count.cue(0.0).rule == "S27"
