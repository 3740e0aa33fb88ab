"""A new user's whole way on an empty record: from where it hurts to the page for the clinician.

Through the program's own commands and screens, by the keys and lines that they offer and nothing
else; on a small and a wide screen, and in lines.
"""

import asyncio
import html
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from devicelink.cli.home import live_at
from devicelink.cli.options import Face
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.connect import ConnectScreen
from devicelink.tui.home import HomeScreen
from devicelink.tui.live import LiveScreen
from devicelink.tui.review import ReviewScreen
from devicelink.tui.screening import ScreeningScreen
from tests.cli.newcomer import Terminal, at_the_keys, probe_in_range, seen
from tests.tui.screens import SMALL, WIDE

BEFORE, NOW, AFTER, LATER = "6", "5", "4", "3"
QUESTIONS = 12
"""Asked before a first session at this place, of somebody who says no to each."""
VERDICT = re.compile("may have given|No give seen|Cannot tell from force")
"""One of these of each hold: what the made tissue does is chance."""

KEYS = {
    "strong is the pain here now": BEFORE,
    "your familiar pain?": "y",
    "Did it give?": "n",
    "Pain now, 0 to 10?": NOW,
    "how strong is the pain, 0 to 10": AFTER,
}
"""What is asked on the way, and what they press."""


class Newcomer:
    """What they do at each opening of the app, and what they saw there."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.asked: list[str] = []
        self.told: dict[str, str] = {}
        self._openings = iter((self._find, self._press, self._look_back))

    async def sit(self, app: DevicelinkApp, pilot: Pilot[None]) -> None:
        await next(self._openings)(app, pilot)

    async def _find(self, app: DevicelinkApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, HomeScreen)
        self.told["home"] = seen(app)
        await pilot.press("p")
        await pilot.press("slash", *("space" if one == " " else one for one in "behind the eye"))
        self.told["map"] = seen(app)
        await pilot.press("enter")
        self.told["point"] = seen(app)
        await pilot.press("s")

    async def _press(self, app: DevicelinkApp, pilot: Pilot[None]) -> None:
        while isinstance(app.screen, ScreeningScreen):
            self.questions.append(seen(app))
            await pilot.press("n" if ", question " in self.questions[-1] else "space")
        while not isinstance(app.screen, ReviewScreen):
            await asyncio.sleep(0.02)
            if isinstance(app.screen, ConnectScreen) and "DL-Probe" in seen(app):
                self.told["devices"] = seen(app)
                await pilot.press("enter")
            if isinstance(app.screen, LiveScreen):
                self._answer(app)
        await pilot.pause(0.1)
        self.told["review"] = seen(app)
        await pilot.press("q")

    def _answer(self, app: DevicelinkApp) -> None:
        """At once, as a key: a pilot would wait for the screen to come to rest."""
        shown = seen(app)
        now = next((words for words in KEYS if words in shown), None)
        if now is not None and now not in self.asked[-1:]:
            self.asked.append(now)
            app.simulate_key(KEYS[now])

    async def _look_back(self, app: DevicelinkApp, pilot: Pilot[None]) -> None:
        self.told["home again"] = seen(app)
        await pilot.press("j", "n")
        await pilot.pause(0.1)
        for line in ("ut left", LATER, *[""] * 7):
            await pilot.press(*("space" if one == " " else one for one in line), "enter")
        await pilot.pause(0.1)
        self.told["journal"] = seen(app)
        for key, name in (("h", "history"), ("t", "trends"), ("r", "report")):
            await pilot.press("escape", key)
            await pilot.pause(0.1)
            self.told[name] = seen(app)
        await pilot.press("h")
        await pilot.pause(0.3)
        self.told["written"] = seen(app)
        await pilot.press("escape", "q")


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
def test_on_the_screen(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S04, S05, S11, S27, S55, S56, S57, S58, S60: from home, back to home."""
    probe_in_range(monkeypatch)
    monkeypatch.setattr("devicelink.cli.session.chosen_face", lambda **_: Face.SCREEN)
    monkeypatch.chdir(tmp_path)
    newcomer = Newcomer()
    at_the_keys(monkeypatch, size, newcomer.sit)
    live_at(Place(tmp_path / "data", "Ana"))
    told = newcomer.told
    assert "questions about your health" in told["home"], "the next step of an empty record"
    assert "1 Upper trapezius" in told["map"]
    assert "worst headache" in told["map"], "what is an emergency comes before any muscle"
    assert "behind the eye" in told["point"]
    assert sum(", question " in one for one in newcomer.questions) == QUESTIONS
    assert "Open profile probe" in told["devices"]
    assert list(dict.fromkeys(newcomer.asked)) == list(KEYS)
    assert "holds done: 3" in told["review"]
    assert f"pain before {BEFORE} after {AFTER}" in told["review"]
    assert VERDICT.search(told["review"])
    assert "today 1 of 5-6" in told["home again"]
    assert f"pain {LATER} (mild)" in told["journal"]
    assert f"3 holds pain {BEFORE} → {AFTER}" in told["history"]
    assert "too few" in told["trends"], "of one day nothing is made"
    assert "1 session at 1 place, 1 entry" in told["report"]
    assert "is written" in told["written"]
    (page,) = tmp_path.glob("Ana-*.html")
    stands_in(page, tmp_path / "data", "Ana")


def stands_in(page: Path, data: Path, who: str) -> None:
    """What the person did and said, on the clinician's page and in the record."""
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8"))).split())
    for said in (
        "Upper trapezius, left",
        f"{BEFORE} (before)",
        f"{AFTER} (after)",
        f"{LATER} (now)",
    ):
        assert said in words, said
    assert VERDICT.search(words)
    with History(Place(data, who)) as history:
        (session,) = history.sessions()
        kept = history.session(session.id)
    meta = session.meta
    assert (meta.point, meta.side, session.ending) == ("ut", "left", "complete")
    assert len(kept.holds) == 3


REPLIES = {"Question ": "n", **KEYS}


def test_in_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S04, S05, S11, S27, S55, S56, S57, S58, S60: the same at a prompt, a line at a time."""
    probe_in_range(monkeypatch)
    monkeypatch.setenv("DEVICELINK_DATA", str(tmp_path / "data"))
    terminal = Terminal(monkeypatch, REPLIES)
    found = terminal.run("points", "behind", "the", "eye")
    assert found[0].startswith("First: A sudden worst headache")
    assert "Upper trapezius" in found[1]
    session = terminal.run("session", "--plain", "--point", "ut", "--side", "left")
    assert terminal.asked.count("Question ") == QUESTIONS
    assert list(dict.fromkeys(terminal.asked)) == list(REPLIES)
    assert any("holds done: 3" in line for line in session)
    assert sum(bool(VERDICT.search(line)) for line in session) == 3, "one verdict a hold"
    assert all("\x1b" not in line for line in session)
    terminal.run("journal", "add", "--point", "ut", "--side", "left", "--pain", LATER)
    assert any(f"pain {LATER} (mild)" in line for line in terminal.run("journal", "list"))
    (row,) = [line for line in terminal.run("history") if "Upper trapezius" in line]
    assert f"pain {BEFORE} to {AFTER}" in row
    assert any("too few" in line for line in terminal.run("trend"))
    page = tmp_path / "page.html"
    terminal.run("report", "-o", page)
    terminal.close()
    stands_in(page, tmp_path / "data", "default")
