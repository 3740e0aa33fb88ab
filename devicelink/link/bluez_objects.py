"""What BlueZ knows, asked over the system's bus (Linux): its adapters and devices, or why not.

Nothing raises: what cannot be asked is not known. Guarded by tests/link/test_health.py.
"""

import asyncio
import sys
from dataclasses import dataclass
from typing import Any, Final

from devicelink.link.registry import supported
from devicelink.plaintext import clean
from firmware_protocol.frames import Advertisement

LOOK_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Bluez:
    """Whether there is a system bus, BlueZ on it, and all its objects; None where not known."""

    bus: bool | None = None
    service: bool | None = None
    objects: Any = None


@dataclass(frozen=True, slots=True)
class Held:
    """A device that a program of this computer holds, so that it is not heard."""

    name: str
    address: str


async def look() -> Bluez:
    """Ask once, shortly."""
    try:
        from bleak.backends.bluezdbus.utils import get_dbus_authenticator  # noqa: PLC0415
        from dbus_fast import BusType  # noqa: PLC0415
        from dbus_fast.aio import MessageBus  # noqa: PLC0415
    except ImportError:
        return Bluez()
    bus: Any = None
    try:
        async with asyncio.timeout(LOOK_S):
            bus = MessageBus(bus_type=BusType.SYSTEM, auth=get_dbus_authenticator())
            await bus.connect()
            has_bluez = await _ask(
                bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "NameHasOwner", "s", ["org.bluez"],
            )  # fmt: skip
            if not has_bluez:
                return Bluez(bus=True, service=False)
            objects = await _ask(
                bus, "org.bluez", "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"
            )
    except Exception:  # noqa: BLE001 - whatever the bus or BlueZ does, it is no answer
        return Bluez(bus=bus is not None and bus.connected)
    finally:
        if bus is not None:
            bus.disconnect()
    return Bluez(bus=True, service=True, objects=objects)


async def held() -> list[Held]:
    """Devices of a kind that can be read, connected already by a program of this computer."""
    if sys.platform != "linux":
        return []
    told = (await look()).objects or {}
    devices = [one["org.bluez.Device1"] for one in told.values() if "org.bluez.Device1" in one]
    return [_held(one) for one in devices if _value(one, "Connected") and _is_ours(one)]


def _is_ours(device: Any) -> bool:
    heard = Advertisement(
        address=str(_value(device, "Address")),
        name=_value(device, "Name"),
        service_uuids=tuple(_value(device, "UUIDs") or ()),
    )
    return supported(heard) is not None


def _held(device: Any) -> Held:
    return Held(clean(str(_value(device, "Name") or "")), clean(str(_value(device, "Address"))))


def _value(device: Any, name: str) -> Any:
    return device[name].value if name in device else None


async def _ask(bus: Any, name: str, path: str, interface: str, member: str, *what: Any) -> Any:
    from dbus_fast import Message, MessageType  # noqa: PLC0415

    signature, body = what or ("", [])
    message = Message(
        destination=name, path=path, interface=interface, member=member, signature=signature,
        body=body,
    )  # fmt: skip
    reply = await bus.call(message)
    if reply.message_type is not MessageType.METHOD_RETURN:
        raise ConnectionError(reply.error_name)
    return reply.body[0] if reply.body else None
