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

DRIVERS: Final[tuple[DriverType, ...]] = (
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
    sig_force.DRIVER,
    sig_weight.DRIVER,
    sig_pressure.DRIVER,
    text_lines.DRIVER,
)
"""In order of choice: what has a name of its own before what many devices offer."""


def supported(advertisement: Advertisement) -> DriverType | None:
    """The kind of device that advertises like this; None for one that nobody here reads."""
    return next((kind for kind in DRIVERS if kind.matches(advertisement)), None)
