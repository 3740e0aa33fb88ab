"""Our twins as the devices that grip-connect connects to, in Node, over stdin and stdout.

The twin lives in real time, for grip-connect waits by its own clock. Used by checks/judges.py.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from checks.grip_connect.library import JUDGE
from simulator.gatt import Notify
from simulator.twins.base import Broadcaster, Twin

TICK_S: Final = 0.01
WITHIN_S: Final = 60.0

Call = tuple[Any, ...]
"""A method of grip-connect's device, and what it is called with."""


@dataclass(slots=True)
class Played:
    """What both sides had at the end. `sent` is every notification or payload, with its place."""

    told: dict[str, Any] = field(default_factory=dict)
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    written: list[tuple[str, bytes]] = field(default_factory=list)


class Bridge:
    """One twin, and Node on the other side."""

    def __init__(self, twin: Twin, node: asyncio.subprocess.Process) -> None:
        self._twin, self._node = twin, node
        self._began_s = time.monotonic()
        self._subscribed: set[str] = set()
        self.played = Played()

    @property
    def _now_us(self) -> int:
        return round((time.monotonic() - self._began_s) * 1e6)

    async def live(self) -> None:
        """Moves the twin on and sends what it sends, until cancelled."""
        shown = b""
        while True:
            for one in self._twin.advance(self._now_us):
                if isinstance(one, Notify) and one.uuid in self._subscribed:
                    self.played.sent.append((one.uuid, one.data))
                    self._say({"notify": one.uuid, "hex": one.data.hex()})
            if isinstance(self._twin, Broadcaster):
                shown = self._advertise(shown)
            await asyncio.sleep(TICK_S)

    def _advertise(self, shown: bytes) -> bytes:
        company, payload = self._twin.identity.manufacturer_data or (0, b"")
        if payload and payload != shown:
            self.played.sent.append((f"manufacturer:{company:04x}", payload))
            self._say({"advertised": payload.hex(), "company": company})
        return payload

    def answer(self, told: dict[str, Any]) -> None:
        """Node asked for something: do it, and say so."""
        reply: dict[str, Any] = {"id": told["id"]}
        if told.get("connect"):
            self._twin.connected(self._now_us)
        elif uuid := told.get("subscribe"):
            self._subscribed.add(uuid)
        elif uuid := told.get("write"):
            data = bytes.fromhex(told["hex"])
            self.played.written.append((uuid, data))
            self._twin.write(uuid, data, self._now_us)
        elif uuid := told.get("read"):
            reply["hex"] = self._twin.read(uuid).hex()
        self._say(reply)

    def begin(self, calls: Sequence[Call]) -> None:
        """Tells Node what the device offers, and what to call."""
        services = [(s.uuid, [c.uuid for c in s.characteristics]) for s in self._twin.services]
        self._say({"name": self._twin.name, "services": services, "calls": calls})

    def _say(self, told: object) -> None:
        to = self._node.stdin
        if to is not None and not to.is_closing():
            to.write(json.dumps(told).encode() + b"\n")


async def play(library: Path, kind: str, twin: Twin, calls: Sequence[Call]) -> Played:
    """grip-connect's device of that class connects to the twin and makes these calls."""
    node = await asyncio.create_subprocess_exec(
        "node", str(JUDGE), str(library), kind, "live",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24,
    )  # fmt: skip
    bridge = Bridge(twin, node)
    bridge.begin(calls)
    living = asyncio.create_task(bridge.live())
    try:
        async with asyncio.timeout(WITHIN_S):
            while node.stdout is not None and (line := await node.stdout.readline()):
                told = json.loads(line)
                if "done" in told:
                    bridge.played.told = told["done"]
                else:
                    bridge.answer(told)
            await node.wait()
    finally:
        living.cancel()
        if node.returncode is None:
            node.kill()
    return bridge.played
