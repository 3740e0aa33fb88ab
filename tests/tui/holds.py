"""Holds with everything that can happen in them, for the pictures' tests on screen and on paper."""

from dataclasses import replace

import numpy as np

from devicelink.care.plan import Band
from devicelink.core.block import Block
from devicelink.core.events import Gap, ReleaseEvidence, Slip, Verdict
from devicelink.data import phrases
from devicelink.session.hold_picture import HoldPicture, hold_picture
from devicelink.session.view import During, HoldCard
from tests.tui.fake_port import hold_card

ZERO_S = 1.0
"""The onset of `hold_card(1)`."""


def evidence(*points: tuple[float, float | None]) -> tuple[ReleaseEvidence, ...]:
    """Evidence at seconds after the onset."""
    return tuple(
        ReleaseEvidence(
            hold=0, t_s=ZERO_S + t_s, p=p, since_s=None, drop_pct=None,
            min_detectable_drop_pct=None, why="",
        )
        for t_s, p in points
    )  # fmt: skip


def rich_card(verdict: Verdict = Verdict.RELEASE_LIKELY) -> HoldCard:
    """A minute in the band with a gap from 0:25 to 0:29, a slip at 0:49 and evidence."""
    card = hold_card(1, verdict)
    t_s, force_n = card.trace.t_s, card.trace.force_n
    there = (t_s < ZERO_S + 25) | (t_s > ZERO_S + 29)
    force_n = np.where(t_s > ZERO_S + 49, 0.8 * force_n, force_n)
    told = (
        Slip(t_s=ZERO_S + 49, drop_pct=20.0, decided_s=ZERO_S + 49.2),
        Gap(t0_s=ZERO_S + 25, t1_s=ZERO_S + 29),
        *evidence((4.0, None), (8.0, 0.1), (34.0, 0.4), (36.0, 0.8), (45.0, 0.3)),
    )
    during = During.of(card.hold, Block.of(t_s[there], force_n[there]), told)
    return replace(card, during=during, band=Band(20.0, 30.0))


def plain_card(*force_n: float) -> HoldCard:
    """A hold of which these samples are kept, a second apart, and nothing else."""
    block = Block.of([ZERO_S + n for n in range(len(force_n))], list(force_n))
    return replace(
        hold_card(1), release=None, user_easing_s=None, trace=block, during=During(block)
    )


def picture(card: HoldCard) -> HoldPicture:
    """The card as it is drawn."""
    return hold_picture(card, phrases(), gave=True, pain=3)
