"""`devicelink session`: a guided session with a real device, or one on a simulated air.

Guarded by tests/cli/test_session.py.
"""

import asyncio
import sys
from contextlib import AbstractAsyncContextManager
from typing import Any

import click

from devicelink.answering import Answers
from devicelink.cli.asking import ask_first, tell_if_halved
from devicelink.cli.guided import Guide, show, tell_if_calibrated, told_where_kept
from devicelink.cli.options import Face, aimed, chosen_face, stored
from devicelink.cli.under_way import running
from devicelink.cli.wanted import wanted_of
from devicelink.clock import Clock
from devicelink.link.port import Radio
from devicelink.link.radio import open_radio
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.store.devices import key_file, paired
from devicelink.store.place import Place


@click.command(short_help="A guided session with a real device.")
@click.option("--device", metavar="NAME_OR_ADDRESS", help="Which device: else one that was paired.")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@click.option("--rate", type=click.IntRange(10, 1000), help="Samples a second, if it can.")
@click.option("--plain", is_flag=True, help="One line an event, also in a terminal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@aimed
@stored
def session(
    *,
    device: str | None,
    radio: str | None,
    rate: int | None,
    plain: bool,
    as_json: bool,
    **aim: Any,
) -> None:
    """Find a device, connect, and coach a session on one point."""
    wanted = wanted_of(aim)
    face = chosen_face(plain=plain, as_json=as_json)
    known = paired(wanted.place)
    remembered = known[0].address if known and radio is None else None
    wish = Wish(device=device or remembered, rate_hz=rate)
    clock = Clock()
    guide = Guide(wanted, clock)

    def its_radio() -> AbstractAsyncContextManager[Radio]:
        return open_radio(radio, clock.now, key_file(wanted.place))

    try:
        if face is Face.SCREEN:
            asyncio.run(_on_screen(guide, its_radio, wish, wanted.place))
        else:
            ask_first(guide.own, somebody=sys.stdin.isatty())
            guide.check()
            asyncio.run(_in_lines(guide, its_radio, wish, face))
    finally:
        saved = guide.close()
    told_where_kept(guide, saved)


async def _in_lines(guide: Guide, radio: OpenRadio, wish: Wish, face: Face) -> None:
    live = guide.apart(radio, wish)
    async with running(live) as is_open:
        if is_open:
            tell_if_halved(guide.own)
            tell_if_calibrated(guide)
            await show(live, face, Answers.PERSON if sys.stdin.isatty() else Answers.NOBODY, guide)


async def _on_screen(guide: Guide, radio: OpenRadio, wish: Wish, place: Place) -> None:
    """The connect screen, then the session on it."""
    from devicelink.cli.connector import SessionConnector  # noqa: PLC0415
    from devicelink.cli.past import Past  # noqa: PLC0415
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    connector = SessionConnector(guide, radio, wish)
    try:
        app = DevicelinkApp(
            connector=connector,
            screening=guide.own,
            history=Past(place),
            saving=guide.saving,
            who=place.who,
        )
        app.flags_shown = guide.flags_shown
        await app.show()
    finally:
        await connector.finish()
