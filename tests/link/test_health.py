"""Looking at a computer: its kernel's files, and a BlueZ of our own on a private bus."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from devicelink.cli.pairing import is_held
from devicelink.link.bluez_objects import Held, held
from devicelink.link.diagnosis import Health, diagnose
from devicelink.link.health import adapters, blocked, facts, powered

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed"
)


def rfkill(folder: Path, number: int, kind: str, soft: str, hard: str) -> None:
    made = folder / "rfkill" / f"rfkill{number}"
    made.mkdir(parents=True)
    for name, text in (("type", kind), ("soft", soft), ("hard", hard)):
        (made / name).write_text(f"{text}\n")


def test_the_kernels_adapters(tmp_path: Path) -> None:
    assert adapters(tmp_path) == ()
    for name in ("hci1", "hci0", "hci0:64"):
        (tmp_path / "bluetooth" / name).mkdir(parents=True)
    assert adapters(tmp_path) == ("hci0", "hci1")


def test_blocked_only_where_every_radio_is(tmp_path: Path) -> None:
    assert blocked(tmp_path) == (False, False)
    rfkill(tmp_path, 0, "wlan", "1", "1")
    assert blocked(tmp_path) == (False, False)
    rfkill(tmp_path, 1, "bluetooth", "1", "0")
    assert blocked(tmp_path) == (True, False)
    rfkill(tmp_path, 2, "bluetooth", "0", "0")
    assert blocked(tmp_path) == (False, False)
    shutil.rmtree(tmp_path / "rfkill" / "rfkill2")
    rfkill(tmp_path, 3, "bluetooth", "1", "1")
    assert blocked(tmp_path) == (True, False)


def test_powered_is_any_adapter_that_is_on() -> None:
    class Value:
        def __init__(self, value: bool) -> None:
            self.value = value

    def adapter(on: bool) -> dict[str, Any]:
        return {"org.bluez.Adapter1": {"Powered": Value(on)}}

    assert powered({}) is powered(None) is None
    assert powered({"/a": adapter(False)}) is False
    assert powered({"/a": adapter(False), "/b": adapter(True), "/c": {"other": {}}}) is True


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bus of our own in the place of the system's."""
    address = f"unix:path={tmp_path / 'bus'}"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", f"--address={address}", "--print-address=1"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert daemon.stdout is not None
        assert daemon.stdout.readline().startswith("unix:")
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address
    finally:
        daemon.kill()
        daemon.communicate()


@asynccontextmanager
async def bluez(address: str, *, on: bool, held: str = "") -> AsyncIterator[None]:
    """As much of BlueZ as a look needs: one adapter that is on or off, and a device in use."""
    from dbus_fast import Message, Variant  # noqa: PLC0415
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    service = MessageBus(bus_address=address)
    await service.connect()
    adapter = {"Powered": Variant("b", on), "Address": Variant("s", "00:00:00:00:00:01")}
    objects = {"/org/bluez/hci0": {"org.bluez.Adapter1": adapter}}
    for name in (held, "Headphones") if held else ():
        device = {"Address": Variant("s", "F0:01"), "Connected": Variant("b", True),
                  "Name": Variant("s", name), "UUIDs": Variant("as", [])}  # fmt: skip
        objects[f"/org/bluez/hci0/dev_{len(objects)}"] = {"org.bluez.Device1": device}

    def answer(message: Message) -> Message | None:
        if message.member == "GetManagedObjects":
            return Message.new_method_return(message, "a{oa{sa{sv}}}", [objects])
        return None

    service.add_message_handler(answer)
    await service.request_name("org.bluez")
    try:
        yield
    finally:
        service.disconnect()


@needs_bus
@pytest.mark.skipif(os.name == "nt", reason="no such bus there")
async def test_a_service_that_is_gone_and_an_adapter_that_is_off(bus: str) -> None:
    """As bleak meets them and as a look from outside finds them: the two have to agree."""
    gone = await facts()
    assert (gone.bus, gone.service) == (True, False)
    assert any("bluetooth" in one.to_do for one in diagnose(gone) if one.name == "service")
    async with bluez(bus, on=False):
        await asyncio.sleep(0.1)
        off = await facts()
        assert (off.bus, off.service, off.powered) == (True, True, False)
        assert off.scan is not None
        (power,) = [one for one in diagnose(off) if one.name == "power"]
        assert (power.health, power.to_do) == (Health.BAD, "Switch it on: bluetoothctl power on")


@needs_bus
@pytest.mark.skipif(os.name == "nt", reason="no such bus there")
async def test_a_device_that_a_program_of_this_computer_holds(bus: str) -> None:
    """It is not heard then; BlueZ knows, and headphones are nobody's business."""
    assert await held() == []
    async with bluez(bus, on=True, held="Progressor_\x1b[2J1"):
        await asyncio.sleep(0.1)
        assert await held() == [Held("Progressor_[2J1", "F0:01")]
        assert await is_held("f0:01")
        assert not await is_held("Headphones")


async def test_no_bus_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    told = await facts()
    assert told.scan is not None
    if told.system == "Linux":
        assert told.bus is False
