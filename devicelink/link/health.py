"""Looks at this computer's Bluetooth from outside: kernel, service, rights; and listens once.

Every look is short and none raises: what cannot be seen is not known. Guarded by
tests/link/test_health.py.
"""

import asyncio
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from devicelink.errors import LinkError
from devicelink.link.diagnosis import Facts
from devicelink.link.radio import listen_once

LOOK_S: Final = 2.0
DAEMONS: Final = ("/usr/libexec/bluetooth/bluetoothd", "/usr/lib/bluetooth/bluetoothd")
SYS: Final = Path("/sys/class")


async def facts() -> Facts:
    """All that can be known here."""
    scan: LinkError | None = None
    try:
        await listen_once()
    except LinkError as error:
        scan = error
    system = platform.system()
    if system == "Linux":
        return await _linux(scan)
    version = platform.mac_ver()[0] if system == "Darwin" else platform.version()
    return Facts(
        system=system,
        version=version,
        scan=scan,
        is_remote="SSH_CONNECTION" in os.environ,
        program=os.environ.get("TERM_PROGRAM", "").removesuffix(".app"),
        single_threaded=await _is_single_threaded() if system == "Windows" else False,
    )


async def _linux(scan: LinkError | None) -> Facts:
    bus, service, powered = await _bluez()
    soft, hard = blocked(SYS)
    return Facts(
        system="Linux", version=platform.release(), scan=scan,
        adapters=adapters(SYS), soft_blocked=soft, hard_blocked=hard,
        bus=bus, service=service, powered=powered,
        installed=_has_any(*DAEMONS),
        in_group=_in_group("bluetooth"),
        is_wsl="microsoft" in platform.release().lower(),
        is_container=_has_any("/.dockerenv") or "container" in os.environ,
    )  # fmt: skip


def adapters(folder: Path) -> tuple[str, ...]:
    """The controllers that the kernel knows; links (`hci0:64`) are none."""
    with suppress(OSError):
        return tuple(
            sorted(one.name for one in (folder / "bluetooth").iterdir() if ":" not in one.name)
        )
    return ()


def blocked(folder: Path) -> tuple[bool, bool]:
    """Whether every Bluetooth radio is blocked by software, or by a switch."""
    soft, hard = [], []
    with suppress(OSError):
        for one in sorted((folder / "rfkill").iterdir()):
            with suppress(OSError):
                if (one / "type").read_text().strip() == "bluetooth":
                    soft.append((one / "soft").read_text().strip() == "1")
                    hard.append((one / "hard").read_text().strip() == "1")
    return bool(soft) and all(soft), bool(hard) and all(hard)


def _has_any(*paths: str) -> bool:
    return any(Path(path).exists() for path in paths)


async def _bluez() -> tuple[bool | None, bool | None, bool | None]:
    """Whether there is a system bus, BlueZ on it, and an adapter of its that is on."""
    try:
        from bleak.backends.bluezdbus.utils import get_dbus_authenticator  # noqa: PLC0415
        from dbus_fast import BusType  # noqa: PLC0415
        from dbus_fast.aio import MessageBus  # noqa: PLC0415
    except ImportError:
        return None, None, None
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
                return True, False, None
            objects = await _ask(
                bus, "org.bluez", "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"
            )
    except Exception:  # noqa: BLE001 - whatever the bus or BlueZ does, it is no answer
        return (True, None, None) if bus is not None and bus.connected else (False, None, None)
    finally:
        if bus is not None:
            bus.disconnect()
    return True, True, powered(objects)


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


def powered(objects: Any) -> bool | None:
    """Whether one of BlueZ's adapters is on; None where it has none."""
    states = [
        bool(told["org.bluez.Adapter1"]["Powered"].value)
        for told in (objects or {}).values()
        if "org.bluez.Adapter1" in told
    ]
    return any(states) if states else None


def _in_group(name: str) -> bool | None:
    """Whether this user is in the group, or needs none; None where there is no such group."""
    if sys.platform == "win32":
        return None
    import grp  # noqa: PLC0415 - not there on Windows

    if os.geteuid() == 0:
        return True
    try:
        return grp.getgrnam(name).gr_gid in os.getgroups()
    except KeyError:
        return None


async def _is_single_threaded() -> bool:
    """Windows: whether this thread is a single-threaded apartment (bleak's own check)."""
    try:
        from bleak.backends.winrt.util import assert_mta  # noqa: PLC0415
    except ImportError:
        return False
    check: Any = assert_mta
    try:
        await check()
    except Exception:  # noqa: BLE001 - bleak's own, which is loaded on Windows only
        return True
    return False
