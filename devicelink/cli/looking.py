"""A second program on the same record: it looks, and does not write.

Guarded by tests/cli/test_looking.py.
"""

import asyncio

from devicelink.cli.guided import Guide
from devicelink.cli.options import Face
from devicelink.cli.saying import say, tell
from devicelink.cli.wanted import Wanted
from devicelink.clock import Clock
from devicelink.store.lock import BusyError
from devicelink.store.place import Place


def guide_or_look(wanted: Wanted, clock: Clock, face: Face) -> Guide | None:
    """A guide for one session; None where another program records and this one only looked."""
    try:
        return Guide(wanted, clock)
    except BusyError as busy:
        look_only(busy, wanted.place, face)
        return None


def look_only(busy: BusyError, place: Place, face: Face) -> None:
    """The past on the screen while another program records; in lines, the error itself."""
    if face is not Face.SCREEN:
        raise busy
    from devicelink.cli.past import Past  # noqa: PLC0415
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    tell("busy", "reading", why=busy.why)
    app = DevicelinkApp(history=Past(place), who=place.who)
    app.flags_shown = lambda: None
    only_reads = say("busy", "this_one", why=busy.why)
    app.call_later(lambda: app.notify(only_reads, severity="warning", timeout=20))
    asyncio.run(app.show())
