"""A device that lies, through the whole engine: told, kept, left out, and the same in a replay."""

from collections.abc import Callable
from math import nan

import pytest

from devicelink.care.outputs import Cue, Phase
from devicelink.core.events import Doubted
from devicelink.session.replay import first_difference, replay
from tests.session.played import Played


class Lying:
    """The world's force, spoilt from a time on."""

    def __init__(self, played: Played, spoil: Callable[[float, int], float]) -> None:
        self._force_n, self._spoil, self._n = played.world.force_n, spoil, 0
        played.world.force_n = self.force_n  # type: ignore[method-assign]

    def force_n(self, t_s: float) -> float:
        self._n += 1
        return self._spoil(self._force_n(t_s), self._n)


@pytest.mark.parametrize(
    ("why", "spoil"),
    [
        ("stuck", lambda _force_n, _n: 24.321),
        ("not a number", lambda _force_n, _n: nan),
        ("beyond its range", lambda force_n, _n: force_n + 900.0),
        ("far below zero", lambda force_n, _n: force_n - 60.0),
    ],
)
def test_a_lie_that_lasts_pauses_the_hold_and_says_why(
    why: str, spoil: Callable[[float, int], float]
) -> None:
    played = Played().until(Phase.LISTEN)
    held_s = played.engine.coach.held_s
    Lying(played, spoil)
    for _ in range(15):
        played.step()
    assert played.engine.coach.phase is Phase.PAUSED
    assert not played.engine.live
    assert played.engine.coach.held_s < held_s + 0.7
    doubts = [one for one in played.said(Doubted) if isinstance(one, Doubted)]
    assert doubts[0].why.value == why
    said = [one.phrase for one in played.said(Cue) if isinstance(one, Cue)]
    assert "reading_doubted" in said
    assert "no_signal" in said
    kept = [record for record in played.records if record.kind == "doubted"]
    assert kept[0].body["why"] == why
    played.engine.finish()
    made = list(replay(played.began, played.records, played.samples))
    assert first_difference(played.records, made) is None


def test_one_impossible_sample_is_left_out_and_moves_nothing() -> None:
    played = Played().until(Phase.LISTEN)
    Lying(played, lambda force_n, n: force_n + 80.0 * (n == 20))
    for _ in range(15):
        played.step()
    assert played.engine.coach.phase is Phase.LISTEN
    (doubt,) = [one for one in played.said(Doubted) if isinstance(one, Doubted)]
    assert doubt.why.value == "an impossible step"
