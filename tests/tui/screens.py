"""What the tests of the screens share: run the app on views and read what stands on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App
from textual.pilot import Pilot

from devicelink.session.view import View
from devicelink.tui.app import DevicelinkApp
from tests.tui.fake_port import FakePort

SMALL = (80, 24)
WIDE = (120, 40)


def on_screen(app: App[None]) -> str:
    """The screen on top as lines of text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@asynccontextmanager
async def running(
    *views: View, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[DevicelinkApp, Pilot[None], FakePort]]:
    """The app on a fake port; frames are drawn by hand, so that no test waits for a timer."""
    port = FakePort(*views)
    app = DevicelinkApp(port, frames_per_s=0.01)
    async with app.run_test(size=size) as pilot:
        await frame(app, pilot)
        yield app, pilot, port


async def frame(app: DevicelinkApp, pilot: Pilot[None]) -> None:
    """Draw one frame and let it reach the screen."""
    app.draw()
    await pilot.pause()


async def text_of(view: View, size: tuple[int, int] = SMALL) -> str:
    """What a view looks like."""
    async with running(view, size=size) as (app, _, _):
        return on_screen(app)
