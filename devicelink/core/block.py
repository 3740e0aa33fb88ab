"""A stretch of force samples: the one shape in which signal moves through the core.

Arrays are read-only and of equal length; how a recording is cut into blocks never changes a result.
Guarded by tests/core/.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """`t_s` (seconds, rising) and `force_n` (newtons, NaN for a lie), both of shape (n,)."""

    t_s: Floats
    force_n: Floats

    @classmethod
    def of(cls, t_s: Floats | list[float], force_n: Floats | list[float]) -> "Block":
        """Copy into read-only arrays. Raises ValueError where the lengths differ."""
        t, f = np.array(t_s, dtype=np.float64), np.array(force_n, dtype=np.float64)
        if t.shape != f.shape or t.ndim != 1:
            raise ValueError(f"times {t.shape} and forces {f.shape} differ in shape")
        t.flags.writeable = f.flags.writeable = False
        return cls(t, f)

    def __len__(self) -> int:
        return len(self.t_s)
