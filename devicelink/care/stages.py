"""Staged permissions: the first sessions are held lower and shorter, until enough are complete.

A stage only ever makes the limit lower and the goal shorter; nobody can leave one out. The stages
are devicelink/data/stages.toml (proposal, for a clinician to review). Guarded by
tests/care/test_stages.py.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from devicelink.care.programme import Programme
from devicelink.errors import PlanError


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage. `until` is how many complete sessions lead out of it, 0 for the last one."""

    id: str
    name: str
    until: int
    limit_share: float
    """Of the point's cap."""
    goal_s: float

    def __post_init__(self) -> None:
        """Refuse a stage that would raise the limit."""
        if not math.isfinite(self.limit_share) or not 0 < self.limit_share <= 1:
            raise PlanError("stage_share", id=self.id, limit_share=self.limit_share)

    def soften(self, programme: Programme) -> Programme:
        """The programme with no longer a goal than this stage has; the least hold stays."""
        goal_s = max(min(programme.goal_s, self.goal_s), programme.min_hold_s)
        return programme if goal_s == programme.goal_s else replace(programme, goal_s=goal_s)

    def left(self, complete: int) -> int:
        """How many complete sessions it still takes to leave this stage."""
        return max(self.until - complete, 0)


def stage_of(stages: Sequence[Stage], complete: int) -> Stage:
    """Where a person stands after so many complete sessions."""
    return next((stage for stage in stages if complete < stage.until), stages[-1])
