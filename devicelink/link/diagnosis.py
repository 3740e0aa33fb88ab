"""What stands between this computer and a Bluetooth device, and what to do about it, step by step.

Pure: facts in, findings out, the same for every system wherever it runs. Guarded by
tests/link/test_diagnosis.py.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from devicelink.errors import LinkError
from devicelink.link import trouble

OLDEST_WINDOWS: Final = 16299
"""The build (version 1709) from which on programs without a package may use Bluetooth."""
OLDEST_MACOS: Final = (10, 15)


@unique
class Health(StrEnum):
    """How a thing is."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `to_do` is empty where nothing is to be done."""

    name: str
    health: Health
    said: str
    to_do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was found on this computer. None: not looked at, or not to be known here.

    `scan` is what came of listening for a moment: the error, or None where it worked.
    """

    system: str
    version: str = ""
    scan: LinkError | None = None
    adapters: tuple[str, ...] | None = None
    soft_blocked: bool = False
    hard_blocked: bool = False
    bus: bool | None = None
    service: bool | None = None
    installed: bool | None = None
    powered: bool | None = None
    in_group: bool | None = None
    is_wsl: bool = False
    is_container: bool = False
    is_remote: bool = False
    program: str = ""
    """The program that the system asks about: the terminal."""
    single_threaded: bool = False
    """Windows: a library made this thread an apartment in which no answer ever arrives."""


def diagnose(facts: Facts) -> list[Finding]:
    """Everything that was looked at, the cause before what follows from it."""
    found = {"Linux": _linux, "Darwin": _macos, "Windows": _windows}.get(facts.system, _other)(
        facts
    )
    if facts.scan is None:
        return [*_harmless(found), Finding("bluetooth", Health.OK, "usable: listening works")]
    if any(one.health is Health.BAD for one in found):
        return found
    return [*found, Finding("bluetooth", Health.BAD, facts.scan.why, facts.scan.what_to_do)]


def _harmless(found: list[Finding]) -> list[Finding]:
    """Where listening works, whatever looks wrong is worth a note at most."""
    return [
        Finding(one.name, Health.NOTE if one.health is Health.BAD else one.health, one.said)
        for one in found
    ]


def _bad(name: str, said: str, to_do: str) -> Finding:
    return Finding(name, Health.BAD, said, to_do)


def _ok(name: str, said: str) -> Finding:
    return Finding(name, Health.OK, said)


def _linux(facts: Facts) -> list[Finding]:
    adapter = _adapter(facts)
    is_guest = facts.is_container or facts.is_wsl
    is_bad = adapter is not None and adapter.health is Health.BAD
    if adapter is not None and is_bad and is_guest and not facts.bus:
        return [adapter]  # its own service and bus would be of no use
    return [one for one in (adapter, *_service(facts), _rights(facts)) if one is not None]


def _adapter(facts: Facts) -> Finding | None:
    if facts.hard_blocked:
        return _bad(
            "adapter", "Bluetooth is blocked by a switch or a key of the computer.",
            "Turn the switch, or press the key with the aeroplane; see: rfkill list bluetooth",
        )  # fmt: skip
    if facts.soft_blocked:
        return _bad(
            "adapter", "Bluetooth is blocked by software (rfkill).",
            "Run: rfkill unblock bluetooth",
        )  # fmt: skip
    if facts.adapters:
        return _ok("adapter", f"the kernel knows {', '.join(facts.adapters)}")
    if facts.adapters is None or facts.service:
        return None  # it may be another machine's, reached through its bus
    return _no_adapter(facts)


def _no_adapter(facts: Facts) -> Finding:
    if facts.is_wsl:
        return _bad(
            "adapter", "WSL has no Bluetooth of its own.",
            "Run devicelink in Windows itself, or hand a USB adapter over with usbipd.",
        )  # fmt: skip
    if facts.is_container:
        return _bad(
            "adapter", "This container has no Bluetooth.",
            "Run devicelink outside, or share the host's D-Bus: -v /run/dbus:/run/dbus",
        )  # fmt: skip
    return _bad(
        "adapter", "This computer has no Bluetooth adapter that the kernel knows.",
        "Plug one in. If there is one, its firmware may be missing; see: dmesg | grep -i bluetooth",
    )  # fmt: skip


def _service(facts: Facts) -> list[Finding]:
    if facts.bus is False:
        return [_bad(
            "service", "The system bus (D-Bus) is not running.",
            "Install and start it, for example: sudo apt install dbus, then restart the computer",
        )]  # fmt: skip
    if facts.service is False and facts.installed is False:
        return [_bad(
            "service", "The Bluetooth service (BlueZ) is not installed.",
            "Install it: sudo apt install bluez (Fedora: dnf, Arch: pacman -S bluez), then: "
            "sudo systemctl enable --now bluetooth",
        )]  # fmt: skip
    if facts.service is False:
        return [_bad(
            "service", "The Bluetooth service (bluetoothd) is not running.",
            "Start it: sudo systemctl enable --now bluetooth",
        )]  # fmt: skip
    if facts.powered is False:
        return [_bad(
            "power", "Bluetooth is switched off.", "Switch it on: bluetoothctl power on",
        )]  # fmt: skip
    return [_ok("service", "bluetoothd answers")] if facts.service else []


def _rights(facts: Facts) -> Finding | None:
    denied = facts.scan is not None and facts.scan.why == trouble.no_permission().why
    if not denied:
        return None
    if facts.in_group is False:
        return _bad(
            "permission", "This user may not use Bluetooth.",
            "Run: sudo usermod -aG bluetooth $USER, then log out and in again.",
        )  # fmt: skip
    return _bad(
        "permission", "The system bus does not let this program speak to BlueZ.",
        "Run it outside a sandbox (snap, flatpak), or in a session at the computer itself.",
    )  # fmt: skip


def _macos(facts: Facts) -> list[Finding]:
    if _is(facts, trouble.no_permission()):
        who = facts.program or "the program you started this from"
        also = " Over ssh macOS never asks: start it once at the Mac." if facts.is_remote else ""
        return [_bad(
            "permission", f"macOS does not let {who} use Bluetooth.",
            f"System Settings, Privacy & Security, Bluetooth: switch {who} on, then start it anew."
            + also,
        )]  # fmt: skip
    return _off_or_missing(
        facts,
        "Switch it on in the Control Centre, or: System Settings, Bluetooth.",
        "Macs have one built in: restart the Mac; in a virtual machine, hand an adapter over.",
    )


def _windows(facts: Facts) -> list[Finding]:
    found = []
    build = facts.version.rpartition(".")[2]
    if build.isdigit() and int(build) < OLDEST_WINDOWS:
        found.append(_bad(
            "system", f"This Windows (build {build}) is too old for Bluetooth LE.",
            f"Update it to version 1709 (build {OLDEST_WINDOWS}) or later.",
        ))  # fmt: skip
    if facts.single_threaded:
        found.append(_bad(
            "system", "A library made this program's thread one in which no answer arrives (STA).",
            "Uninstall pywin32 from this environment, or run devicelink in one of its own.",
        ))  # fmt: skip
    if _is(facts, trouble.no_permission()):
        found.append(_bad(
            "permission", "Windows does not let programs use Bluetooth.",
            "Settings, Privacy & security, Radios: let apps and desktop apps control radios.",
        ))  # fmt: skip
    return found + _off_or_missing(
        facts,
        "Settings, Bluetooth & devices: switch Bluetooth on.",
        "Plug one in. If there is one: Device Manager, Bluetooth, and renew its driver.",
    )


def _other(facts: Facts) -> list[Finding]:
    said = f"{facts.system or 'This system'} has no Bluetooth that is known here"
    return [Finding("system", Health.NOTE, f"{said}; a radio can be named with --radio")]


def _off_or_missing(facts: Facts, on: str, plug: str) -> list[Finding]:
    if _is(facts, trouble.switched_off()):
        return [_bad("power", "Bluetooth is switched off.", on)]
    if _is(facts, trouble.no_adapter()):
        return [_bad("adapter", "This computer has no Bluetooth adapter that can be used.", plug)]
    return []


def _is(facts: Facts, error: LinkError) -> bool:
    return facts.scan is not None and facts.scan.why == error.why
