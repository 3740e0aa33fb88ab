"""Left is never taken for right, nor one person for another: what is said, shown and kept agree."""

from dataclasses import replace
from pathlib import Path

import pytest

from devicelink.care.outputs import Cue, Phase
from devicelink.care.plan import Side
from devicelink.data import phrases
from devicelink.session.intake import Intake
from devicelink.session.project import Context, Told, project
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.session.played import LIVE, Played
from tests.store.made import meta, record_session

WORDS = phrases()


@pytest.mark.parametrize(("side", "other"), [("left", "right"), ("right", "left")])
def test_the_side_asked_for_is_said_first_shown_and_kept(
    side: str, other: str, tmp_path: Path
) -> None:
    """S47, S56."""
    played = Played(side=Side(side)).until(Phase.LOCATE)
    said = [WORDS.say(told).lower() for _, told in played.told if isinstance(told, Cue)]
    named = [words for words in said if "left" in words or "right" in words]
    assert side in named[0]
    assert other not in named[0]
    context = Context(who="you", device="", today=1, simulated=True)
    view = project(played.t_s, played.engine, Intake(), Told(LIVE), context, WORDS)
    assert view.side == side
    place = Place(tmp_path / "data")
    recorder = Recorder(place)
    recorder.begin(replace(meta(), side=side))
    recorder.close()
    with History(place) as history:
        assert history.session(1).row.meta.side == side


def test_whose_record_it_is_is_said_and_nobody_elses_is_touched(tmp_path: Path) -> None:
    ana, ben = Place(tmp_path, "Ana"), Place(tmp_path, "Ben")
    for place in (ana, ben):
        Recorder(place).close()
    before = ben.file.read_bytes()
    recorder = Recorder(ana)
    record_session(recorder)
    recorder.close()
    assert (ana.who, ben.who, Place(tmp_path).who) == ("Ana", "Ben", "you")
    assert ben.file.read_bytes() == before
    with History(ana) as hers, History(ben) as his:
        assert (len(hers.sessions()), len(his.sessions())) == (1, 0)
    played = Played().until(Phase.LOCATE)
    context = Context(who=ana.who, device="", today=1, simulated=True)
    view = project(played.t_s, played.engine, Intake(), Told(LIVE), context, WORDS)
    assert view.who == "Ana"
