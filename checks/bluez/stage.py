"""The stage of the real-stack check: our devices on an air, and BlueZ among its clients.

The devices live in this process, so what they took and sent is known sample by sample. Used by
checks/real_stack.py.
"""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bumble.controller import Controller

from checks.bluez.guest import guest, have_tools
from checks.bluez.machine import Machine, machine
from simulator.air import Air, lose_link
from simulator.device import ProfileDevice
from simulator.radio import LinkNews, Peripheral
from simulator.ring import Ring, Sample
from simulator.serve import Recording, Setup, make_device, make_twin
from simulator.twins.base import Twin

COMMAND_S: Final = 120.0


class StepError(Exception):
    """A step did not come out as it must: `str()` says how."""


def must(held: object, otherwise: str) -> None:
    """Raises StepError unless it holds."""
    if not held:
        raise StepError(otherwise)


class Kept(Ring):
    """A ring that also writes down, for us, all that it was ever given."""

    def __init__(self, seconds: int, taken: dict[int, Sample]) -> None:
        super().__init__(seconds)
        self._taken = taken

    def append(self, sample: Sample) -> None:
        """See `Ring`."""
        self._taken[sample.seq] = sample
        super().append(sample)


@dataclass(slots=True)
class Stage:
    """Everything a step may touch."""

    guest: Machine
    probe: ProfileDevice
    peripheral: Peripheral
    controller: Controller
    taken: dict[int, Sample]
    """Every sample that the probe ever numbered."""
    news: list[LinkNews]
    data: Path
    air: Air
    environment: dict[str, str] = field(default_factory=dict)

    async def command(self, *arguments: str, ends: int = 0) -> subprocess.CompletedProcess[str]:
        """`devicelink ...` as a person would type it, in a process of its own."""
        process = await self.begin(*arguments)
        try:
            async with asyncio.timeout(COMMAND_S):
                said, errors = await process.communicate()
        except TimeoutError:
            process.kill()
            raise StepError(f"{' '.join(arguments)}: no end after {COMMAND_S:.0f} s") from None
        done = subprocess.CompletedProcess(
            arguments, process.returncode or 0, said.decode(), errors.decode()
        )
        must(
            done.returncode == ends,
            f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()[-400:]}",
        )
        return done

    async def begin(self, *arguments: str) -> asyncio.subprocess.Process:
        """The same, under way."""
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "devicelink", *arguments,
            env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def lose_link(self) -> None:
        """The radio link dies without a word, as by distance."""
        lose_link(self.controller)

    @asynccontextmanager
    async def also(self, setup: Setup) -> AsyncIterator[Twin]:
        """One more device on the same air, for the block."""
        twin, controller = make_twin(setup), self.air.controller(setup.kind)
        async with Peripheral(twin, controller, controller):
            yield twin
        self.air.remove(controller)


def client_cpu_s() -> float:
    """Processor seconds of all commands that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@asynccontextmanager
async def stage(recording: Recording, options: str) -> AsyncIterator[Stage]:
    """All of it, up and ready. Raises UnavailableError and BootError."""
    have_tools()
    kernel, initrd = guest()
    async with AsyncExitStack() as leaving:
        folder = Path(leaving.enter_context(tempfile.TemporaryDirectory()))
        air, news, taken = Air(), list[LinkNews](), dict[int, Sample]()
        await leaving.enter_async_context(air.serve(f"unix:{folder / 'air'}"))
        probe = make_device(Setup(recording=recording))
        probe.ring = Kept(probe.ring_s, taken)
        controller = air.controller("probe")
        peripheral = Peripheral(probe, controller, controller, report=news.append)
        await leaving.enter_async_context(peripheral)
        up = machine(kernel, initrd, folder / "air", options=options)
        box = await leaving.enter_async_context(up)
        os.environ.update(box.environment)
        environment = dict(os.environ, DEVICELINK_DATA=str(folder / "data"))
        yield Stage(
            box, probe, peripheral, controller, taken, news, folder / "data", air, environment
        )
