"""Our errors, each with one line why and one line what to do.

A peer's faults are data (`FrameRejected`, `Gap`), never exceptions. Whatever reaches the top as a
`DevicelinkError` is printed as its two lines and nothing else. Guarded by tests/test_cli.py.
"""


class DevicelinkError(Exception):
    """Something a person can be told about. `why` and `what_to_do` are one plain sentence each."""

    def __init__(self, why: str, what_to_do: str) -> None:
        super().__init__(why)
        self.why = why
        self.what_to_do = what_to_do


class UsageError(DevicelinkError):
    """The person asked for something that does not fit together (exit code 2)."""


class LinkError(DevicelinkError):
    """Bluetooth or the device is not to be had, or was lost for good."""


class StoreError(DevicelinkError):
    """The data file cannot be read or written."""


class RecordingError(DevicelinkError):
    """A recording cannot be read as one."""


class PlanError(DevicelinkError):
    """A programme, point or limit that may not be coached."""


class CalibrationError(DevicelinkError):
    """What was measured is no ground for a calibration."""
