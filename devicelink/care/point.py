"""One point of the atlas: where it is, what it often feels like, and what to stay off.

Says what a place often feels like, never what it is; no field is worked out as a finding. Guarded
by tests/care/test_catalogue.py and tests/care/test_atlas.py.
"""

import math
from dataclasses import dataclass
from enum import StrEnum, unique

from devicelink.errors import PlanError


@unique
class CareClass(StrEnum):
    """Who may press a point: A anyone, B with lower caps and more care, C a professional only."""

    A = "A"
    B = "B"
    C = "C"


@unique
class Tool(StrEnum):
    """What a point is pressed with (S21)."""

    PROBE = "probe"
    BALL = "ball"
    SOFT_BALL = "soft ball"
    HARD_BALL = "hard ball"
    """A lacrosse or therapy ball."""
    ROLLER = "roller"
    THUMB = "thumb"
    KNUCKLE = "knuckle"
    NONE = "none"


@unique
class Side(StrEnum):
    """Which side of the body; NONE for a point on the midline or where nobody said."""

    LEFT = "left"
    RIGHT = "right"
    NONE = "none"


@unique
class Region(StrEnum):
    """A part of the body, as people name it."""

    HEAD = "head"
    NECK = "neck"
    SHOULDER = "shoulder"
    CHEST = "chest"
    UPPER_BACK = "upper back"
    ARM = "arm"
    LOW_BACK = "low back"
    HIP = "hip"
    THIGH = "thigh"
    LOWER_LEG = "lower leg"
    FOOT = "foot"


@unique
class BodyView(StrEnum):
    """From where the body is looked at."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One entry of the atlas: where, how much, and what to stay off.

    `cap_kpa` is for a flat tip, `ball_cap_n` for a ball or roller; both 0 in class C. `at` is the
    place on the body map: sideways from the midline and down from the crown, in hundredths of the
    body's height. `why` says what makes class B or C.
    """

    id: str
    name: str
    care_class: CareClass
    cap_kpa: float
    ball_cap_n: float
    tool: Tool
    position: str
    find: str
    referral: str
    stretch: str
    stay_off: str
    sources: tuple[str, ...]
    grade: str = "low"
    clot_question: bool = False
    hard_tip: bool = True
    """False where nothing hard may press, so that a probe is refused."""
    number: int = 0
    region: Region | None = None
    view: BodyView = BodyView.BACK
    at: tuple[float, float] = (0.0, 0.0)
    why: str = ""

    def __post_init__(self) -> None:
        """Refuse caps that do not go with the class."""
        coached = self.care_class is not CareClass.C
        for cap in (self.cap_kpa, self.ball_cap_n):
            if not math.isfinite(cap) or (cap > 0) is not coached:
                raise PlanError("point_cap", id=self.id, care_class=self.care_class, cap=cap)
