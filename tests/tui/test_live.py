"""The live screen at every size and in every state: what must be there, and what must not."""

import re
from itertools import product

import pytest
from rich.cells import cached_cell_len, cell_len
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Digits

from devicelink.care.inputs import LinkState
from devicelink.care.outputs import Phase, Question
from devicelink.core.events import Level
from devicelink.data import phrases
from devicelink.session.view import Alarm, Gauge, LinkView, View, Where
from devicelink.tui import live
from devicelink.tui.live import LiveScreen
from tests.tui.fake_port import view
from tests.tui.screens import SMALL, WIDE, frame, on_screen, running, text_of

BRAILLE = re.compile("[\u2801-\u28ff]")
SIZES = [SMALL, WIDE, (200, 60), (60, 20)]
LISTENING = view(
    phase=Phase.LISTEN, gauge=Gauge.DIMMED, force_n=33.4, pressure_kpa=333.0, held_s=34.2,
    sentence="Hold still. Feel for the give.", reason="The gauge steps back.",
)  # fmt: skip
LOST = view(
    phase=Phase.PAUSED, gauge=Gauge.NO_SIGNAL, force_n=None, pressure_kpa=None,
    where=Where.UNKNOWN, alarm=Alarm(Level.ALARM, "NO SIGNAL  Ease off. Reconnecting, try 2."),
    link=LinkView(LinkState.LOST, "Probe P-100", 82, None, 2, "It went out of reach."),
)  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_the_sentence_the_number_and_the_place(size: tuple[int, int]) -> None:
    text = await text_of(view(), size)
    assert "Lean in to 20-30 N, then lock your arm." in text
    assert "● in the zone" in text
    assert re.search("locate ━+ settle ━*╸ listen", text)
    assert "x sharp, burning" in text
    assert bool(BRAILLE.search(text)) == (size[0] >= 72), "under 80 columns the trace goes first"
    assert ("last hold" in text) == (size[0] >= 110), "wide adds"
    assert ("Lock your arm." in text) == (size[0] >= 110)


async def test_a_very_small_terminal_keeps_number_and_sentence() -> None:
    text = await text_of(view(), (44, 12))
    assert "Lean in to 20-30 N" in text
    assert "╺━┓┏━╸" in text


@pytest.mark.parametrize("size", SIZES)
async def test_listening_shows_neither_trace_nor_number(size: tuple[int, int]) -> None:
    text = await text_of(LISTENING, size)
    assert not BRAILLE.search(text)
    assert "kPa" not in text
    assert "33" not in text
    assert "Hold still. Feel for the give." in text
    assert "•" in text or size[0] < 72


@pytest.mark.parametrize("size", SIZES)
async def test_no_signal_shows_no_number(size: tuple[int, int]) -> None:
    async with running(LOST, size=size) as (app, _, _):
        text = on_screen(app)
        assert app.screen.query_one("#number", Digits).value == "--"
    assert "NO SIGNAL" in text
    assert "try 2" in text
    assert not BRAILLE.search(text)


async def test_a_number_that_is_gone_is_gone_at_once() -> None:
    """Figures wait for their quarter second, but a stale number never does."""
    async with running(view(t_s=100.0)) as (app, pilot, port):
        port.views = [view(t_s=100.05, force_n=None, gauge=Gauge.NO_SIGNAL)]
        await frame(app, pilot)
        assert app.screen.query_one("#number", Digits).value == "--"


async def test_figures_change_at_most_four_times_a_second() -> None:
    async with running(view(t_s=100.0, force_n=20.0)) as (app, pilot, port):
        number, seen = app.screen.query_one("#number", Digits), []
        for step in range(1, 21):
            port.views = [view(t_s=100.0 + step * 0.05, force_n=20.0 + step)]
            await frame(app, pilot)
            seen.append(number.value)
        assert 3 <= len(set(seen)) <= 5


@pytest.mark.parametrize("size", [SMALL, (60, 20)])
async def test_the_alarm_is_reverse_and_says_the_word_first(size: tuple[int, int]) -> None:
    alarm = Alarm(Level.ALARM, "TOO HARD  48 N, limit 45 N. Ease off.", muted_s=41.2)
    async with running(view(alarm=alarm), size=size) as (app, _, _):
        line = next(row for row in on_screen(app).splitlines() if "TOO HARD" in row)
        assert line.strip().startswith("TOO HARD  48 N")
        assert "sound off, 42 s" in line
        strips = app.screen._compositor.render_strips()
        styles = [
            segment.style for strip in strips for segment in strip if "TOO HARD" in segment.text
        ]
        assert styles
        assert all(style is not None and style.reverse for style in styles)
        assert app.screen.has_class("-alarm")


async def test_the_layout_never_moves() -> None:
    places = []
    for changed in (view(), LISTENING, LOST, view(question=Question.PAIN_NOW)):
        async with running(changed) as (app, _, _):
            parts = app.screen.query("#picture, #figures, #say, #answers, #strip, #keys")
            places.append([part.region for part in parts])
    assert all(place == places[0] for place in places)


async def test_a_question_has_its_answers_beside_it() -> None:
    pain = await text_of(view(phase=Phase.ASK, question=Question.PAIN_NOW))
    assert "Pain now, 0 to 10?" in pain
    assert re.search(r"none\s+0\s+1\s+2\s.*8\s+9\s+t\s+ten, the worst", pain)
    gave = await text_of(view(phase=Phase.ASK, question=Question.GAVE))
    assert "Did it give?" in gave
    assert "space yes" in gave


async def test_the_card_after_a_hold_and_the_trace_again_on_contact() -> None:
    resting = view(phase=Phase.REST, where=Where.NO_CONTACT, phase_left_s=12.0)
    assert "the tissue may have" in await text_of(resting)
    assert "limit: your threshold" in await text_of(view(phase=Phase.REST, where=Where.BELOW))


async def test_simulated_says_so() -> None:
    assert "SIMULATED" in await text_of(view(simulated=True))


@pytest.mark.parametrize("size", [SMALL, (60, 20)])
async def test_every_state_can_be_drawn(size: tuple[int, int]) -> None:
    alarms = (None, Alarm(Level.WARN, "Near the limit. No harder."))
    async with running(view(), size=size) as (app, pilot, _):
        screen = app.screen
        assert isinstance(screen, LiveScreen)
        states = list(product(Phase, Gauge, (None, *Question)))
        for index, (phase, gauge, question) in enumerate(states):
            state: View = view(
                phase=phase, gauge=gauge, question=question, alarm=alarms[index % 2],
                where=list(Where)[index % 5], force_n=None if index % 3 else 20.0,
                phase_left_s=3.0 if index % 2 else None, rep=index % 4, t_s=100.0 + index,
                holds=() if index % 2 else view().holds, steadiness_pct=None,
            )  # fmt: skip
            screen.show(state)
            if index % 18 == 0:
                await pilot.pause()
        assert phrases().ask(Question.PAIN_AFTER) in on_screen(app) or alarms[-1] is not None


async def test_a_resize_storm() -> None:
    sizes = set()
    async with running(view()) as (app, pilot, _):
        for step in range(1000):
            size = Size(20 + step * 37 % 180, 5 + step * 13 % 55)
            app.post_message(Resize(size, size))
            app.draw()
            if step % 10 == 0:
                await pilot.pause()
                sizes.add(app.screen.size)
        assert len(sizes) > 5
        await pilot.resize_terminal(*SMALL)
        await frame(app, pilot)
        assert "Lean in to 20-30 N" in on_screen(app)
        assert BRAILLE.search(on_screen(app))


async def test_what_was_drawn_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays as it is in a long session: widths of texts long gone are not kept."""
    monkeypatch.setattr(live, "FORGET_S", 0.01)
    async with running(view()) as (_, pilot, _):
        for n in range(3000):
            cell_len(f"clock {n}")
        await pilot.pause(0.1)
        assert cached_cell_len.cache_info().currsize < 3000
