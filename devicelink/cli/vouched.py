"""What is to be said of the device in use: whose numbers they are, and who else could send them.

Guarded by tests/cli/test_calibrate.py and test_vouched.py.
"""

from typing import Protocol

from devicelink.cli.saying import say, tell
from devicelink.drivers.base import Driver
from devicelink.store.calibrations import Calibration


class Vouched(Protocol):
    """What knows the device in use."""

    calibration: Calibration | None
    is_open: bool


def note_of(calibration: Calibration | None, driver: Driver) -> str:
    """For a face, in a word or two."""
    words = [] if calibration is None else ["calibrated"]
    return ", ".join(words if driver.needs_bond else [*words, "open"])


def tell_of_device(guide: Vouched) -> None:
    """Say that forces are not quite what the device sends, and that it can be faked, if so."""
    if (one := guide.calibration) is not None:
        made = one.made_at.astimezone().strftime("%Y-%m-%d")
        tell("calibrate", "vouched", id=one.id, day=made, slope=one.slope)
    if guide.is_open:
        tell("pairing", "device_open", open=say("pairing", "what_open"))
