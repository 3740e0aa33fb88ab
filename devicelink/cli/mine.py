"""The devices that were paired, as the link wants them; and one found, as it is remembered.

The one place that turns the store's devices into the link's and back. Guarded by
tests/cli/test_pair.py and test_remembered.py.
"""

from contextlib import suppress

from devicelink.errors import StoreError
from devicelink.link.identity import Identity, Known, Met
from devicelink.link.port import Bond
from devicelink.store.devices import Paired, note_battery, paired
from devicelink.store.place import Place

OWN, SYSTEM = "own", "system"


def via(radio: str | None) -> str:
    """Through whose Bluetooth: a bond holds there only."""
    return SYSTEM if radio is None else OWN


def mine(place: Place, radio: str | None) -> tuple[Known, ...]:
    """Those that were paired through that radio, the newest first. Raises StoreError."""
    return tuple(known_of(one) for one in paired(place) if one.via == via(radio))


def known_of(one: Paired) -> Known:
    """A device as the link holds it to what it showed."""
    identity = Identity(
        driver=one.driver, table=one.table, serial=one.serial, model=one.model, maker=one.maker
    )
    return Known(
        address=one.address,
        name=one.label,
        identity=identity if one.driver else None,
        bonded=one.bonded,
        battery_pct=one.battery_pct,
    )


def keep_charge(place: Place, met: Met, battery_pct: int | None) -> None:
    """For the next time, when a device that is empty will not be heard."""
    with suppress(StoreError):  # no reason to lose a session
        note_battery(place, met.address, battery_pct)


def paired_of(
    address: str, label: str, radio: str | None, shown: Identity | None, bond: Bond
) -> Paired:
    """A device as it is to be remembered."""
    kept = Paired(address, label, via=via(radio), bonded=bond in {Bond.SECURE, Bond.LEGACY})
    if shown is None:
        return kept
    return Paired(
        address, label, kept.via, shown.driver, shown.table, shown.serial, shown.model, shown.maker,
        kept.bonded,
    )  # fmt: skip
