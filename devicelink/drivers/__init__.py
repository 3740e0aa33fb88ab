"""The devices that devicelink can read: one file each, listed here. Pure: no I/O, no clock."""

from typing import Final

from devicelink.drivers import open_profile, sig_force, tindeq
from devicelink.drivers.base import DriverType
from firmware_protocol.frames import Advertisement

DRIVERS: Final[tuple[DriverType, ...]] = (open_profile.DRIVER, tindeq.DRIVER, sig_force.DRIVER)
"""In order of choice: our own devices offer the SIG's service as well."""


def supported(advertisement: Advertisement) -> DriverType | None:
    """The kind of device that advertises like this; None for one that nobody here reads."""
    return next((kind for kind in DRIVERS if kind.matches(advertisement)), None)
