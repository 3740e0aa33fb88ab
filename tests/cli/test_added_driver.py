"""A package that adds a device is installed, and its device scanned and coached with: issue 6.9.

Really installed as far as Python can tell: modules and metadata in a folder on the path, with one
more driver that breaks, in processes of their own; the device is simulated on an air beside them.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from examples import custom_driver
from simulator.air import Air
from simulator.gatt import Can, Characteristic, Notify, Service
from simulator.person import Playback
from simulator.radio import Peripheral
from simulator.sensor import PERFECT
from simulator.twins.base import Taken, Twin
from tests.cli.processes import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
EXAMPLE = ROOT / "examples" / "custom_driver.py"
POINTS = """[devicelink.drivers]
thumbscale = custom_driver:DRIVER
broken = broken_driver:DRIVER
"""


class Thumb(Twin):
    """The made-up device of examples/custom_driver.py."""

    kind, name, address = "thumbscale", "Thumb-7", "F0:0D:CA:FE:00:77"
    service_uuid = custom_driver.SERVICE
    services = (Service(custom_driver.SERVICE, (Characteristic(custom_driver.FORCE, Can.NOTIFY),)),)
    interval_us, batch, full_scale_n = 20_000, 5, 100.0
    data_uuid = custom_driver.FORCE

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """Two bytes a sample."""
        counts = [round(one.force_n / custom_driver.UNIT) for one in samples]
        data = b"".join(count.to_bytes(2, "little", signed=True) for count in counts)
        yield Notify(self.data_uuid, data)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Where the package is installed."""
    site = tmp_path / "site"
    about = site / "thumbscale-1.0.dist-info"
    about.mkdir(parents=True)
    shutil.copy(EXAMPLE, site / "custom_driver.py")
    (site / "broken_driver.py").write_text("raise RuntimeError('not today')\n")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: thumbscale\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(POINTS)
    return site


@asynccontextmanager
async def thumb_on_air() -> AsyncIterator[str]:
    """The device, pressed with 20 N for three seconds; gives the moniker of its air."""
    t_s, force_n = [0.0, 0.6, 1.0, 4.0, 4.2, 20.0], [0.0, 0.0, 20.0, 20.0, 0.0, 0.0]
    air = Air()
    async with air.serve("tcp:127.0.0.1:0") as moniker:
        controller = air.controller("device")
        twin = Thumb(Playback(np.array(t_s), np.array(force_n)), PERFECT)
        async with Peripheral(twin, controller, controller):
            yield moniker


@asynccontextmanager
async def devicelink(site: Path, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program in a process of its own, with that package installed."""
    path = os.pathsep.join((str(ROOT), str(site)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "devicelink", *arguments,
        env={**os.environ, "PYTHONPATH": path, "DEVICELINK_DATA": str(site / "data")},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE, limit=2**20,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_an_added_device_is_scanned_and_coached_with(site: Path) -> None:
    async with thumb_on_air() as moniker:
        async with devicelink(site, "scan", "--json", "--timeout", "1", "--radio", moniker) as one:
            out, err = await asyncio.wait_for(one.communicate(), 30)
        told = json.loads(out)
        assert (told["driver"], told["supported"], told["open"]) == ("thumbscale", True, True)
        assert "broken is left out: RuntimeError: not today" in err.decode()
        async with devicelink(site, "session", "--json", "--radio", moniker) as one:
            assert one.stdout is not None
            async with asyncio.timeout(40):
                while b'"type":"hold"' not in (line := await one.stdout.readline()):
                    assert line, (await one.communicate())[1]
            one.send_signal(signal.SIGINT)
            _, err = await asyncio.wait_for(one.communicate(), 30)
    hold = json.loads(line)
    assert hold["peak_n"] == pytest.approx(20.0, abs=0.1)
    assert one.returncode == 0, err
    assert b"Traceback" not in err
