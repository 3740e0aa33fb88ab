"""Whether the reading, or the face, has gone silent under load: silence is not safety.

Told of each frame in the radio's callback and asked from the watchman's thread, so what is shared
is one tuple, replaced whole. Pure: time comes in. Guarded by tests/session/test_vigil.py.
"""

from collections import deque
from statistics import median_low
from typing import Final

from devicelink.core.snapshot import LIVE_S

SILENT_S: Final = 0.3
"""No number for this long under load is an alarm (docs/risks.md)."""
LOAD_N: Final = 1.0
"""From here on something presses: above noise, and above what a zero set before pressing drifts."""
USUAL, USUAL_MAX_S = 2.5, 1.0
"""Devices that send rarely are given so many of their usual intervals, up to a second."""
FIRST: Final = 10
"""Usual is the median of the last so many intervals, and never more than that of the first: a link
that loses frames sends rarely too, and must teach no patience."""
EVEN, EVEN_SHARE = 20, 1.5
"""So many intervals in a row of which none is longer than another by more than this are the
device's own pace, whatever the first were: no link loses frames so evenly."""
TOGETHER_S: Final = 0.02
"""Frames that waited for the radio come all at once and tell no pace; to a device that sends so
quickly nothing is granted anyway."""
BROADCAST_S: Final = 0.24
"""Of what a device only broadcasts many frames are missed as a matter of course: no less than this
is taken as usual, so that it is missed after 0.6 s."""
FACE_S: Final = 1.0
"""A face that drew and has not for this long is frozen: what it shows is old."""


class Vigil:
    """One session. `pace` is how many times as fast as the wall its time runs.

    Faster than life nothing is late before it is stale: a slow machine says nothing of the air.
    """

    def __init__(self, pace: float = 1.0) -> None:
        self._silent_s = SILENT_S if pace <= 1.0 else LIVE_S * pace
        self._slowest_s = USUAL_MAX_S * pace
        self._face_s = FACE_S * pace
        self._least_s, self._pace = 0.0, pace
        self._usual_s = self._first_s = 0.0
        self._intervals: deque[float] = deque(maxlen=EVEN)
        self._frame_s: float | None = None
        self._pressed: tuple[float, float] = (0.0, 0.0)
        """When the newest number came, and the number."""
        self._looked: tuple[float, bool] = (0.0, False)
        """When a face last looked, and whether it does so all the time."""

    def note(self, at_s: float, force_n: float | None) -> None:
        """A frame came; `force_n` is its newest sample, None where that is no number."""
        if self._frame_s is not None:
            self._learn(at_s - self._frame_s)
        self._frame_s = at_s
        if force_n is not None:
            self._pressed = (at_s, force_n)

    def broadcasts(self) -> None:
        """The device has no link: what it sends is heard or missed."""
        self._least_s = self._usual_s = BROADCAST_S * self._pace

    def _learn(self, since_s: float) -> None:
        if since_s < TOGETHER_S:
            return
        is_first = len(self._intervals) < FIRST
        self._intervals.append(since_s)
        lately_s = median_low(list(self._intervals)[-FIRST:])
        is_even = len(self._intervals) == EVEN and (
            max(self._intervals) <= EVEN_SHARE * min(self._intervals)
        )
        if is_first or is_even:
            self._first_s = lately_s
        self._usual_s = max(min(lately_s, self._first_s), self._least_s)

    def looked(self, at_s: float) -> None:
        """A face looked at the session to draw it."""
        self._looked = (at_s, at_s - self._looked[0] < self._face_s / 2)

    def is_lost(self, now_s: float) -> bool:
        """Whether something pressed and no number has come since for too long."""
        at_s, force_n = self._pressed
        patience_s = max(self._silent_s, min(USUAL * self._usual_s, self._slowest_s))
        return force_n >= LOAD_N and now_s - at_s > patience_s

    def is_unseen(self, now_s: float) -> bool:
        """Whether something presses and the face has stopped drawing."""
        looked_s, steadily = self._looked
        return steadily and self._pressed[1] >= LOAD_N and now_s - looked_s > self._face_s
