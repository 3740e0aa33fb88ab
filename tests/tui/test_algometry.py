"""The test's screen: the number only while live, any big key marks, the alarm turns the frame."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from textual.widgets import Digits

from devicelink.care.algometry_terms import Outcome as Ending
from devicelink.care.algometry_terms import Setup, Step, TrialEnded, Which
from devicelink.care.inputs import BadPain, Go, LinkChanged, LinkState, Pain, Stop
from devicelink.care.journal import Trial
from devicelink.care.screening import Item, Reply
from devicelink.core.block import Block
from devicelink.data import phrases
from devicelink.errors import LinkError, PlanError
from devicelink.session.algometer import AlgometerView, Said
from devicelink.tui.algometry import AlgometryApp
from devicelink.tui.parts import Line
from devicelink.tui.ramp_picture import ramp_picture
from tests.tui.screens import on_screen

SETUP = Setup(which=Which.THRESHOLD, limit_n=40.0, limit_name="cap for here", tip_area_mm2=100.0)
VIEW = AlgometerView(
    t_s=20.0, step=Step.RAMP, trial=2, trials=3, force_n=18.4, wanted_n=20.0, limit_n=40.0,
    limit_name="cap for here", tip_area_mm2=100.0, left_s=None, results_n=(24.0,),
    trace=Block.of([17.0, 18.0, 19.0, 20.0], [0.0, 2.0, 10.0, 18.4]), began_s=18.0,
    alarm=False, muted_s=0.0,
    link=LinkChanged(state=LinkState.LIVE), over=False,
)  # fmt: skip


class Port:
    """A test that stands still until it is told to end."""

    def __init__(self, error: LinkError | None = None) -> None:
        self.link = LinkChanged(state=LinkState.SEARCHING, detail="")
        self.shown = VIEW
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.opened.set_result(None)
        self.sent: list[object] = []
        self._error = error
        self.over = asyncio.Event()

    async def run(self) -> None:
        if self._error is not None:
            raise self._error
        await self.over.wait()

    def view(self) -> AlgometerView:
        return self.shown

    def send(self, intent: object) -> None:
        self.sent.append(intent)

    async def told(self) -> AsyncIterator[tuple[float, Said]]:
        result = Trial(force_n=24.0, peak_n=24.0, rate_n_s=10.0, fit=1.0)
        yield 9.0, TrialEnded(t_s=9.0, trial=1, outcome=Ending.PAIN, result=result)


class Source:
    where = "Upper trapezius, left"

    def __init__(self, setup: Setup | None = SETUP, saving: str = "saved") -> None:
        self.setup, self.saving = setup, saving

    def result(self) -> list[str]:
        return ["Pressing begins to hurt at 24.0 N."]


class Asked:
    """Nothing is due."""

    where = "Upper trapezius, left"

    def due(self) -> Sequence[Item]:
        return ()

    def answer(self, item: Item, reply: Reply) -> None:
        del item, reply

    def refusal(self) -> PlanError | None:
        return None

    def advice(self) -> Sequence[str]:
        return ()


def app_of(port: Port, source: Source | None = None) -> AlgometryApp:
    return AlgometryApp(port, Asked(), source or Source(), phrases(), "Ana")


def text_of(app: AlgometryApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Line).content)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_ramp_its_number_and_what_was_found(size: tuple[int, int]) -> None:
    port = Port()
    app = app_of(port)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.2)
        assert app.screen.query_one("#number", Digits).value == "18"
        assert "184 kPa" in text_of(app, "facts")
        assert "24.0 N" in text_of(app, "facts")
        assert "░" in text_of(app, "ramp")
        assert "limit: cap for here" in text_of(app, "ramp")
        assert "Ana" in text_of(app, "header")
        port.shown = replace(VIEW, force_n=None)
        await pilot.pause(0.2)
        assert app.screen.query_one("#number", Digits).value == "", "no old number as live"
        assert "no signal" in text_of(app, "facts")


async def test_keys_mark_rate_and_stop() -> None:
    port = Port()
    app = app_of(port)
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        for key in ("space", "7", "x", "escape"):
            await pilot.press(key)
        assert [type(one) for one in port.sent] == [Go, Pain, BadPain, Stop]
        port.over.set()
        await pilot.pause(0.3)
        assert "begins to hurt at 24.0 N" in text_of(app, "ramp")
        await pilot.press("escape")
        await pilot.pause(0.1)
    assert app.return_code == 0


async def test_the_alarm_turns_the_frame() -> None:
    port = Port()
    app = app_of(port)
    async with app.run_test() as pilot:
        port.shown = replace(VIEW, alarm=True)
        await pilot.pause(0.2)
        assert app.screen.has_class("-alarm")
        assert text_of(app, "say").startswith(
            " TOO HARD 18 N, limit 40 N (cap for here). Ease off."
        )
        port.shown = replace(VIEW, alarm=True, muted_s=12.3)
        await pilot.pause(0.2)
        assert "(sound off, 13 s)" in text_of(app, "say")
        port.shown = replace(VIEW, force_n=None)
        await pilot.pause(0.2)
        assert text_of(app, "say").startswith(" NO SIGNAL. Ease off.")
        assert app.screen.has_class("-alarm")


async def test_waiting_and_failing_have_words() -> None:
    app = app_of(Port(), Source(None))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        assert "Searching" in text_of(app, "say")
    early = Port()
    early.opened = asyncio.get_running_loop().create_future()
    app = app_of(early)
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        assert "Searching" in text_of(app, "say"), "set up over there, but not open here yet"
    app = app_of(Port(LinkError("nothing_came")), Source(None))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        assert "The device did not answer." in text_of(app, "ramp")
        assert "Switch it on, keep it near" in text_of(app, "ramp")


def test_the_guide_is_there_without_colour() -> None:
    picture = ramp_picture(VIEW.trace, VIEW.t_s, VIEW.began_s, SETUP, (60, 16)).plain
    rows = picture.splitlines()
    assert len(rows) == 16
    assert all(len(row) <= 60 for row in rows)
    assert sum("░" in row for row in rows) >= 4, "it rises through several rows"
    same = replace(SETUP, which=Which.SAME_FORCE, target_n=24.5)
    band = [row for row in ramp_picture(VIEW.trace, 20.0, None, same, (60, 16)).plain.splitlines()
            if "░░░░" in row]  # fmt: skip
    assert len(band) in {1, 2, 3}
    assert ramp_picture(VIEW.trace, 20.0, None, SETUP, (8, 3)).plain == ""


async def test_a_disk_that_takes_nothing_is_told_before_anybody_presses() -> None:
    """In the header, where it hides neither the sentence nor a key."""
    app = app_of(Port(), Source(saving="not saved: disk full"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        assert "left   not saved: disk full" in on_screen(app)
