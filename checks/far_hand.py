"""A simulated probe and the hand on it in a process of their own, as beside a user's session.

The soak measures the program and nothing else in its process: the air is reached over TCP, as from
`devicelink simulate` in a second terminal, and what the hand is to do goes there as lines.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from typing import Final

from simulator.air import Air
from simulator.hand import Hand
from simulator.person import World
from simulator.radio import Peripheral
from simulator.serve import Setup, make_device

FELT: Final = 0.03
TELL_S: Final = 0.1


class FarHand:
    """The hand as the simulated person moves it, and what it feels."""

    def __init__(self, process: asyncio.subprocess.Process, moniker: str) -> None:
        self.moniker = moniker
        self.gave = False
        """Whether the tissue is felt to have given."""
        self._process = process

    def press(self, target_n: float, ramp_s: float) -> None:
        """Press up to a force."""
        self._say("press", target_n, ramp_s)

    def ease_off(self, rate_n_s: float) -> None:
        """Let go slowly."""
        self._say("ease_off", rate_n_s)

    def let_go(self) -> None:
        """Take the hand away."""
        self._say("let_go")

    def _say(self, what: str, *how: float) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        self._process.stdin.write(json.dumps([what, *how]).encode() + b"\n")

    async def feel(self) -> None:
        """Keeps `gave` as it is there, until the process ends."""
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        async for line in self._process.stdout:
            self.gave = line.strip() == b"gave"


@contextlib.asynccontextmanager
async def far_hand(seed: int, speed: float) -> AsyncIterator[FarHand]:
    """The probe on an air of its own until the block ends."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "checks.far_hand", str(seed), str(speed))
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert process.stdout is not None  # noqa: S101 - it was asked for
    hand = FarHand(process, (await process.stdout.readline()).decode().strip())
    feeling = asyncio.create_task(hand.feel())
    try:
        yield hand
    finally:
        feeling.cancel()
        process.kill()
        await process.wait()


async def _obey(hand: Hand) -> None:
    """Does what each line says, until there are none."""
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        what, *how = json.loads(line)
        getattr(hand, what)(*how)


async def _tell(hand: Hand) -> None:
    gave = False
    while True:
        await asyncio.sleep(TELL_S)
        if gave is not (now := hand.tissue.softened > FELT):
            gave = now
            print("gave" if gave else "firm", flush=True)


async def serve(seed: int, speed: float) -> None:
    """The probe on the air until stdin ends."""
    device = make_device(Setup(seed=seed, routine=False))
    assert isinstance(device.source, World)  # noqa: S101 - of a set-up without a recording
    hand = device.source.hand
    air = Air()
    controller = air.controller("device")
    async with (
        air.serve("tcp:127.0.0.1:0") as moniker,
        Peripheral(device, controller, controller, speed=speed),
    ):
        print(moniker, flush=True)
        telling = asyncio.create_task(_tell(hand))
        await _obey(hand)
        telling.cancel()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
