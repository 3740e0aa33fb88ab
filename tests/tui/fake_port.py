"""A session that plays scripted views, for the faces' tests: nothing else of the program runs."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import numpy as np

from devicelink.care.inputs import Intent, LinkState
from devicelink.care.outputs import Phase
from devicelink.care.phrases import Phrases
from devicelink.care.plan import Band
from devicelink.core.block import Block
from devicelink.core.events import EndReason, HoldEnded, Release, Verdict
from devicelink.data import phrases
from devicelink.session.port import Happening
from devicelink.session.view import Gauge, HoldCard, LimitInForce, LinkView, View, Where


def press(t_s: float, rate_hz: float = 100.0, level_n: float = 25.0) -> Block:
    """Half a minute of one press that settles at `level_n`, ending at `t_s`."""
    times = np.arange(max(t_s - 30.0, 0.0), t_s, 1 / rate_hz)
    since = times - (t_s - 14.0)
    rise = level_n * np.clip(since / 7.0, 0.0, 1.0)
    wander = np.where(since > 0, 0.5 * np.sin(times * 2.1) + 0.2 * np.sin(times * 53.0), 0.0)
    return Block.of(times, np.maximum(rise + wander, 0.0))


def hold_card(rep: int = 1, verdict: Verdict = Verdict.RELEASE_LIKELY) -> HoldCard:
    """A hold of a minute that eased by 9 % at 0:34; each begins 80 s after the one before."""
    begin = 80.0 * (rep - 1)
    times = np.linspace(0.0, 64.0, 400)
    force = 25 * np.clip(times / 3, 0, 1) * np.clip((64 - times) / 4, 0, 1)
    force = force * (1 - 0.09 * np.clip((times - 34) / 2, 0, 1)) + 0.3 * np.sin(times * 2)
    seen = verdict in {Verdict.RELEASE_LIKELY, Verdict.RELEASE_POSSIBLE}
    return HoldCard(
        rep,
        HoldEnded(
            hold=rep - 1, onset_s=begin + 1, end_s=begin + 63, declared_s=begin + 4,
            decided_s=begin + 64, mean_n=24.6,
            median_n=24.5, peak_n=27.1, cv=0.04, in_zone_s=54.0, impulse_ns=1525.0,
            load_rate_n_s=8.0, unload_rate_n_s=6.0, slips=0, gap_s=0.0, reason=EndReason.HAND,
        ),
        Release(
            hold=rep - 1, verdict=verdict, p=0.72, t_s=begin + 35 if seen else None,
            declared_s=begin + 37 if seen else None, drop_pct=9.0 if seen else None,
            min_detectable_drop_pct=5.0, decided_s=begin + 64, why="the hand moved too much",
        ),
        Block.of(begin + times, np.maximum(force, 0.0)),
        user_easing_s=begin + 37,
    )  # fmt: skip


def view(**changes: object) -> View:
    """Settling into the zone in hold 2 of 3, changed as asked."""
    base = View(
        t_s=100.0, who="Ana", point="upper trapezius", side="left", phase=Phase.SETTLE, rep=2,
        reps=3, sentence="Lean in to 20-30 N, then lock your arm.",
        reason="A straight, locked arm holds steadier than a pushing hand.",
        question=None, phase_left_s=None, gauge=Gauge.SHOWN, force_n=24.6, force_s=99.95,
        pressure_kpa=246.0, where=Where.IN, steadiness_pct=4.0, target=Band(20.0, 30.0),
        limit=LimitInForce(45.0, "your threshold"), held_s=12.0, goal_s=30.0, max_s=90.0,
        link=LinkView(LinkState.LIVE, "Probe P-100", 82, 100.0, 0, ""), alarm=None,
        trace=press(100.0), holds=(hold_card(),),
        recent=("Press slowly. A slow search finds the spot.", "Lean in. Lock your arm."),
        today=2, per_day=5, simulated=False, over=False,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


class FakePort:
    """Shows its views in turn, the last one for ever; keeps what was sent."""

    def __init__(self, *views: View, told: Sequence[tuple[float, Happening]] = ()) -> None:
        self.views = list(views or (view(),))
        self.sent: list[Intent] = []
        self.told = list(told)
        self.phrases: Phrases = phrases()

    def view(self) -> View:
        """The next view."""
        return self.views.pop(0) if len(self.views) > 1 else self.views[0]

    def send(self, intent: Intent) -> None:
        """Keep it."""
        self.sent.append(intent)

    async def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        """What there is to tell; nothing at all means a session that goes on."""
        for item in self.told:
            yield item
        if not self.told:
            await asyncio.Event().wait()
