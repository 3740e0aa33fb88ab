"""What can be wrong about which device it is: one plain sentence why and one what to do.

No text from the air ever stands in a sentence uncleaned. Guarded by tests/link/test_mistaken.py.
"""

from collections.abc import Iterable

from devicelink.errors import LinkError
from devicelink.link.port import BondLostError, ManyError, StrangerError
from devicelink.link.trouble import shown


def stranger(who: str, how: str) -> StrangerError:
    """Another device answers under the address of the one that was paired."""
    return StrangerError("stranger", who=shown(who), how=how)


def key_gone(who: str) -> BondLostError:
    """This computer has lost its key for a device that it was bonded with."""
    return BondLostError("key_lost", who=shown(who))


def several(who: str | None, rivals: Iterable[tuple[str, str]]) -> ManyError:
    """More than one device fits: each by its name and address."""
    told = ", ".join(f"{shown(name)} at {shown(address)}" for name, address in sorted(rivals))
    if who is None:
        return ManyError("many_devices", told=told)
    return ManyError("many_devices_called", who=shown(who), told=told)


def none_of_yours(
    names: Iterable[str], others: Iterable[str] = (), low: Iterable[str] = ()
) -> LinkError:
    """None of the devices that were paired is heard; what else is, and whose battery was low."""
    near, empty = (", ".join(sorted(set(map(shown, some)))) for some in (others, low))
    yours = ", ".join(map(shown, names))
    if empty:
        entry = "none_of_yours_but_near_low" if near else "none_of_yours_low"
        return LinkError(entry, yours=yours, near=near, low=empty)
    return LinkError("none_of_yours_but_near" if near else "none_of_yours", yours=yours, near=near)
