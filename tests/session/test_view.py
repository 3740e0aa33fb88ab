"""What a face may show: never a stale number, no gauge while listening, the limit by its name."""

from dataclasses import replace

import numpy as np
import pytest

from devicelink.care.inputs import LinkChanged, LinkState, Mute
from devicelink.care.outputs import Phase, Question, RepEnded
from devicelink.core.block import Block
from devicelink.core.events import HoldEnded, Level, OverForce
from devicelink.data import phrases
from devicelink.session.intake import Intake
from devicelink.session.project import PICTURES_KEPT, Context, Told, project
from devicelink.session.view import Gauge, View, Where
from tests.session.played import LIVE, Played

ALARM = OverForce(
    level=Level.ALARM, t_s=20.0, force_n=41.0, predicted_n=44.0, limit_n=40.0, decided_s=20.0
)
CONTEXT = Context(who="you", device="probe P-100", today=2, simulated=True)


def seen(played: Played, told: Told | None = None, intake: Intake | None = None) -> View:
    told, intake = told or Told(LIVE), intake or Intake()
    if intake.heard_s < 0:
        intake.heard_s = played.t_s
    return project(played.t_s, played.engine, intake, told, CONTEXT, phrases())


@pytest.fixture
def listening() -> Played:
    return Played().until(Phase.LISTEN)


def test_a_stale_signal_has_no_number(listening: Played) -> None:
    intake = Intake()
    intake.rate_hz = 99.8
    live = seen(listening, intake=intake)
    assert live.force_n is not None
    assert live.link.rate_hz == 99.8
    listening.engine.tick(listening.t_s + 0.6, live=False)
    listening.engine.hear(listening.t_s, lost := LinkChanged(state=LinkState.LOST, attempt=2))
    stale = seen(listening, Told(lost), intake)
    assert (stale.force_n, stale.pressure_kpa, stale.steadiness_pct) == (None, None, None)
    assert (stale.gauge, stale.where) == (Gauge.NO_SIGNAL, Where.UNKNOWN)
    assert (stale.link.state, stale.link.attempt, stale.link.rate_hz) == (LinkState.LOST, 2, None)
    assert stale.held_s == live.held_s
    assert stale.alarm is not None


def test_a_number_grows_stale_between_two_ticks(listening: Played) -> None:
    """What the last tick found live is judged again at the moment it is shown."""
    intake = Intake()
    intake.heard_s = listening.t_s - 0.45
    assert seen(listening, intake=intake).force_n is not None
    intake.heard_s = listening.t_s - 0.55
    stale = seen(listening, intake=intake)
    assert listening.engine.live
    assert (stale.force_n, stale.gauge) == (None, Gauge.NO_SIGNAL)


def test_what_the_core_knew_grows_old_while_it_waits(listening: Played) -> None:
    """Half a second behind the newest and a tick ago is too old together, though neither is."""
    intake, now = Intake(), listening.engine.now
    assert now.at_s is not None
    intake._least_lag_s = 0.0
    intake.heard_s = intake.newest_s = now.at_s + 0.49
    intake.believed_n = 12.5

    def at(t_s: float) -> tuple[float | None, float | None]:
        made = project(t_s, listening.engine, intake, Told(LIVE), CONTEXT, phrases())
        return made.force_n, made.force_s

    assert at(now.at_s + 0.499) == (now.force_n, now.at_s)
    assert at(now.at_s + 0.501) == (12.5, intake.newest_s)
    intake.newest_s = now.at_s  # the core has it, and looks at its next tick
    assert at(now.at_s + 0.501) == (None, None)


def test_a_number_has_its_own_time_and_not_that_of_the_view(listening: Played) -> None:
    """The core's is that of its last sample; the newest reading's, which stands in, its own."""
    intake = Intake()
    intake.heard_s, intake._least_lag_s = listening.t_s, 0.0
    assert seen(listening, intake=intake).force_s == listening.engine.now.at_s
    intake.heard_s = listening.t_s - 0.3
    assert seen(listening, intake=intake).force_s == listening.t_s - 0.3
    intake.newest_s, intake.believed_n = listening.t_s + 0.7, 12.5
    assert seen(listening, intake=intake).force_s == listening.t_s - 0.3
    intake.believed_n = None
    assert seen(listening, intake=intake).force_s is None
    intake.heard_s = listening.t_s - 0.55
    assert seen(listening, intake=intake).force_s is None


def test_the_gauge_is_dimmed_while_listening_and_an_alarm_brings_it_back(
    listening: Played,
) -> None:
    """S40: what the hand sees it corrects, and a corrected force hides a release."""
    assert seen(listening).gauge is Gauge.DIMMED
    listening.engine.hear(listening.t_s, ALARM)
    loud = seen(listening)
    assert loud.gauge is Gauge.SHOWN
    assert loud.alarm is not None
    assert loud.alarm.level is Level.ALARM
    assert loud.recent[-1:] == ()
    listening.engine.hear(listening.t_s, Mute())
    assert seen(listening).alarm is not None, "the sound is off, the line stays"


def test_a_warning_shows_the_gauge_too(listening: Played) -> None:
    listening.engine.hear(listening.t_s, replace(ALARM, level=Level.WARN, force_n=33.0))
    warned = seen(listening)
    assert warned.gauge is Gauge.SHOWN
    assert warned.alarm is not None
    assert warned.alarm.level is Level.WARN


def test_the_limit_names_its_layer_and_the_force_its_pressure(listening: Played) -> None:
    view = seen(listening)
    assert view.limit.limit_n == 40.0
    assert view.limit.name == "cap for upper trapezius"
    assert view.force_n is not None
    assert view.pressure_kpa == pytest.approx(view.force_n * 10.0)  # 1 cm2
    assert (view.target.low_n, view.target.high_n) == (20.0, 30.0)


def test_where_the_force_is_in_a_word() -> None:
    played = Played().begin()
    played.step()
    assert seen(played).where is Where.NO_CONTACT
    assert seen(played.on_to(Phase.SETTLE)).where is Where.BELOW
    played.on_to(Phase.LISTEN)
    assert seen(played).where is Where.IN
    played.world.hand.press(36.0, 0.5)
    for _ in range(12):
        played.step()
    assert seen(played).where is Where.ABOVE


def test_while_the_core_waits_the_newest_reading_stands_in(listening: Played) -> None:
    """Samples lost on the air hold the core up for seconds: the number on the screen goes on."""
    intake = Intake()
    intake.newest_s, intake.believed_n = listening.t_s + 0.7, 12.5
    assert seen(listening, intake=intake).force_n == 12.5
    intake.newest_s = listening.t_s + 0.3
    assert seen(listening, intake=intake).force_n != 12.5
    intake.newest_s, intake.believed_n = listening.t_s + 0.7, None
    assert seen(listening, intake=intake).force_n is None


def test_samples_timed_ahead_of_the_session_are_shown_at_once(listening: Played) -> None:
    """The first frame sets the line of time; where it came late, all others come early."""
    told = Told(LIVE)
    told.trace.add(Block.of([listening.t_s - 0.1, listening.t_s + 0.1], [20.0, 21.0]))
    assert seen(listening, told).trace.force_n.tolist() == [20.0, 21.0]


def test_a_view_tells_the_plan_the_question_and_the_day() -> None:
    played = Played("home").begin()
    view = seen(played)
    assert (view.point, view.side, view.who) == ("Upper trapezius", "left", "you")
    assert (view.question, view.phase) == (Question.PAIN_BEFORE, Phase.PAIN_BEFORE)
    assert (view.rep, view.reps, view.today, view.per_day) == (1, 3, 2, 6)
    assert view.phase_left_s == pytest.approx(60.0)
    assert view.simulated
    assert not view.over
    assert view.sentence
    assert view.reason


def test_finished_holds_have_cards_with_what_the_person_felt() -> None:
    """S40, S57: force, verdict and own report side by side, also where they come in any order."""
    played, told = Played(), Told(LIVE, tip_area_mm2=100.0)
    played.run()
    told.trace.add(played.samples)
    reps = [happening for happening in played.said(RepEnded) if isinstance(happening, RepEnded)]
    rep = 1
    for _, happening in played.told:
        told.add(happening, rep, phrases())
        rep += isinstance(happening, RepEnded) and rep < len(reps)
    view = seen(played, told)
    assert view.over
    assert [card.hold.hold for card in view.holds] == [0, 1]
    for card in view.holds:
        assert card.release is not None
        assert card.release.hold == card.hold.hold
        assert 100 < len(card.trace) <= 400
        assert card.trace.t_s[0] >= card.hold.onset_s
        assert card.tip_area_mm2 == 100.0
    assert view.holds[-1].user_easing_s == reps[-1].user_easing_s
    assert view.trace.t_s[0] >= played.t_s - 30.0
    assert 1 <= len(view.recent) <= 6
    assert "(" in view.recent[-1]


def test_a_hold_that_nobody_felt_ease_says_so() -> None:
    told = Told(LIVE)
    told.trace.add(Block.of([1.0, 2.0], [20.0, 20.0]))
    ended = next(h for _, h in Played().run().told if isinstance(h, HoldEnded))
    told.add(ended, 1, phrases())
    assert told.cards[0].user_easing_s is None
    assert told.cards[0].release is None


def test_hold_after_hold_only_the_newest_keep_their_pictures() -> None:
    """Measurements of all; force and evidence of more holds than a plan may have."""
    told, t_s = Told(LIVE), np.arange(0.0, 40.0, 0.1)
    ended = next(h for _, h in Played().run().told if isinstance(h, HoldEnded))
    for nth in range(PICTURES_KEPT + 3):
        began_s = 100.0 * nth
        told.trace.add(Block.of(began_s + t_s, np.full(len(t_s), 20.0)))
        one = replace(ended, hold=nth, onset_s=began_s + 5.0, end_s=began_s + 35.0)
        told.add(replace(one, decided_s=began_s + 36.0), 1, phrases())
    assert [card.hold.hold for card in told.cards] == list(range(PICTURES_KEPT + 3))
    kept = [False] * 3 + [True] * PICTURES_KEPT
    assert [len(card.trace) > 0 for card in told.cards] == kept
    assert [len(card.during.force) > 0 for card in told.cards] == kept
