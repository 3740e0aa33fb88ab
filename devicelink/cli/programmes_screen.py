"""The programme editor with the record behind it. Guarded by tests/tui/test_programmes.py."""

from collections.abc import Mapping

from devicelink.care.programme import Programme
from devicelink.care.programme_edit import copied
from devicelink.cli.options import known_programmes
from devicelink.cli.programmes import drop_programme, keep_programme
from devicelink.data import programmes
from devicelink.store.place import Place
from devicelink.tui.home import Page
from devicelink.tui.programmes import ProgrammesScreen


class ProgrammesOf:
    """The programmes of one profile."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def all(self) -> Mapping[str, Programme]:
        """By id, shipped ones first."""
        return known_programmes(self._place)

    def is_shipped(self, id_: str) -> bool:
        """Whether it stays as it is."""
        return id_ in programmes()

    def copy(self, id_: str) -> str:
        """Make a copy under the next free id."""
        known = self.all()
        base = id_.rstrip("0123456789-") or "mine"
        new = next(f"{base}-{n}" for n in range(2, len(known) + 3) if f"{base}-{n}" not in known)
        keep_programme(self._place, copied(known[id_], new))
        return new

    def keep(self, programme: Programme) -> None:
        """Keep a changed one."""
        keep_programme(self._place, programme)

    def remove(self, id_: str) -> None:
        """Take one off the list."""
        drop_programme(self._place, id_)


def programmes_screen(place: Place) -> Page:
    """The editor."""
    return ProgrammesScreen(ProgrammesOf(place))
