"""Our errors, each with one line why and one line what to do.

An error is raised as an entry of the catalogue with the values that fill it, and becomes words only
where somebody reads it: the floors that do no I/O name their errors and read nothing. A peer's
faults are data (`FrameRejected`, `Gap`), never exceptions. Whatever reaches the top as a
`DevicelinkError` is printed as its two lines and nothing else. Guarded by tests/test_errors.py and
tests/test_cli.py.
"""

from typing import Final

from devicelink.plaintext import clean
from devicelink.wording import filled, shipped

CATALOGUE: Final = "phrases_errors.toml"
"""A file of its own, so that an error can be told where another file is broken."""
LONGEST: Final = 500
"""Characters of a value that is told: a path is not cut, a file's content is."""


class DevicelinkError(Exception):
    """Something a person can be told about: `[error.ENTRY]` of the catalogue and its values."""

    def __init__(self, entry: str, /, **values: object) -> None:
        super().__init__(entry)
        self.entry = entry
        self.values = values

    @property
    def why(self) -> str:
        """What is wrong, in one plain sentence."""
        return self._told("why")

    @property
    def what_to_do(self) -> str:
        """What helps, in one plain sentence."""
        return self._told("do")

    @property
    def in_full(self) -> str:
        """Both, one after the other."""
        return f"{self.why} {self.what_to_do}"

    def _told(self, line: str) -> str:
        values = {name: _plain(value) for name, value in self.values.items()}
        return filled(shipped(CATALOGUE)["error"][self.entry][line], values)

    def __str__(self) -> str:
        return self.why


def _plain(value: object) -> object:
    """Numbers as they are, for the text says how they are written; all else may be anybody's."""
    return value if isinstance(value, int | float) else clean(str(value), LONGEST)


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
