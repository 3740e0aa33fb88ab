"""Xiaomi Mi scales: a plate that is never connected to, only listened to.

Guarded by tests/drivers/test_devices.py.
"""

from typing import ClassVar

from devicelink.drivers.base import DriverType, Listener
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.frames import Advertisement
from firmware_protocol.messages import Unit
from firmware_protocol.mi_scale import (
    V1_SERVICE,
    V1_SIZE,
    V2_SERVICE,
    V2_SIZE,
    parse_v1,
    parse_v2,
)
from firmware_protocol.profile import Direction


class MiScale(Listener):
    """One scale that is listened to."""

    id: ClassVar[str] = "miscale"
    label: ClassVar[str] = "Xiaomi Mi scale"
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PUSH,
        resolution_n=0.04903325,
        rates_hz=(1,),
        unit=Unit.KILOGRAM,
    )

    def __init__(self) -> None:
        self.parsers = {f"service:{V1_SERVICE}": parse_v1, f"service:{V2_SERVICE}": parse_v2}


def _matches(advertisement: Advertisement) -> bool:
    data = {uuid.lower(): len(value) for uuid, value in advertisement.service_data.items()}
    return data.get(V1_SERVICE) == V1_SIZE or data.get(V2_SERVICE) == V2_SIZE


DRIVER = DriverType(
    MiScale.id,
    MiScale.label,
    _matches,
    MiScale,
    "broadcast",
    evidence=(Evidence.SOURCES, Evidence.CAPTURES),
    measures=MiScale.measures,
    note="good for comparing another device with a known load",
    silence_s=10.0,
)
