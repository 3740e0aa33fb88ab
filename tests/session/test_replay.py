"""The record of a session, run again: the same to the byte, and a change is found at its place."""

from dataclasses import replace

import pytest

from devicelink.care.inputs import BadPain, Intent
from devicelink.care.outputs import Phase, PhaseChanged, SessionEnd, SessionOver
from devicelink.core.block import Block
from devicelink.session.engine import TICKS
from devicelink.session.replay import Difference, first_difference, replay
from devicelink.store.record import SESSION_FACTS, Record
from tests.session.played import Played


@pytest.fixture(scope="module")
def played() -> Played:
    return Played().run()


def again(played: Played, records: list[Record], samples: Block | None = None) -> list[Record]:
    return list(replay(played.began, records, samples or played.samples))


def test_a_replay_is_the_record(played: Played) -> None:
    made = again(played, played.records)
    assert first_difference(played.records, made) is None
    assert len(made) > 100


def test_a_replay_of_a_replay_is_the_same_with_its_ticks(played: Played) -> None:
    once = again(played, played.records)
    assert again(played, once) == once


@pytest.mark.parametrize("cut", [(1,), (10,), (3, 7), (4, 1, 2)])
def test_how_samples_were_cut_does_not_matter(played: Played, cut: tuple[int, ...]) -> None:
    other = Played(cut=cut).run()
    assert first_difference(played.records, other.records) is None
    assert len(other.records) == len(played.records)


def test_a_session_cut_short_by_bad_pain_replays_too() -> None:
    """S45: what the person did is an input like any other."""

    def during(now: Played) -> list[Intent]:
        return [BadPain()] if round(now.t_s, 1) in {14.0, 30.0} else []

    hurt = Played(during=during).run()
    assert any(record.kind == "bad_pain" for record in hurt.records)
    assert first_difference(hurt.records, again(hurt, hurt.records)) is None


def slept(pace: float) -> Played:
    """Ten minutes of sleep in the first hold's listening."""

    def during(now: Played) -> list[Intent]:
        if now.engine.coach.phase is Phase.LISTEN and now.engine.coach.held_s > 5.0:
            now.sleep(0.0 if now.slept_s else 600.0)
        return []

    return Played(pace=pace, during=during).run(at_most_s=1000.0)


def phases(played: Played) -> list[Phase]:
    return [one.phase for _, one in played.told if isinstance(one, PhaseChanged)]


def test_a_session_that_slept_goes_on_to_its_end_and_replays() -> None:
    played = slept(1.0)
    assert phases(played).count(Phase.PAUSED) == 1
    over = played.said(SessionOver)[0]
    assert isinstance(over, SessionOver)
    assert (over.end, over.reps) == (SessionEnd.COMPLETE, played.plan.programme.reps)
    assert first_difference(played.records, again(played, played.records)) is None


def test_how_fast_it_ran_is_part_of_how_it_began() -> None:
    """Late by as much at a thousand times the speed, it did not sleep."""
    played = slept(1000.0)
    assert Phase.PAUSED not in phases(played)
    assert first_difference(played.records, again(played, played.records)) is None
    other = replace(played.began, pace=1.0)
    assert first_difference(played.records, list(replay(other, played.records, played.samples)))


def test_a_changed_sample_is_found_at_the_first_record_it_changes(played: Played) -> None:
    force_n = played.samples.force_n.copy()
    force_n[2000:2060] = 0.0
    changed = Block.of(played.samples.t_s, force_n)
    found = first_difference(played.records, again(played, played.records, changed))
    assert found is not None
    kept = [r for r in played.records if r.kind != TICKS]
    assert found.recorded == kept[found.at]
    assert found.replayed is not None
    assert 20.0 <= found.replayed.t_s < 21.5
    assert all(record.t_s < 21.5 for record in kept[: found.at])


def test_a_changed_record_is_found_at_its_number(played: Played) -> None:
    kept = [r for r in played.records if r.kind != TICKS]
    at = next(n for n, record in enumerate(kept) if record.kind == "hold_ended")
    whole = played.records.index(kept[at])
    forged = list(played.records)
    forged[whole] = replace(kept[at], body={**kept[at].body, "mean_n": 99.0})
    found = first_difference(forged, again(played, forged))
    assert found == Difference(at, forged[whole], kept[at])


def test_a_record_taken_out_or_added_is_found(played: Played) -> None:
    made = again(played, played.records)
    kept = [r for r in played.records if r.kind != TICKS]
    assert first_difference(kept[:-1], made) == Difference(len(kept) - 1, None, kept[-1])
    assert first_difference(kept, made[:-1]) == Difference(len(kept) - 1, kept[-1], None)
    assert first_difference([*kept[:5], *kept[6:]], made) == Difference(5, kept[6], kept[5])


def test_facts_learnt_later_are_no_part_of_the_session(played: Played) -> None:
    facts = Record(played.t_s, 0, SESSION_FACTS, {"rate_hz": 100.0})
    assert first_difference([*played.records, facts], again(played, played.records)) is None


def test_a_changed_key_changes_what_follows(played: Played) -> None:
    """The answer to the first question: everything before it still is the same."""
    records = list(played.records)
    at = next(n for n, record in enumerate(records) if record.kind == "pain")
    records[at] = replace(records[at], body={"value": 2})
    found = first_difference(played.records, again(played, records))
    assert found is not None
    assert found.recorded == played.records[at]
