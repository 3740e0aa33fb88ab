"""What a device's identity looks like in the two small packets of an advertisement.

What does not fit the first packet goes into the scan response, as with real devices, where a
passive scan misses it. Guarded by tests/simulator/test_radio.py and test_twins.py.
"""

from typing import Final

from bumble import core, data_types

from firmware_protocol.frames import uuid16
from simulator.gatt import Identity

_ROOM: Final = 31


def uuid_of(text: str) -> core.UUID:
    """The UUID, in 16 bits where it is the SIG's, as it would be sent."""
    short = int(text[4:8], 16)
    return core.UUID.from_16_bits(short) if text == uuid16(short) else core.UUID(text)


def payloads(identity: Identity) -> tuple[bytes, bytes]:
    """The advertisement and the scan response."""
    first = bytes(core.AdvertisingData(_needed(identity)))
    services = bytes(core.AdvertisingData(_services(identity)))
    name = bytes(core.AdvertisingData([data_types.CompleteLocalName(identity.name)]))
    if len(first + services + name) <= _ROOM:
        return first + services + name, b""
    return first + name, services


def _needed(identity: Identity) -> list[core.DataType]:
    flags = core.AdvertisingData.Flags
    needed: list[core.DataType] = [
        data_types.Flags(flags.LE_GENERAL_DISCOVERABLE_MODE | flags.BR_EDR_NOT_SUPPORTED)
    ]
    if identity.manufacturer_data is not None:
        needed.append(data_types.ManufacturerSpecificData(*identity.manufacturer_data))
    if identity.service_data is not None:
        uuid, data = identity.service_data
        needed.append(data_types.ServiceData16BitUUID(uuid_of(uuid), data))
    return needed


def _services(identity: Identity) -> list[core.DataType]:
    if identity.service_uuid is None:
        return []
    uuid = uuid_of(identity.service_uuid)
    if len(uuid.to_bytes()) == 2:
        return [data_types.CompleteListOf16BitServiceUUIDs([uuid])]
    return [data_types.CompleteListOf128BitServiceUUIDs([uuid])]
