"""Makes docs/picture.svg, the README's picture, from the program itself: `python tools/picture.py`.

The app runs headless on a scripted moment, so the same program always makes the same file. Braille
is drawn as dots, since few fonts on the web have it. Guarded by tests/tui/test_picture.py.
"""

import asyncio
import re
from pathlib import Path
from typing import Final

from devicelink.tui.app import DevicelinkApp
from tests.tui.fake_port import FakePort, view

PICTURE: Final = Path(__file__).resolve().parents[1] / "docs" / "picture.svg"
SIZE: Final = (100, 26)
_TEXT: Final = re.compile(
    r'<text class="(?P<style>[^"]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" '
    r'textLength="(?P<length>[\d.]+)"[^>]*>(?P<text>[\u2800-\u28ff]+)</text>'
)
_DOTS: Final = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of the dot that each bit of a braille character stands for."""


async def picture() -> str:
    """The live screen as SVG, one that settles into the zone."""
    port = FakePort(view(simulated=True))
    app = DevicelinkApp(port, frames_per_s=0.01)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.draw()
        await pilot.pause()
        svg = app.export_screenshot(title="devicelink")
    return fixed(_TEXT.sub(_drawn, svg))


def fixed(svg: str) -> str:
    """The same text each time: Textual names its styles anew for every picture."""
    return re.sub(r"terminal-\d+", "devicelink", svg)


def _drawn(match: re.Match[str]) -> str:
    """A run of braille characters as small circles at their places."""
    text = match["text"]
    left, base = float(match["x"]), float(match["y"])
    cell = float(match["length"]) / len(text)
    circles = [
        f'<circle cx="{left + (at + 0.27 + 0.46 * column) * cell:.1f}" '
        f'cy="{base - 16.5 + row * 6.1:.1f}" r="1.7"/>'
        for at, char in enumerate(text)
        for bit, (column, row) in enumerate(_DOTS)
        if (ord(char) - 0x2800) >> bit & 1
    ]
    return f'<g class="{match["style"]}">{"".join(circles)}</g>'


if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(picture()), encoding="utf-8")
