"""`devicelink session`: a guided session with a real device, or one on a simulated air.

Guarded by tests/cli/test_session.py.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from devicelink.answering import Answers
from devicelink.care.by_hand import HAND_TOOLS
from devicelink.care.plan import Plan
from devicelink.care.point import Point, Tool
from devicelink.care.programme_edit import visit
from devicelink.cli.asking import ask_first, tell_if_halved
from devicelink.cli.day_before import ask_of_the_day_before
from devicelink.cli.guided import Guide, Shown
from devicelink.cli.mine import mine
from devicelink.cli.options import (
    Face,
    aimed_at_several,
    chosen_face,
    place_of,
    point_of,
    programme_of,
    stored,
)
from devicelink.cli.redflags import shown
from devicelink.cli.showing import show
from devicelink.cli.terminal import put
from devicelink.cli.under_way import running
from devicelink.cli.visit import (
    one_by_one,
    opening,
    parts_of,
    places_named,
    ready,
    time_words,
)
from devicelink.cli.vouched import tell_of_device
from devicelink.cli.wanted import Wanted
from devicelink.cli.watching import Page, endpoint_of, shown_to_watchers
from devicelink.clock import Clock
from devicelink.data import phrases
from devicelink.link.port import Radio
from devicelink.link.radio import open_radio
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.store.devices import key_file
from devicelink.store.place import Place
from devicelink.watch import HERE

if TYPE_CHECKING:
    from devicelink.tui.points import Chosen


USUAL: Final = "usual"


@click.command(short_help="A guided session with a real device.")
@click.option("--device", metavar="NAME_OR_ADDRESS", help="Which device: else one that was paired.")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@click.option("--rate", type=click.IntRange(10, 1000), help="Samples a second, if it can.")
@click.option("--plain", is_flag=True, help="One line an event, also in a terminal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--tool", type=click.Choice([USUAL, *(tool.value for tool in HAND_TOOLS)]),
    help="By hand, with no device: on the clock and your own word.",
)  # fmt: skip
@click.option(
    "--watch", is_flag=False, flag_value=f"{HERE.host}:0", metavar="[ADDRESS:PORT]",
    help="A page to watch it on in a browser; on a phone with 0.0.0.0:8080.",
)  # fmt: skip
@aimed_at_several
@stored
@click.pass_context
def session(
    ctx: click.Context,
    /,
    *,
    device: str | None,
    radio: str | None,
    rate: int | None,
    plain: bool,
    as_json: bool,
    watch: str | None,
    **aim: Any,
) -> None:
    """Find a device, connect, and coach a session on a point, or on several, one after the other;
    or one by hand (--tool).
    """
    face = chosen_face(plain=plain, as_json=as_json)
    clock = Clock()
    page = None if watch is None else Page(endpoint_of(watch), clock.now)
    unsaid = ctx.get_parameter_source("point") is ParameterSource.DEFAULT
    if face is Face.SCREEN and unsaid:
        places = _chosen(aim)
    else:
        places = places_named(aim["point"], aim["side"])
    if not places:
        return
    parts = parts_of(aim, [(*place, _tool(aim["tool"], point_of(place[0]))) for place in places])
    ask_of_the_day_before(parts[0].place, face)

    def its_radio() -> AbstractAsyncContextManager[Radio]:
        return open_radio(radio, clock.now, key_file(parts[0].place))

    wish = Wish(device=device, mine=mine(parts[0].place, radio), rate_hz=rate)
    one_by_one(
        parts, clock, face, partial(_coach, radio=its_radio, wish=wish, face=face, page=page)
    )


def _coach(
    guide: Guide, wanted: Wanted, last: Plan | None,
    *, radio: OpenRadio, wish: Wish, face: Face, page: Page | None,
) -> None:  # fmt: skip
    """One point, in lines or on the screen; of several, once the person is ready."""
    own = guide.own
    if face is Face.SCREEN:
        own.asked = not own.due()  # what is asked next, on the screen, halves nothing yet
        before = list(opening(guide, wanted, last))
        own.asked = True
        asyncio.run(_on_screen(guide, radio, wish, wanted, page, before))
        return
    ask_first(own, somebody=sys.stdin.isatty())
    guide.check()
    for line in opening(guide, wanted, last):
        put(line, err=True)
    if wanted.is_first or ready():
        asyncio.run(_in_lines(guide, radio, wish, face, wanted, page))


def _chosen(aim: dict[str, Any]) -> list[tuple[str, str]]:
    """Let the person choose on the body map; nothing where they left it."""
    place = place_of(aim["data"], aim["profile"])
    programme = programme_of(aim["programme"], place)
    chosen = asyncio.run(choose(place, lambda points: visit(programme, points).told(phrases())))
    return [(one.point.id, one.side.value) for one in chosen]


def _tool(name: str | None, point: Point) -> Tool | None:
    """The tool that was named; the usual one of a point that is pressed by a probe is a thumb."""
    if name != USUAL:
        return Tool(name) if name else None
    return point.tool if point.tool in HAND_TOOLS else Tool.THUMB


async def choose(place: Place, time_of: Callable[[int], str] | None = None) -> "tuple[Chosen, ...]":
    """The body map, for a place to press, or several where their time is told; none where the
    person left it."""
    from devicelink.cli.points_screen import PointsOf  # noqa: PLC0415
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415
    from devicelink.tui.points import PointsScreen  # noqa: PLC0415

    app = DevicelinkApp(start=PointsScreen(PointsOf(place), time_of=time_of), who=place.who)
    app.flags_shown = lambda: shown(place)
    await app.show()
    return app.places


async def _in_lines(
    guide: Guide, radio: OpenRadio, wish: Wish, face: Face, wanted: Wanted, page: Page | None
) -> None:
    live: Shown = guide.by_hand() if guide.is_by_hand else guide.apart(radio, wish)
    async with shown_to_watchers(lambda: live, page), running(live) as is_open:
        if is_open:
            if wanted.part is None:
                put(time_words(guide.own, wanted), err=True)
            tell_if_halved(guide.own)
            tell_of_device(guide)
            await show(live, face, Answers.PERSON if sys.stdin.isatty() else Answers.NOBODY, guide)


async def _on_screen(
    guide: Guide, radio: OpenRadio, wish: Wish, wanted: Wanted, page: Page | None,
    before: Sequence[str],
) -> None:  # fmt: skip
    """The connect screen, then the session on it."""
    from devicelink.cli.connector import HandConnector, SessionConnector  # noqa: PLC0415
    from devicelink.cli.past import Past  # noqa: PLC0415
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    by_hand = guide.is_by_hand
    connector = HandConnector(guide) if by_hand else SessionConnector(guide, radio, wish)
    try:
        app = DevicelinkApp(
            connector=connector,
            screening=guide.own,
            history=Past(wanted.place),
            saving=guide.saving,
            who=wanted.place.who,
            before=before,
        )
        app.flags_shown = guide.flags_shown
        async with shown_to_watchers(lambda: connector.session, page) as link:
            if link:
                app.call_later(app.notify, phrases().text("watch", "at", link=link), timeout=60)
            await app.show()
    finally:
        await connector.finish()
