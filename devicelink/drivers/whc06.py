"""Weiheng WH-C06 crane scale: never connected to, only listened to.

Guarded by tests/drivers/test_devices.py.
"""

from typing import ClassVar

from devicelink.drivers.base import DriverType, Listener
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.frames import Advertisement
from firmware_protocol.messages import FrameRejected, Unit
from firmware_protocol.profile import Direction
from firmware_protocol.whc06 import COMPANY, NAME, SOURCE, parse


class Whc06(Listener):
    """One scale that is listened to."""

    id: ClassVar[str] = "whc06"
    label: ClassVar[str] = "Weiheng WH-C06 scale"
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PULL,
        full_scale_n=300 * 9.80665,
        resolution_n=0.0980665,
        rates_hz=(8,),
        unit=Unit.KILOGRAM,
    )

    def __init__(self) -> None:
        self.parsers = {SOURCE: parse}


def _matches(advertisement: Advertisement) -> bool:
    """Name, company number and shape: the number alone is another company's."""
    data = advertisement.manufacturer_data.get(COMPANY)
    if data is None or advertisement.name not in {None, NAME}:
        return False
    return not isinstance(parse(data)[0], FrameRejected)


DRIVER = DriverType(
    Whc06.id,
    Whc06.label,
    _matches,
    Whc06,
    "broadcast",
    evidence=(Evidence.SOURCES, Evidence.CAPTURES),
    measures=Whc06.measures,
    note="sold as MAT Muscle Meter v1 too; as little as one value a second gets through",
    silence_s=10.0,
)
