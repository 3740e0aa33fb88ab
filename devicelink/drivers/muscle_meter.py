"""MAT Muscle Meter V2: pulled or pressed, and says which.

Its numbers have no sign; here, pressed is above zero and pulled below. Sets its own zero when it
is switched on. Guarded by tests/drivers/test_devices.py.
"""

from dataclasses import replace
from typing import ClassVar

from devicelink.drivers.base import (
    DriverType,
    Read,
    Step,
    Streamer,
    Subscribe,
    named,
    offers,
)
from devicelink.drivers.declared import DeviceCapabilities, Evidence, Tare
from firmware_protocol.frames import Advertisement
from firmware_protocol.messages import Channel, Message, Readings, Unit
from firmware_protocol.muscle_meter import FORCE, NAMES, SERVICE, parse
from firmware_protocol.profile import Direction
from firmware_protocol.sig import BATTERY


class MuscleMeter(Streamer):
    """One open link to a Muscle Meter."""

    id: ClassVar[str] = "musclemeter_v2"
    label: ClassVar[str] = "MAT Muscle Meter V2"
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.BOTH,
        resolution_n=0.980665,
        rates_hz=(485,),
        channels=(Channel.COMPRESSION,),
        unit=Unit.KILOGRAM,
        tare=Tare.POWER_ON,
    )

    def __init__(self) -> None:
        self.parsers = {FORCE: _signed}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe: it streams by itself."""
        return Subscribe(FORCE), Read(BATTERY, optional=True)


def _signed(data: bytes) -> tuple[Message, ...]:
    (message,) = parse(data)
    if not isinstance(message, Readings):
        return (message,)
    pressed = dict(message.channels)[Channel.COMPRESSION]
    raw = tuple(kg if one else -kg for kg, one in zip(message.raw, pressed, strict=True))
    return (replace(message, raw=raw),)


def _matches(advertisement: Advertisement) -> bool:
    """The short name is too common to go by alone."""
    plain, short = NAMES
    return named(advertisement, plain) or (
        named(advertisement, short) and offers(advertisement, SERVICE)
    )


DRIVER = DriverType(
    MuscleMeter.id,
    MuscleMeter.label,
    _matches,
    MuscleMeter,
    evidence=(Evidence.SOURCE,),
    measures=MuscleMeter.measures,
    note="switch it on with nothing on it: that is its zero",
)
