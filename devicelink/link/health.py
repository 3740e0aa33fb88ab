"""Looks at this computer's Bluetooth from outside: kernel, service, rights; and listens once.

Every look is short and none raises: what cannot be seen is not known. Guarded by
tests/link/test_health.py.
"""

import os
import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from devicelink.errors import LinkError
from devicelink.link.bluez_objects import look
from devicelink.link.diagnosis import Facts
from devicelink.link.radio import listen_once

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
    bluez = await look()
    soft, hard = blocked(SYS)
    return Facts(
        system="Linux", version=platform.release(), scan=scan,
        adapters=adapters(SYS), soft_blocked=soft, hard_blocked=hard,
        bus=bluez.bus, service=bluez.service, powered=powered(bluez.objects),
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
