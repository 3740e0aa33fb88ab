"""What comes off the air before anything is decoded: advertisements and frames.

A device that is connected and a device that only broadcasts look alike from here up. Nothing here
knows a protocol. Guarded by tests/test_messages.py.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Frame:
    """Bytes that arrived: `at_s` on the host's monotonic clock, `source` the characteristic's UUID.

    UUIDs are lower case and 128 bits long wherever they stand as text.
    """

    at_s: float
    source: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Advertisement:
    """A device heard on the air. `name` is None for a device that does not say one."""

    address: str
    name: str | None = None
    rssi_dbm: int | None = None
    service_uuids: tuple[str, ...] = ()
    manufacturer_data: dict[int, bytes] = field(default_factory=dict)
    service_data: dict[str, bytes] = field(default_factory=dict)


def uuid16(short: int) -> str:
    """The 128-bit text form of a 16-bit Bluetooth SIG number."""
    return f"0000{short:04x}-0000-1000-8000-00805f9b34fb"
