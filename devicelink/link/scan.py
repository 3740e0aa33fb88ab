"""What is in range, for a person: named, told apart, with whether it can be used and why not.

Guarded by tests/link/test_scan.py.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final

from devicelink.drivers.base import DriverType
from devicelink.errors import LinkError
from devicelink.link.port import Radio
from devicelink.link.registry import supported
from devicelink.plaintext import clean
from devicelink.wording import text
from firmware_protocol.frames import Advertisement

_STRENGTH: Final = ((-60, "strong"), (-75, "good"), (-88, "weak"))
FAINT: Final = "faint"


def strength(rssi_dbm: int | None) -> str:
    """A signal in a word; what is `faint` will not hold a link (proposal: rule of thumb)."""
    if rssi_dbm is None:
        return "unknown"
    return next((word for least, word in _STRENGTH if rssi_dbm >= least), FAINT)


@dataclass(frozen=True, slots=True)
class InRange:
    """A device that was heard: `kind` None for one that nobody here reads.

    It is number `nth` of `alike` that go by one name; `is_mine` where it was paired.
    """

    advertisement: Advertisement
    kind: DriverType | None
    nth: int = 1
    alike: int = 1
    is_mine: bool = False

    @property
    def name(self) -> str:
        """Safe to print, and different for each of several that go by one name."""
        name = clean(self.advertisement.name or "")
        if not name:
            return text("scanned", "no_name_of")
        return name if self.alike < 2 else f"{name} ({self.nth} of {self.alike})"

    @property
    def is_nameless(self) -> bool:
        """Whether it says no name that could be printed."""
        return not clean(self.advertisement.name or "")

    @property
    def strength(self) -> str:
        """How well it is heard, in a word."""
        return strength(self.advertisement.rssi_dbm)

    @property
    def why_not(self) -> str:
        """Why it cannot be used, empty if it can."""
        return "" if self.kind is not None else "no kind of device known here"

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to know before using it."""
        if self.kind is None:
            return ()
        opened = (text("pairing", "what_open"),) if is_open(self.kind) else ()
        far = ("too far off to hold a link",) if self.strength == FAINT else ()
        return *self.kind.remarks, *opened, *far


def is_open(kind: DriverType) -> bool:
    """Whether such a device takes no bond."""
    try:
        return not kind.make().needs_bond
    except LinkError:
        return True


async def scan_devices(radio: Radio, timeout_s: float, mine: Collection[str] = ()) -> list[InRange]:
    """All devices heard within that many seconds, by the addresses of those that are `mine`."""
    heard: dict[str, Advertisement] = {}
    async with aclosing(radio.scan(timeout_s)) as advertisements:
        async for one in advertisements:
            heard[one.address] = merged(heard.get(one.address), one)
    return listed(heard.values(), mine)


def merged(before: Advertisement | None, now: Advertisement) -> Advertisement:
    """What is known of a device that was heard again: its best signal, and a name once told."""
    if before is None:
        return now
    both = [rssi for rssi in (before.rssi_dbm, now.rssi_dbm) if rssi is not None]
    return replace(now, name=now.name or before.name, rssi_dbm=max(both, default=None))


def listed(heard: Iterable[Advertisement], mine: Collection[str] = ()) -> list[InRange]:
    """One's own first, then what can be used, then by strength; namesakes are numbered."""
    own = {address.casefold() for address in mine}
    found = [InRange(one, supported(one), is_mine=one.address.casefold() in own) for one in heard]
    found.sort(key=_rank)
    alike = Counter(map(_called, found))
    seen: Counter[str] = Counter()
    numbered = []
    for one in found:
        name = _called(one)
        seen[name] += 1
        numbered.append(replace(one, nth=seen[name], alike=1 if one.is_nameless else alike[name]))
    return numbered


def _called(one: InRange) -> str:
    return clean(one.advertisement.name or "").casefold()


def _rank(one: InRange) -> tuple[bool, bool, int, str]:
    heard = one.advertisement
    return not one.is_mine, one.kind is None, -(heard.rssi_dbm or -127), heard.address
