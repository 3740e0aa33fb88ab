"""Opening radios by name: each way to fail has its sentences, and nothing is loaded too early."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devicelink.errors import DevicelinkError, UsageError
from devicelink.link.port import RadioError
from devicelink.link.radio import bumble_radio, listen_once, open_radio
from simulator.serve import Setup, in_process
from tests.turns import left_after

ROOT = Path(__file__).parents[2]


def test_importing_the_link_loads_neither_bleak_nor_bumble() -> None:
    """The command line starts without them (start time)."""
    code = (
        "import sys, devicelink.link.radio, devicelink.link.supervisor, devicelink.link.scan;"
        "print([m for m in ('bleak', 'bumble', 'numpy') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert shown.stdout.strip() == "[]"


async def scan(moniker: str | None) -> None:
    async with open_radio(moniker, time.monotonic) as radio, asyncio.timeout(5):
        async for _ in radio.scan(0.2):
            pass


async def fails(moniker: str | None) -> DevicelinkError:
    began_s = time.monotonic()
    with pytest.raises(DevicelinkError) as failed:
        await scan(moniker)
    assert time.monotonic() - began_s < 3
    return failed.value


async def test_a_port_that_nobody_serves() -> None:
    failed = await fails("tcp-client:127.0.0.1:1")
    assert isinstance(failed, RadioError)
    assert failed.why == "Nothing serves an air at 127.0.0.1:1."
    assert failed.what_to_do == "Start one with: devicelink simulate"


async def test_a_port_served_by_something_else_does_not_hang(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("devicelink.link.bumble_host.POWER_ON_S", 0.3)
    served = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = served.sockets[0].getsockname()[1]
    failed = await fails(f"tcp-client:127.0.0.1:{port}")
    served.close()
    assert isinstance(failed, RadioError)
    assert "does not answer" in failed.why


@pytest.mark.parametrize("moniker", ["usb:99", "serial:/dev/no-such-port"])
async def test_a_radio_that_is_not_plugged_in(moniker: str) -> None:
    failed = await fails(moniker)
    assert isinstance(failed, RadioError)
    assert moniker in failed.why or "libusb" in failed.why


@pytest.mark.parametrize("moniker", ["", "nonsense", "tcp-client", "tcp-client:x:y", "\x1b[2J:0"])
async def test_a_name_that_means_nothing_is_a_mistake_of_use(moniker: str) -> None:
    failed = await fails(moniker)
    assert isinstance(failed, UsageError)
    assert "tcp-client:127.0.0.1:9601" in failed.what_to_do
    assert failed.why.isprintable()


@pytest.mark.skipif(sys.platform != "linux", reason="the system's bus is Linux's")
async def test_without_the_systems_bus_the_service_is_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(os.environ, "DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    failed = await fails(None)
    assert isinstance(failed, RadioError)
    assert failed.why == "The system's Bluetooth service cannot be reached."
    with pytest.raises(RadioError) as listening:
        await listen_once()
    assert listening.value.why == failed.why


async def test_a_radio_left_while_it_opens_or_scans_leaves_no_error_whenever_that_is() -> None:
    """An answer that nobody waits for any more ends as an error on the person's terminal."""
    wrong: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, said: wrong.append(said))
    opened = 0

    async def listen() -> None:
        nonlocal opened
        async with (
            in_process(Setup(routine=False)) as bench,
            bumble_radio(bench.client, bench.client, time.monotonic) as radio,
        ):
            opened += 1
            async for _ in radio.scan(60.0):
                pass

    for turns in range(120):
        await left_after(turns, listen())
        assert not wrong, f"left after {turns} turns of the loop"
    assert 20 < opened < 100, "some were left before it was open, some while it scanned"
