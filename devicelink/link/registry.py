"""All kinds of device that can be read here: our own, and those that installed packages add.

A package adds one by an entry point of the group `devicelink.drivers` that names a `DriverType`.
What others wrote may be broken: it is then left out or fenced in (guarded.py), and told in `scan`
and `doctor`, and nothing else happens. Guarded by tests/link/test_registry.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from devicelink.drivers import GENERIC, NAMED
from devicelink.drivers.base import DriverType
from devicelink.link.guarded import fenced_make, fenced_matches
from devicelink.plaintext import clean
from devicelink.wording import text
from firmware_protocol.frames import Advertisement

GROUP: Final = "devicelink.drivers"


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry point that gave no driver, and why, in a few words."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Registry:
    """`drivers` in order of choice; `added` are those of others among them."""

    drivers: tuple[DriverType, ...]
    added: tuple[DriverType, ...] = ()
    broken: tuple[Broken, ...] = ()


@cache
def registry() -> Registry:
    """What there is in this environment: looked up once."""
    return gathered(entry_points(group=GROUP))


def drivers() -> tuple[DriverType, ...]:
    """All kinds, in order of choice."""
    return registry().drivers


def only_broadcasts(driver: str) -> bool:
    """Whether devices of that driver's id are listened to without a link."""
    return any(kind.id == driver and kind.transport == "broadcast" for kind in drivers())


def supported(advertisement: Advertisement) -> DriverType | None:
    """The kind of device that advertises like this; None for one that nobody here reads."""
    return next((kind for kind in drivers() if kind.matches(advertisement)), None)


def gathered(points: Iterable[EntryPoint]) -> Registry:
    """Our own and those found: a device with a name of its own before what many devices offer."""
    taken = {kind.id for kind in (*NAMED, *GENERIC)}
    added: list[DriverType] = []
    broken: list[Broken] = []
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        loaded = _loaded(point)
        if isinstance(loaded, DriverType) and loaded.id in taken:
            loaded = Broken(clean(point.name), text("pairing", "id_taken", id=clean(loaded.id)))
        if isinstance(loaded, Broken):
            broken.append(loaded)
        else:
            taken.add(loaded.id)
            added.append(loaded)
    return Registry((*NAMED, *added, *GENERIC), tuple(added), tuple(broken))


def _loaded(point: EntryPoint) -> DriverType | Broken:
    try:
        found = point.load()
        if not isinstance(found, DriverType):
            return Broken(clean(point.name), "what it names is no DriverType")
        if not found.id.isidentifier():
            return Broken(clean(point.name), "its id is no plain word")
        return replace(
            found,
            label=clean(found.label),
            matches=fenced_matches(found),
            make=fenced_make(found),
            verified=False,
        )
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever others wrote
        return Broken(clean(point.name), clean(f"{type(error).__name__}: {error}", 120))
