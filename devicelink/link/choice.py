"""Which of the devices in range is meant.

Guarded by tests/link/test_scan.py.
"""

from devicelink.drivers.base import DriverType
from devicelink.errors import LinkError
from devicelink.link import trouble
from devicelink.link.registry import drivers
from devicelink.plaintext import clean
from firmware_protocol.frames import Advertisement


class Choice:
    """The device wanted, by name or address in any case, or the first that is supported.

    Once there was a link it means that very device and no namesake.
    """

    def __init__(self, wanted: str | None, kinds: tuple[DriverType, ...] | None = None) -> None:
        self._wanted = wanted
        self._drivers = drivers() if kinds is None else kinds
        self._settled = False
        self._chosen: tuple[str, DriverType] | None = None
        self._name: str | None = None
        self._unreadable = False

    def fits(self, advertisement: Advertisement) -> bool:
        """Whether this is the one; remembers it if so."""
        if not self._is_meant(advertisement):
            return False
        kind = next((kind for kind in self._drivers if kind.matches(advertisement)), None)
        if kind is None:
            self._unreadable = True
            return False
        self._chosen = (advertisement.address, kind)
        self._name = advertisement.name or self._name
        return True

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
            raise trouble.not_found(self._wanted)
        return self._chosen[1]

    def settle(self) -> None:
        """From now on only the chosen device will do."""
        self._settled = True

    def missed(self) -> LinkError:
        """Why a scan ended without it."""
        if self._unreadable:
            return trouble.unknown_kind(self._wanted)
        return trouble.not_found(self._wanted)

    def _is_meant(self, advertisement: Advertisement) -> bool:
        address = advertisement.address.casefold()
        if self._settled and self._chosen is not None:
            return address == self._chosen[0].casefold()
        if self._wanted is None:
            return True
        return self._wanted.casefold() in {address, (advertisement.name or "").casefold()}
