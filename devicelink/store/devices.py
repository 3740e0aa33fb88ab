"""Which devices were paired, and where the keys of Bumble radios are kept: small private files.

The operating system keeps its own keys. Guarded by tests/store/test_devices.py.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from devicelink.errors import StoreError
from devicelink.store.place import Place


@dataclass(frozen=True, slots=True)
class Paired:
    """A device that was paired, the newest first in the file.

    Beside its name stands what it showed of itself, for the next time; `via` is `system` for the
    operating system's Bluetooth, else `own`. `battery_pct` is the newest that is known.
    """

    address: str
    label: str
    via: str = "system"
    driver: str = ""
    table: str = ""
    serial: str | None = None
    model: str | None = None
    maker: str | None = None
    bonded: bool = False
    battery_pct: int | None = None


def key_file(place: Place) -> Path:
    """The file of pairing keys, private to the user; the folder is made where it is missing."""
    place.make_folder()
    return place.folder / "bluetooth-keys.json"


def simulated_key_file(place: Place, kind: str) -> Path:
    """Where a simulated device remembers who bonded with it."""
    place.make_folder()
    return place.folder / f"simulated-{kind}-keys.json"


def paired(place: Place) -> list[Paired]:
    """All devices that were paired. Raises StoreError for a spoilt file."""
    path = _file(place)
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Paired])
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, msgspec.MsgspecError) as error:
        raise StoreError("paired_unreadable", path=path) from error


def remember(place: Place, device: Paired) -> None:
    """Put a device first in the list. Raises StoreError."""
    others = [one for one in paired(place) if one.address != device.address]
    _write(place, [device, *others])


def note_battery(place: Place, address: str, battery_pct: int | None) -> None:
    """Keep a device's newest charge, where it was paired. Raises StoreError."""
    known = paired(place)
    noted = [
        replace(one, battery_pct=battery_pct) if one.address == address else one for one in known
    ]
    if noted != known:
        _write(place, noted)


def forget(place: Place, who: str) -> list[Paired]:
    """Take a device out by address or label, in any case; those that were taken out."""
    known = paired(place)
    gone = [one for one in known if who.lower() in {one.address.lower(), one.label.lower()}]
    if gone:
        _write(place, [one for one in known if one not in gone])
    return gone


def _file(place: Place) -> Path:
    return place.folder / "devices.json"


def _write(place: Place, devices: list[Paired]) -> None:
    place.make_folder()
    path = _file(place)
    new = path.with_suffix(".new")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(msgspec.json.encode(devices))
        new.replace(path)
    except OSError as error:
        raise StoreError("cannot_write_file", path=path, reason=error.strerror) from error
