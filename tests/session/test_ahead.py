"""While the core waits, or nothing comes at all, no old force passes for the present one."""

from math import nan

from devicelink.care.outputs import Phase
from devicelink.core.events import Level, OverForce
from devicelink.session.engine import TICK_COLUMNS, TICKS
from devicelink.session.intake import Intake
from devicelink.session.replay import first_difference, replay
from devicelink.session.view import Gauge
from firmware_protocol.messages import Readings, Unit
from tests.session.live_bench import living
from tests.session.played import Played


def over(t_s: float) -> OverForce:
    return OverForce(
        level=Level.ALARM, t_s=t_s, force_n=60.0, predicted_n=60.0, limit_n=40.0, decided_s=t_s
    )


def test_an_alarm_stands_while_the_core_still_waits_for_older_samples() -> None:
    """The core's own force is from before the alarm: it neither clears it nor keeps the hold."""
    played = Played().until(Phase.LISTEN)
    engine, t_s = played.engine, played.t_s
    engine.hear(t_s, over(t_s))
    for n in range(1, 26):
        engine.tick(t_s + n / 10, live=True, ahead_n=60.0)
    assert engine.coach.alarm_level is Level.ALARM
    assert "rep_ended" not in [record.kind for record in played.records]
    for n in range(26, 36):
        engine.tick(t_s + n / 10, live=True, ahead_n=60.0)
    assert "rep_ended" in [record.kind for record in played.records]


def test_a_force_ahead_of_the_core_is_kept_and_replayed() -> None:
    played = Played().until(Phase.LISTEN)
    engine, t_s = played.engine, played.t_s
    for n in range(1, 40):
        engine.tick(t_s + n / 10, live=True, ahead_n=60.0)
    engine.finish()
    ticks = [record.body for record in played.records if record.kind == TICKS]
    assert all(tuple(body) == TICK_COLUMNS for body in ticks)
    made = list(replay(played.began, played.records, played.samples))
    assert first_difference(played.records, made) is None
    assert "rep_ended" in [record.kind for record in made]


def test_samples_without_a_number_keep_no_old_one_live() -> None:
    """A sensor that answers "not known" is heard, and still there is no force."""
    intake = Intake()
    for at_s, force_mn in ((1.0, 20_000.0), (1.1, nan), (2.0, nan)):
        us = round(at_s * 1e6)
        message = Readings(
            raw=(force_mn,), unit=Unit.MILLINEWTON, device_us=(us,), seq=us // 10_000
        )
        intake.take(at_s, message, None)
    assert intake.heard_s == 1.0


async def test_the_alarm_sounds_on_when_nothing_comes_any_more() -> None:
    """Silence is no safety: only a force well below the limit ends it."""
    async with living("silent=6", speed=8.0, person=False) as live:
        rang_s: list[float] = []
        live.session.watchman._ring = lambda: rang_s.append(live.clock.now())
        live.bench.hand.press(60.0, 0.5)
        await live.until(lambda: bool(rang_s))
        await live.until(lambda: live.session.view().gauge is Gauge.NO_SIGNAL)
        dark_s = live.clock.now()
        await live.until(lambda: live.clock.now() > dark_s + 3.0)
    assert len([t for t in rang_s if dark_s < t < dark_s + 3.0]) >= 3
