"""The devices screen's other side: looking writes nothing; it pairs and forgets as commands do."""

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from devicelink.cli.devices_page import DevicesOf
from devicelink.errors import LinkError
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.store.devices import Paired, paired, remember
from devicelink.store.place import Place
from devicelink.tui.devices import Device
from simulator.serve import Setup, make, on_air


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    @contextlib.asynccontextmanager
    async def open_radio(
        _moniker: str | None, now: Callable[[], float], key_file: Path | None = None
    ) -> AsyncIterator[Radio]:
        async with (
            on_air(make(Setup(routine=False))) as bench,
            bumble_radio(bench.client, bench.client, now, key_file) as radio,
        ):
            yield radio

    monkeypatch.setattr("devicelink.cli.devices_page.open_radio", open_radio)
    monkeypatch.setattr("devicelink.cli.devices_page.SEARCH_S", 0.3)
    monkeypatch.setattr("devicelink.cli.pairing.SCAN_S", 0.3)
    return Place(tmp_path / "data")


async def looked(devices: DevicesOf) -> tuple[Device, ...]:
    return [found async for found in devices.search()][-1]


async def test_looking_pairing_forgetting(place: Place) -> None:
    devices = DevicesOf(place, None)
    (found,) = await looked(devices)
    assert not place.folder.exists(), "looking writes nothing"
    assert (found.name, found.strength, found.is_mine) == ("DL-Probe", "strong", False)
    assert found.about[0].startswith("Open profile probe or ball. F0:0D:CA:FE:00:01")
    assert "not verified on hardware" in found.about[2]
    remarks = await devices.pair(found)
    assert any("LE Secure Connections" in one for one in remarks)
    (mine,) = await looked(devices)
    assert mine.is_mine
    assert await devices.forget(mine) == ""
    assert paired(place) == []


async def test_ones_own_that_is_not_heard_is_listed_with_what_to_do(place: Place) -> None:
    remember(place, Paired("AA:01", "Ball", battery_pct=3))
    remember(place, Paired("AA:02", "Far"))
    _, far, ball = await looked(DevicesOf(place, None))
    assert (far.name, far.is_mine, far.is_heard) == ("Far", True, False)
    assert "phone or another program" in far.about[1]
    assert "charge it" in ball.about[1]


async def test_a_device_that_is_gone_meanwhile(place: Place) -> None:
    gone = Device(
        address="AA:03", name="x", rssi_dbm=-50, strength="strong", supported=True, is_mine=False,
        is_heard=True, about=(),
    )  # fmt: skip
    with pytest.raises(LinkError, match="is heard"):
        await DevicesOf(place, None).pair(gone)
