"""Which of the devices in range is meant.

By name or address where one was named; else one of those that were paired; else the only one there
is. Two that fit alike are told apart by the person, not by chance. Guarded by
tests/link/test_scan.py.
"""

from collections.abc import Sequence

from devicelink.drivers.base import DriverType
from devicelink.errors import LinkError
from devicelink.link import mistaken, trouble
from devicelink.link.identity import Known
from devicelink.link.registry import drivers
from devicelink.plaintext import clean
from firmware_protocol.frames import Advertisement

LOW_PCT = 15


class Choice:
    """The device wanted. Once there was a link it means that very device and no namesake."""

    def __init__(
        self,
        wanted: str | None,
        kinds: tuple[DriverType, ...] | None = None,
        mine: Sequence[Known] = (),
    ) -> None:
        self._wanted = None if wanted is None else wanted.casefold()
        self._said = wanted
        self._drivers = drivers() if kinds is None else kinds
        self._mine = {one.address.casefold(): one for one in mine}
        self._settled = False
        self._chosen: tuple[str, DriverType] | None = None
        self._name: str | None = None
        self._unreadable = False
        self._rivals: dict[str, str] = {}
        self._others: set[str] = set()

    def begin(self) -> None:
        """A new search: who was heard before counts no more."""
        self._rivals.clear()
        self._others.clear()

    def fits(self, advertisement: Advertisement) -> bool:
        """Whether this is one that is meant; the first such is remembered as chosen."""
        kind = next((kind for kind in self._drivers if kind.matches(advertisement)), None)
        name = clean(advertisement.name or "") or ("" if kind is None else kind.label)
        if not self._is_meant(advertisement):
            if kind is not None:
                self._others.add(name)
            return False
        if kind is None:
            self._unreadable = True
            return False
        if not self._rivals:
            self._chosen = (advertisement.address, kind)
            self._name = advertisement.name or self._name
        self._rivals[advertisement.address.casefold()] = name
        return True

    @property
    def is_certain(self) -> bool:
        """Whether no other device could be meant by the same words: no need to look further."""
        address = self.address.casefold()
        only_mine = self._wanted is None and len(self._mine) == 1
        return self._settled or self._wanted == address or only_mine

    def check(self) -> None:
        """Raise ManyError where several were heard that fit alike, none or all of them paired."""
        if self.is_certain or len(self._rivals) < 2:
            return
        raise mistaken.several(self._said, [(name, at) for at, name in self._rivals.items()])

    @property
    def known(self) -> Known | None:
        """What is remembered of the chosen device, if it was paired."""
        return self._mine.get(self.address.casefold())

    @property
    def address(self) -> str:
        """The chosen device's; empty before there is one."""
        return "" if self._chosen is None else self._chosen[0]

    @property
    def name(self) -> str:
        """What the chosen device calls itself, safe to print, else what it is."""
        kind = "" if self._chosen is None else self._chosen[1].label
        return clean(self._name or "") or kind

    @property
    def silence_s(self) -> float:
        """How long the chosen device may be silent by its nature."""
        return 0.0 if self._chosen is None else self._chosen[1].silence_s

    def kind(self) -> DriverType:
        """What the chosen device is."""
        if self._chosen is None:
            raise trouble.not_found(self._said)
        return self._chosen[1]

    def settle(self) -> None:
        """From now on only the chosen device will do."""
        self._settled = True

    def missed(self) -> LinkError:
        """Why a scan ended without it."""
        if self._unreadable:
            return trouble.unknown_kind(self._said)
        looked_for = [one for one in self._mine.values() if self._is_looked_for(one)]
        if not looked_for:
            return trouble.not_found(self._said)
        low = [one.name for one in looked_for if (one.battery_pct or 100) <= LOW_PCT]
        return mistaken.none_of_yours([one.name for one in looked_for], self._others, low)

    def _is_looked_for(self, one: Known) -> bool:
        address = one.address.casefold()
        if self._settled:
            return address == self.address.casefold()
        return self._wanted in {None, address, one.name.casefold()}

    def _is_meant(self, advertisement: Advertisement) -> bool:
        address = advertisement.address.casefold()
        if self._settled and self._chosen is not None:
            return address == self._chosen[0].casefold()
        if self._wanted is None:
            return not self._mine or address in self._mine
        return self._wanted in {address, (advertisement.name or "").casefold()}
