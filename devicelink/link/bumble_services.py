"""What a peer offers, discovered by Bumble and told in bleak's terms.

Guarded by tests/link/test_bumble_backend.py.
"""

from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bumble.device import Peer
from bumble.gatt_client import CharacteristicProxy

from devicelink.link.bumble_advertising import uuid_text


async def discover(peer: Peer, wanted: set[str] | None) -> BleakGATTServiceCollection:
    """All services with their characteristics and descriptors, or those wanted."""
    found = BleakGATTServiceCollection()
    for service in await peer.discover_services():
        uuid = uuid_text(service.uuid)
        if not wanted or uuid in wanted:
            group = BleakGATTService(service, service.handle, uuid)
            found.add_service(group)
            for proxy in await service.discover_characteristics():
                await _describe(peer, group, proxy, found)
    return found


async def _describe(
    peer: Peer,
    service: BleakGATTService,
    proxy: CharacteristicProxy[bytes],
    found: BleakGATTServiceCollection,
) -> None:
    characteristic = BleakGATTCharacteristic(
        proxy,
        proxy.handle,
        uuid_text(proxy.uuid),
        list(gatt_char_props_to_strs(int(proxy.properties))),
        lambda: peer.connection.att_mtu - 3,
        service,
    )
    found.add_characteristic(characteristic)
    for descriptor in await proxy.discover_descriptors():
        found.add_descriptor(
            BleakGATTDescriptor(
                descriptor, descriptor.handle, uuid_text(descriptor.type), characteristic
            )
        )
    proxy.descriptors_discovered = True
