"""Who the device at the other end is, and whether it is still the same: checked on every link.

A bond proves a device by its key. Beside it, and alone where a device takes no bond, it is held to
what it showed before: what it says of itself, what it offers, and that its count and clock go on.
Anyone near can copy all but the key, so what an open device shows is recognised, never proved.
Pure: times come in, of the clock that goes on in sleep and that nobody sets. Guarded by
tests/link/test_identity.py and test_spoof.py.
"""

from dataclasses import dataclass, fields
from enum import StrEnum, unique
from typing import Final

from devicelink.core.device_time import DRIFT, unwrapped_us
from devicelink.errors import LinkError
from devicelink.link import mistaken
from firmware_protocol.messages import ReadingFlag, Readings

MARGIN_S: Final = 5.0
"""A frame's way is less; the share of the time that two clocks part by comes on top."""
HALF: Final = 2**31


@unique
class Trust(StrEnum):
    """How sure it is that this is the device that was paired."""

    PROVED = "proved"
    """It was remembered, shows what it showed, and has the key of the bond."""
    RECOGNISED = "recognised"
    """It was remembered and shows what it showed; anyone near could copy that."""
    NEW = "new"
    """Nothing was remembered of it."""
    REFUSED = "refused"
    """Another device answered under its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a device shows of itself. `table` is a digest of its services; None where not told."""

    driver: str
    table: str = ""
    serial: str | None = None
    model: str | None = None
    maker: str | None = None

    def differences(self, seen: "Identity") -> tuple[str, ...]:
        """In what words `seen` is another device; empty where it shows the same."""
        names = [field.name for field in fields(self)]
        differ = [name for name in names if getattr(self, name) != getattr(seen, name)]
        return tuple(_WORDS[name] for name in differ)


_WORDS: Final = {
    "driver": "kind",
    "table": "services",
    "serial": "serial number",
    "model": "model",
    "maker": "maker",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A device that was paired. `identity` None where it was paired before it was asked for."""

    address: str
    name: str
    identity: Identity | None = None
    bonded: bool = False
    battery_pct: int | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """The device of a link: its address, empty before there is one, and a name safe to print."""

    address: str = ""
    name: str = ""
    identity: Identity | None = None
    trust: Trust = Trust.NEW


@dataclass(frozen=True, slots=True)
class Life:
    """Where a device's count and clock stood with the newest frame, and when that came."""

    boot_id: int
    next_seq: int
    device_us: int
    at_s: float


class Proof:
    """One device's, over all links of a session. `known` is what was remembered of it."""

    def __init__(self, known: Known | None = None, margin_s: float = MARGIN_S) -> None:
        self.known = known
        self.identity = None if known is None else known.identity
        self.encrypted = False
        """Whether the present link is encrypted with a key of the bond."""
        self.refusals = 0
        self._life: Life | None = None
        self._margin_s = margin_s

    @property
    def needs_key(self) -> bool:
        """Whether the device was bonded: then a link without its key proves nothing."""
        return self.known is not None and self.known.bonded

    @property
    def is_waiting(self) -> bool:
        """Whether the next link has to go on where the last one stopped."""
        return self._life is not None

    @property
    def trust(self) -> Trust:
        """How sure it is."""
        if self.refusals:
            return Trust.REFUSED
        if self.known is None or self.known.identity is None:
            return Trust.NEW
        return Trust.PROVED if self.encrypted and self.known.bonded else Trust.RECOGNISED

    def shown(self, who: str, seen: Identity, unread: LinkError | None = None) -> None:
        """Hold what it shows to what was known; the first time in a session, take note of it.

        `unread` is why something could not be read now: then it is no other device, but no proof.
        Raises StrangerError, or `unread`.
        """
        differ = () if self.identity is None else self.identity.differences(seen)
        if differ and unread is not None:
            raise unread
        if differ:
            raise mistaken.stranger(who, f"another {differ[0]}")
        self.identity = self.identity or seen

    def begins(self, who: str, first: Readings, boot_id: int, at_s: float) -> None:
        """Hold a new link's first samples to the last ones before. Raises StrangerError.

        However long it was away: a count needs no clock, and clocks are compared round their wrap.
        """
        life = self._life
        if life is None or first.seq is None or not first.device_us:
            return
        first_us, away_s = first.device_us[0], at_s - life.at_s
        may_part_s = self._margin_s + DRIFT * away_s
        if boot_id != life.boot_id:
            if first_us / 1e6 > away_s + may_part_s:
                raise mistaken.stranger(who, "it says it was started anew, but has run for longer")
            return
        if (first.seq - life.next_seq) % 2**32 >= HALF:
            raise mistaken.stranger(who, "its count of samples went back")
        expected_us = life.device_us + round(away_s * 1e6)
        if abs(unwrapped_us(first_us, expected_us) - expected_us) / 1e6 > may_part_s:
            raise mistaken.stranger(who, "its clock did not go on")

    def heard(self, readings: Readings, boot_id: int | None, at_s: float) -> None:
        """Note where count and clock stand now."""
        if boot_id is None or readings.seq is None or not readings.device_us:
            return
        if readings.flags & ReadingFlag.BACKFILL:
            return
        next_seq = (readings.seq + len(readings.raw)) % 2**32
        self._life = Life(boot_id, next_seq, readings.device_us[-1], at_s)
