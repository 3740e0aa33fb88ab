"""`devicelink session --tool thumb`: no device, kept as any session, shown with no number."""

import json
from dataclasses import replace
from pathlib import Path

from devicelink.answering import Answers
from devicelink.care.point import Tool
from devicelink.cli.asking import ask_first
from devicelink.cli.connector import HandConnector
from devicelink.cli.guided import Guide
from devicelink.cli.options import Face
from devicelink.cli.own import statements_in
from devicelink.cli.showing import show, told_where_kept
from devicelink.cli.under_way import running
from devicelink.clock import Clock
from devicelink.data import programmes
from devicelink.session.view import Gauge
from devicelink.store.diary import diary_in
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.live import LiveScreen
from tests.cli.conftest import Run, run_command
from tests.cli.test_guided import wanted
from tests.tui.screens import SMALL, on_screen


def hand_guide(folder: Path, clock: Clock) -> Guide:
    return Guide(replace(wanted(folder), tool=Tool.THUMB, programme=programmes()["short"]), clock)


async def test_s21_a_session_by_thumb_runs_to_its_end_and_is_kept(
    tmp_path: Path, capsys: object
) -> None:
    guide = hand_guide(tmp_path, Clock(60.0))
    session = guide.by_hand()
    async with running(session) as is_open:
        assert is_open
        assert session.view().gauge is Gauge.BY_HAND
        assert session.view().force_n is None
        await show(session, Face.JSON, Answers.NOBODY, guide)
    told_where_kept(guide, guide.close())
    with History(Place(tmp_path)) as history:
        data = history.session(1)
        assert (data.row.meta.tool, data.row.meta.device_driver) == ("thumb", None)
        assert (data.row.meta.limit_n, data.row.meta.zone_low_n) == (None, None)
        assert data.row.ending == "complete"
        assert data.holds == ()
        assert len(history.tries("ut", "left")) == 2
        assert history.complete() == 0, "nothing was learnt about force"


async def test_on_the_screen_there_is_a_clock_and_no_number(tmp_path: Path) -> None:
    guide = hand_guide(tmp_path, Clock(20.0))
    connector = HandConnector(guide)
    app = DevicelinkApp(connector=connector, frames_per_s=10)
    async with app.run_test(size=SMALL) as pilot:
        for _ in range(50):
            await pilot.pause(0.05)
            if isinstance(app.screen, LiveScreen):
                break
        await pilot.press("5")
        await pilot.press("space")
        await pilot.pause(0.3)
        text = on_screen(app)
        assert "by feel, no device" in text
        assert " N" not in text.replace("NO", "")
        await connector.finish()
    guide.close()


def test_the_command_refuses_what_no_hand_may(run: Run, tmp_path: Path) -> None:
    done = run("session", "--plain", "--tool", "hard ball", "--point", "so")
    assert done.code == 1
    assert "Nothing hard may press" in done.err
    assert run("session", "--plain", "--tool", "probe").code == 2
    assert json.dumps([one.item for one in statements_in(Place(tmp_path / "data"))])


def test_by_hand_care_is_told_in_words_not_in_newtons(tmp_path: Path) -> None:
    guide = hand_guide(tmp_path, Clock(60.0))
    try:
        advice = guide.own.advice()
        assert advice[0].startswith("Press only half as firmly")
        assert not any("limit" in line.lower() for line in advice)
    finally:
        guide.close()


async def test_s58_where_nobody_was_there_nobody_declined(tmp_path: Path) -> None:
    """S58: history says it was not asked, and trends count no refusal."""
    guide = hand_guide(tmp_path, Clock(60.0))
    ask_first(guide.own, somebody=False)
    session = guide.by_hand()
    async with running(session) as is_open:
        assert is_open
        await show(session, Face.JSON, Answers.NOBODY, guide)
    told_where_kept(guide, guide.close())
    done = run_command("--data", tmp_path, "history")
    assert "pain not asked to not asked" in done.out
    assert "declined" not in done.out
    for command in (("show", "1", "--json"), ("export", "--what", "ratings")):
        told = run_command("--data", tmp_path, *command)
        assert told.code == 0, told.err
        assert "declined" not in told.out
    assert diary_in(Place(tmp_path)).rated == ()
