"""What is to be said of the device in use: whose numbers they are, and who else could send them.

Guarded by tests/cli/test_calibrate.py and test_record.py.
"""

from typing import Protocol

import click

from devicelink.drivers.base import Driver
from devicelink.link.scan import OPEN
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
        words = f"Calibration {one.id} of {made}: what the device sends, times {one.slope:.4f}."
        click.echo(words, err=True)
    if guide.is_open:
        click.echo(f"The device is {OPEN}.", err=True)
