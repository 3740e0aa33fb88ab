"""What Bumble hears on the air in bleak's terms. Nothing that is heard can raise.

Guarded by tests/link/test_bumble_backend.py.
"""

from collections.abc import Iterator

from bleak.backends.scanner import AdvertisementData
from bleak.uuids import normalize_uuid_str
from bumble.core import UUID, AdvertisingData
from bumble.device import Advertisement

_UUID_LISTS = {0x02: 2, 0x03: 2, 0x04: 4, 0x05: 4, 0x06: 16, 0x07: 16}
_SERVICE_DATA = {0x16: 2, 0x20: 4, 0x21: 16}
_NAMES = {AdvertisingData.COMPLETE_LOCAL_NAME, AdvertisingData.SHORTENED_LOCAL_NAME}


def uuid_text(uuid: UUID) -> str:
    """Lower case, 128 bits long."""
    return normalize_uuid_str(uuid.to_hex_str("-"))


def advertisement_data(heard: Advertisement) -> AdvertisementData:
    """All fields that bleak knows; those too short to be what they claim are left out."""
    name: str | None = None
    power: int | None = None
    makers: dict[int, bytes] = {}
    services: dict[str, bytes] = {}
    uuids: dict[str, None] = {}
    for kind, data in heard.data.ad_structures:
        if kind in _NAMES:
            name = data.decode("utf-8", "replace")
        elif kind == AdvertisingData.MANUFACTURER_SPECIFIC_DATA and len(data) >= 2:
            makers[int.from_bytes(data[:2], "little")] = bytes(data[2:])
        elif kind == AdvertisingData.TX_POWER_LEVEL and data:
            power = int.from_bytes(data[:1], "little", signed=True)
        elif (size := _UUID_LISTS.get(kind, 0)) > 0:
            uuids.update(dict.fromkeys(_uuids(data, size)))
        elif 0 < (size := _SERVICE_DATA.get(kind, 0)) <= len(data):
            services[uuid_text(UUID.from_bytes(data[:size]))] = bytes(data[size:])
    return AdvertisementData(name, makers, services, list(uuids), power, heard.rssi, (heard,))


def _uuids(data: bytes, size: int) -> Iterator[str]:
    for start in range(0, len(data) - size + 1, size):
        yield uuid_text(UUID.from_bytes(data[start : start + size]))
