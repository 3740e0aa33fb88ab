"""What a session tells the release estimator: the gauge, the key, pain; and that it is kept."""

from collections.abc import Sequence
from math import isclose

import pytest

from devicelink.care.inputs import Intent, Pain
from devicelink.care.outputs import Phase, PhaseChanged
from devicelink.core.events import Release, ReleaseEvidence
from devicelink.session.replay import first_difference, replay
from tests.session.played import Played


def busy(now: Played) -> Sequence[Intent]:
    """Says a number twice while listening, besides the key that everyone presses here."""
    listening = [t_s for t_s, what in now.told
                 if isinstance(what, PhaseChanged) and what.phase is Phase.LISTEN]  # fmt: skip
    at_s = round(now.t_s - listening[-1], 1) if now.engine.coach.gauge_dimmed else 0.0
    return {6.0: [Pain(7)], 20.0: [Pain(3)]}.get(at_s, [])


@pytest.fixture(scope="module")
def played() -> Played:
    return Played("home", during=busy).run()


def words(played: Played) -> list[tuple[float, ReleaseEvidence]]:
    return [(t_s, what) for t_s, what in played.told if isinstance(what, ReleaseEvidence)]


def test_it_listens_while_the_gauge_is_dimmed_and_only_then(played: Played) -> None:
    phases = [(t_s, what.phase) for t_s, what in played.told if isinstance(what, PhaseChanged)]
    heard = 0
    for t_s, word in words(played):
        phase = [phase for at_s, phase in phases if at_s <= t_s - 0.3][-1]
        if word.p is not None:
            heard += 1
            assert phase in {Phase.LISTEN, Phase.ASK}
    assert heard > 10


def test_key_and_pain_become_terms(played: Played) -> None:
    """S39, S46: stated beside the signal's, never part of its probability."""
    sources = [{term.source for term in word.terms} for _, word in words(played) if word.terms]
    assert {"force", "key"} <= sources[-1]
    assert all("force" in one for one in sources)
    verdicts = [one for one in played.said(Release) if isinstance(one, Release)]
    assert verdicts
    for release in verdicts:
        assert release.terms[-1].source == "pain"
        assert release.p_with_report is not None
    moved = [not isclose(one.p_with_report or 0.0, one.p) for one in verdicts]
    assert any(moved)  # what is as good as sure by itself may stay so


def test_all_of_it_is_the_same_in_a_replay(played: Played) -> None:
    again = list(replay(played.began, played.records, played.samples))
    assert first_difference(played.records, again) is None
    assert any(record.kind == "release_evidence" for record in again)
    assert any(record.kind == "easing" for record in again)
