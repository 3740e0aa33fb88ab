"""What `demo` and `session` share: the store, the day's count, a session's beginning and end."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.care.plan import Side
from devicelink.cli.guided import Guide
from devicelink.cli.showing import tell_saving, told_where_kept
from devicelink.cli.under_way import running
from devicelink.cli.wanted import Wanted
from devicelink.clock import Clock
from devicelink.data import points, programmes
from devicelink.errors import StoreError
from devicelink.store.place import Place


def wanted(folder: Path) -> Wanted:
    """A session with nobody's device yet."""
    return Wanted(
        programme=programmes()["home"],
        point=points()["ut"],
        side=Side.LEFT,
        calf_checked=False,
        place=Place(folder),
    )


async def test_a_session_stopped_before_a_device_is_open_ends_quietly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A context manager that gives nothing would raise instead."""

    class Stopped:
        def __init__(self) -> None:
            self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.link = LinkChanged(state=LinkState.SEARCHING)

        async def run(self) -> None:
            self.opened.cancel()

        def send(self, _: object) -> None:
            pass

    async with running(Stopped()) as is_open:
        assert not is_open
    assert "nothing to keep" in capsys.readouterr().err


def test_a_day_that_has_changed_begins_to_count_anew(
    tmp_path: Path,
) -> None:
    """S27: the file is read before the loop runs; a device may be opened after midnight."""
    guide = Guide(wanted(tmp_path), Clock())
    try:
        guide._earlier = 3
        assert guide._earlier_sessions() == 3
        guide._today = date(2020, 1, 1)
        assert guide._earlier_sessions() == 0
    finally:
        guide.close()


def test_a_record_that_is_not_whole_is_an_error(tmp_path: Path) -> None:
    guide = Guide(wanted(tmp_path), Clock())
    assert guide.close() == "saved"
    told_where_kept(guide, "saved")
    with pytest.raises(StoreError, match="not saved: disk full"):
        told_where_kept(guide, "not saved: disk full")


async def test_a_disk_that_takes_nothing_is_told_once_while_the_session_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = iter(["saved", *["not saved: disk full"] * 3, "saved"])
    with pytest.raises(RuntimeError):  # nothing more is said
        await tell_saving(lambda: next(said), every_s=0.0)
    assert capsys.readouterr().err.splitlines() == [
        "The session goes on; its record is not saved: disk full.",
        "The session goes on; its record is saved.",
    ]
