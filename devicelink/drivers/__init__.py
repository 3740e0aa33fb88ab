"""The devices that devicelink can read: one file each, listed here. Pure: no I/O, no clock."""

from typing import Final

from devicelink.drivers import (
    b24,
    bookoo,
    climbro,
    cts500,
    dynamo,
    entralpi,
    force_board,
    go_direct,
    mi_scale,
    motherboard,
    muscle_meter,
    open_profile,
    sig_force,
    sig_pressure,
    sig_weight,
    squegg,
    teraforce,
    text_lines,
    tindeq,
    whc06,
)
from devicelink.drivers.base import DriverType
from firmware_protocol.frames import Advertisement

NAMED: Final[tuple[DriverType, ...]] = (
    open_profile.DRIVER,
    tindeq.DRIVER,
    force_board.DRIVER,
    whc06.DRIVER,
    go_direct.DRIVER,
    squegg.DRIVER,
    muscle_meter.DRIVER,
    dynamo.DRIVER,
    entralpi.DRIVER,
    b24.DRIVER,
    cts500.DRIVER,
    climbro.DRIVER,
    motherboard.DRIVER,
    teraforce.DRIVER,
    mi_scale.DRIVER,
    bookoo.DRIVER,
)
"""Devices with a name, a service or a payload of their own."""

GENERIC: Final[tuple[DriverType, ...]] = (
    sig_force.DRIVER,
    sig_weight.DRIVER,
    sig_pressure.DRIVER,
    text_lines.DRIVER,
)
"""What many devices offer."""

DRIVERS: Final[tuple[DriverType, ...]] = (*NAMED, *GENERIC)
"""Our own, in order of choice. `devicelink.link.registry` has those of others too."""


def supported(advertisement: Advertisement) -> DriverType | None:
    """Which of our own kinds advertises like this; None for one that is none of them."""
    return next((kind for kind in DRIVERS if kind.matches(advertisement)), None)
