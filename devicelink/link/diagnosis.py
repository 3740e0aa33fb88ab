"""What stands between this computer and a Bluetooth device, and what to do about it, step by step.

Pure: facts in, findings out, the same for every system wherever it runs. Guarded by
tests/link/test_diagnosis.py.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from devicelink.errors import LinkError
from devicelink.link import trouble
from devicelink.wording import text

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
        return [*_harmless(found), _ok("bluetooth", "usable")]
    if any(one.health is Health.BAD for one in found):
        return found
    return [*found, Finding("bluetooth", Health.BAD, facts.scan.why, facts.scan.what_to_do)]


def _harmless(found: list[Finding]) -> list[Finding]:
    """Where listening works, whatever looks wrong is worth a note at most."""
    return [
        Finding(one.name, Health.NOTE if one.health is Health.BAD else one.health, one.said)
        for one in found
    ]


def _bad(name: str, entry: str, /, **values: object) -> Finding:
    return Finding(name, Health.BAD, _say(entry, **values), _say(entry, "do", **values))


def _ok(name: str, entry: str, /, **values: object) -> Finding:
    return Finding(name, Health.OK, _say(entry, **values))


def _say(entry: str, field: str = "say", /, **values: object) -> str:
    return text("doctor", entry, field, **values)


def _linux(facts: Facts) -> list[Finding]:
    adapter = _adapter(facts)
    is_guest = facts.is_container or facts.is_wsl
    is_bad = adapter is not None and adapter.health is Health.BAD
    if adapter is not None and is_bad and is_guest and not facts.bus:
        return [adapter]  # its own service and bus would be of no use
    return [one for one in (adapter, *_service(facts), _rights(facts)) if one is not None]


def _adapter(facts: Facts) -> Finding | None:
    if facts.hard_blocked:
        return _bad("adapter", "hard_blocked")
    if facts.soft_blocked:
        return _bad("adapter", "soft_blocked")
    if facts.adapters:
        return _ok("adapter", "adapters", adapters=", ".join(facts.adapters))
    if facts.adapters is None or facts.service:
        return None  # it may be another machine's, reached through its bus
    if facts.is_wsl:
        return _bad("adapter", "wsl")
    return _bad("adapter", "container" if facts.is_container else "no_kernel_adapter")


def _service(facts: Facts) -> list[Finding]:
    if facts.bus is False:
        return [_bad("service", "no_bus")]
    if facts.service is False:
        return [_bad("service", "no_bluez" if facts.installed is False else "no_service")]
    if facts.powered is False:
        return [_bad("power", "off_linux")]
    return [_ok("service", "service")] if facts.service else []


def _rights(facts: Facts) -> Finding | None:
    if not _is(facts, trouble.no_permission()):
        return None
    return _bad("permission", "not_in_group" if facts.in_group is False else "bus_refuses")


def _macos(facts: Facts) -> list[Finding]:
    if _is(facts, trouble.no_permission()):
        entry = "mac_refuses_remote" if facts.is_remote else "mac_refuses"
        return [_bad("permission", entry, who=facts.program or _say("mac_program"))]
    return _off_or_missing(facts, "macos")


def _windows(facts: Facts) -> list[Finding]:
    found = []
    build = facts.version.rpartition(".")[2]
    if build.isdigit() and int(build) < OLDEST_WINDOWS:
        found.append(_bad("system", "old_windows", build=build, oldest=OLDEST_WINDOWS))
    if facts.single_threaded:
        found.append(_bad("system", "one_thread"))
    if _is(facts, trouble.no_permission()):
        found.append(_bad("permission", "windows_refuses"))
    return found + _off_or_missing(facts, "windows")


def _other(facts: Facts) -> list[Finding]:
    entry = "other_system" if facts.system else "this_system"
    return [Finding("system", Health.NOTE, _say(entry, system=facts.system))]


def _off_or_missing(facts: Facts, system: str) -> list[Finding]:
    if _is(facts, trouble.switched_off()):
        return [_bad("power", f"off_{system}")]
    if _is(facts, trouble.no_adapter()):
        return [_bad("adapter", f"missing_{system}")]
    return []


def _is(facts: Facts, error: LinkError) -> bool:
    return facts.scan is not None and facts.scan.entry == error.entry
