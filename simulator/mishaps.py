"""When the faults that come at a time are due: each once a start of the stream, a restart once.

Pure; times are the world's microseconds. Guarded by tests/simulator/test_faults.py.
"""

from simulator.faults import Faults


class Mishaps:
    """The timed faults of one device, by name."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._done: dict[str, int] = {}

    def is_due(self, name: str, now_us: int, from_us: int | None) -> bool:
        """Whether it happens now, counted from `from_us`; None where that has not come yet."""
        at_s = self._faults.get(name)
        if at_s is None or from_us is None or self._done.get(name) == from_us:
            return False
        if (now_us - from_us) / 1e6 < at_s:
            return False
        self._done[name] = from_us
        return True
