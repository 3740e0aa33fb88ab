"""Whether a device is on, and its charge. Pure. Guarded by tests/simulator/test_device.py."""

from enum import Enum, unique
from typing import Final

from simulator.faults import Faults

LOW_PERCENT: Final = 10
_FULL_PERCENT: Final = 87.99
_LIFE_S: Final = 30 * 3600.0
_WORN_PERCENT: Final = 11.99
_WORN_PERCENT_S: Final = 20.0


@unique
class Power(Enum):
    """Whether the device is on. EMPTY is for good."""

    AWAKE = 1
    ASLEEP = 2
    EMPTY = 3


class Battery:
    """Runs down steadily; with the fault `low_battery` it is nearly empty already."""

    def __init__(self, faults: Faults) -> None:
        self._worn = "low_battery" in faults

    def percent(self, t_s: float) -> int:
        """Whole percent that are left after `t_s` of being switched on."""
        if self._worn:
            left = _WORN_PERCENT - t_s / _WORN_PERCENT_S
        else:
            left = _FULL_PERCENT - 100.0 * t_s / _LIFE_S
        return max(0, int(left))
