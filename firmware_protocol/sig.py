"""Bluetooth SIG characteristics that we read and that our devices offer, both directions.

Numbers and layouts from the SIG's Assigned Numbers and GATT Specification Supplement. Any bytes
parse to a value or to a `FrameRejected` that keeps them, never to an exception. Guarded by
tests/firmware_protocol/test_sig.py.
"""

import math
from typing import Final

from firmware_protocol.frames import uuid16
from firmware_protocol.messages import Battery, FrameRejected, Info, Readings, Unit
from firmware_protocol.wire import Layout

FORCE_SERVICE: Final = uuid16(0x185A)
"""Industrial Measurement Device."""
FORCE: Final = uuid16(0x2C07)
BATTERY_SERVICE: Final = uuid16(0x180F)
BATTERY: Final = uuid16(0x2A19)
INFORMATION_SERVICE: Final = uuid16(0x180A)
MODEL: Final = uuid16(0x2A24)
SERIAL: Final = uuid16(0x2A25)
FIRMWARE: Final = uuid16(0x2A26)
HARDWARE: Final = uuid16(0x2A27)
SOFTWARE: Final = uuid16(0x2A28)
MAKER: Final = uuid16(0x2A29)
INFORMATION: Final = {
    MODEL: "model",
    SERIAL: "serial",
    FIRMWARE: "version",
    HARDWARE: "hardware",
    SOFTWARE: "software",
    MAKER: "maker",
}
"""The Device Information strings and what `Info` calls them."""
INFORMATION_OTHER: Final = (uuid16(0x2A23), uuid16(0x2A2A), uuid16(0x2A50))
"""Of the same service, and no text: system number, certificates, vendor and product."""
APPEARANCE_FORCE_GAUGE: Final = 0x1486

FORCE_LAYOUT: Final = Layout("force_mn s32")
UNKNOWN_FORCE_MN: Final = 0x7FFFFFFF
BATTERY_LAYOUT: Final = Layout("percent u8")


def parse_force(data: bytes) -> Readings | FrameRejected:
    """One sample without a time; "value is not known" is NaN."""
    if len(data) != FORCE_LAYOUT.size:
        return FrameRejected(f"a force is 4 bytes long, not {len(data)}", data)
    (force_mn,) = FORCE_LAYOUT.unpack(data)
    raw = math.nan if force_mn == UNKNOWN_FORCE_MN else force_mn
    return Readings(raw=(raw,), unit=Unit.MILLINEWTON)


def serialize_force(force_mn: int | None) -> bytes:
    """A force in millinewtons, None where it is not known. Raises ValueError beyond 32 bits."""
    return FORCE_LAYOUT.pack(UNKNOWN_FORCE_MN if force_mn is None else force_mn)


def parse_battery(data: bytes) -> Battery | FrameRejected:
    """The charge in percent."""
    if len(data) != BATTERY_LAYOUT.size:
        return FrameRejected(f"a battery level is 1 byte long, not {len(data)}", data)
    (percent,) = BATTERY_LAYOUT.unpack(data)
    return Battery(percent=percent) if percent <= 100 else FrameRejected(f"{percent} %", data)


def serialize_battery(percent: int) -> bytes:
    """The charge in percent, 0 to 100."""
    return BATTERY_LAYOUT.pack(percent)


def parse_information(uuid: str, data: bytes) -> Info | FrameRejected:
    """A Device Information string; `uuid` is one of `INFORMATION`."""
    try:
        return Info(INFORMATION[uuid], data.decode().rstrip("\0"))
    except UnicodeDecodeError:
        return FrameRejected("not UTF-8", data)
