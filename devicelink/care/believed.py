"""The readings of a test that a sensor can have measured, one by one, and when there are none.

However samples are cut into blocks, the same is said. Guarded by tests/care/test_algometry_lies.py.
"""

import math
from collections.abc import Iterator
from typing import Final

from devicelink.core.block import Block
from devicelink.core.doubt import Doubts

UNBELIEVED_S: Final = 0.3
"""After so long without a reading that can be true there is no live force, whatever the device
sends, and a press of a test counts for nothing."""


class Believed:
    """One device. `full_scale_n` None: nobody knows where its range ends."""

    def __init__(self, full_scale_n: float | None) -> None:
        self._doubts = Doubts(full_scale_n)
        self._trusted_s = -math.inf

    def look(self, block: Block) -> Iterator[tuple[float, float | None]]:
        """Time and force of each that is believed; None where none has been for too long."""
        believed, _ = self._doubts.look(block)
        for t_s, force_n in zip(block.t_s.tolist(), believed.force_n.tolist(), strict=True):
            if math.isfinite(force_n):
                self._trusted_s = t_s
                yield t_s, force_n
            elif t_s - self._trusted_s > UNBELIEVED_S:
                yield t_s, None
