"""How tries ended, by place; complete sessions; the last time: simulated ones are nobody's."""

from devicelink.care.outputs import RepEnd
from devicelink.store.history import History
from devicelink.store.place import Place
from tests.cli.before import had_sessions


def test_tries_are_counted_by_place_and_never_simulated(place: Place) -> None:
    had_sessions(place.folder, ends=("bad_pain", "goal"), days_ago=3)
    had_sessions(place.folder, ends=("pain_high",), days_ago=1)
    had_sessions(place.folder, side="right", ends=("goal",))
    had_sessions(place.folder, ends=("bad_pain",), simulated=True)
    had_sessions(place.folder, ends=("goal",), reason="stopped")
    with History(place) as history:
        ends = [one.end for one in history.tries("ut", "left")]
        assert ends == [RepEnd.BAD_PAIN, RepEnd.GOAL, RepEnd.PAIN_HIGH, RepEnd.GOAL]
        assert history.complete() == 3
        assert history.places() == [("ut", "left"), ("ut", "right")]
        assert history.last_at("gm", "left") is None
        last = history.last_at("ut", "right")
        assert last is not None
        assert last.tzinfo is not None
