"""What can be wrong about which device it is: one plain sentence why and one what to do.

No text from the air ever stands in a sentence uncleaned. Guarded by tests/link/test_mistaken.py.
"""

from collections.abc import Iterable

from devicelink.errors import LinkError
from devicelink.link.port import BondLostError, ManyError, StrangerError
from devicelink.link.trouble import shown


def stranger(who: str, how: str) -> StrangerError:
    """Another device answers under the address of the one that was paired."""
    return StrangerError(
        f"Another device answers as {shown(who)}: {how}. It is not used.",
        "If yours was repaired or its firmware renewed, pair anew: devicelink forget, then pair",
    )


def key_gone(who: str) -> BondLostError:
    """This computer has lost its key for a device that it was bonded with."""
    return BondLostError(
        f"This computer has lost its key for the device {shown(who)}.",
        "Pair anew, with nobody else near: devicelink forget, then devicelink pair",
    )


def several(who: str | None, rivals: Iterable[tuple[str, str]]) -> ManyError:
    """More than one device fits: each by its name and address."""
    told = ", ".join(f"{shown(name)} at {shown(address)}" for name, address in sorted(rivals))
    what = "in range" if who is None else f"called {shown(who)}"
    return ManyError(
        f"More than one device is {what}: {told}.",
        "Name one by its address; held close, it has the best signal in: devicelink scan",
    )


def none_of_yours(
    names: Iterable[str], others: Iterable[str] = (), low: Iterable[str] = ()
) -> LinkError:
    """None of the devices that were paired is heard; what else is, and whose battery was low."""
    near, empty = (", ".join(sorted(set(map(shown, some)))) for some in (others, low))
    what = (
        f"The battery of {empty} was nearly empty when last used: charge it."
        if empty
        else "Is it switched on and near? If a phone or another program holds it, close that first."
    )
    also = f" In range is {near}: pair it, or name it with --device." if near else ""
    told = ", ".join(map(shown, names))
    return LinkError(f"Of your devices none is heard ({told}).", what + also)
