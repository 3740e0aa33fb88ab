"""grip-connect in Node, connected to our twins: what it is told, and what it sends.

Used by checks/judges.py.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from checks.grip_connect.bridge import Call, play
from checks.grip_connect.frames import MADE, kilograms
from devicelink.drivers import DRIVERS
from devicelink.drivers.decoders import DECODERS
from firmware_protocol.frames import Frame
from firmware_protocol.messages import FrameRejected
from simulator.serve import Setup, make_twin

PULL: Final = (np.array([0.0, 60.0]), np.array([20.0, 320.0]))
"""What is pulled: seconds and newtons."""
PLAYS: Final[dict[str, tuple[tuple[Call, Any], ...]]] = {
    "tindeq": (
        (("battery",), "3900"), (("firmware",), "1.2.3"), (("progressorId",), "0A0B0C0D"),
        (("errorInfo",), ""), (("tare",), True), (("stream", 1500), None), (("sleep",), None),
    ),
    "forceboard": (
        (("battery",), "87"), (("manufacturer",), "PitchSix"), (("tareByMode",), None),
        (("tareByCharacteristic",), None), (("threshold", 25), None), (("quick", 300), None),
        (("stream", 1500), None), (("stop",), None),
    ),
    "whc06": ((("wait", 1500), None),),
    "cts500": (
        (("battery",), "3.90"), (("temperature",), "-5"), (("model",), "MY-BT102"),
        (("firmware",), "109a"), (("weight",), 0), (("peakMode", False), None),
        (("tare",), True), (("stream", 1500), None), (("stop",), None),
    ),
    "entralpi": ((("battery",), "87"), (("wait", 1500), None)),
    "climbro": ((("model",), "RN487x"), (("software",), "1.30"), (("wait", 1500), None)),
    "motherboard": ((("serial",), "SIM0001"), (("stream", 1500), None)),
}  # fmt: skip
"""What is called on grip-connect's device, in order, and what it must say; None for nothing."""
FEWEST: Final = {"tindeq": 90, "forceboard": 90, "motherboard": 35}
"""Samples in that time at the device's rate; 8 for those that send ten a second."""
SILENT: Final = {b"": "stops the stream, as any command does"}
"""Commands without bytes of their own."""


@dataclass(frozen=True, slots=True)
class Met:
    """How one device went: samples that both had alike, commands understood, and what was wrong."""

    device: str
    samples: int
    commands: tuple[str, ...]
    wrong: tuple[str, ...]


async def meet(library: Path, device: str) -> Met:
    """grip-connect connects to the twin, calls all methods, and both sides are compared."""
    twin = make_twin(Setup(kind=device, recording=PULL))
    calls = [call for call, _ in PLAYS[device]]
    played = await play(library, MADE[device][0], twin, calls)
    wrong = [f"it could not connect: {failed}"] if (failed := played.told.get("failed")) else []
    for (call, expected), told in zip(PLAYS[device], played.told.get("calls", ()), strict=False):
        if told.get("error") or told["told"] != expected:
            wrong.append(f"{call[0]}: {told.get('error', told['told'])}, not {expected}")
    samples, unlike = _alike(device, played.sent, played.told.get("samples", ()))
    if samples < FEWEST.get(device, 8):
        wrong.append(f"only {samples} samples arrived")
    names = []
    for _, data in played.written:
        name = _name(device, data)
        names.append(name or data.hex())
        wrong += [] if name else [f"the twin does not understand {data.hex()}"]
    return Met(device, samples, tuple(names), (*wrong, *unlike))


def _name(device: str, data: bytes) -> str | None:
    commands = DECODERS[device].commands
    known = None if commands is None else commands(data)
    if data in SILENT:
        return SILENT[data]
    if known is None or isinstance(known, FrameRejected):
        return None
    return str(getattr(known, "name", type(known).__name__)).lower()


def _alike(
    device: str, sent: Sequence[tuple[str, bytes]], told: Sequence[dict[str, Any]]
) -> tuple[int, list[str]]:
    """How many of its samples are those of our driver on the same notifications, from the end."""
    (kind,) = (kind for kind in DRIVERS if kind.id == device)
    driver = kind.make()
    messages = [driver.decode(Frame(0.0, source, data)) for source, data in sent]
    mine = kilograms(tuple(one for some in messages for one in some))
    theirs = [float(one["current"]) for one in told]
    step = 0.0501 if device == "entralpi" else 1e-6
    starts = range(len(mine))
    if theirs and not any(_same(mine[at : at + len(theirs)], theirs, step) for at in starts):
        return 0, [f"its samples are not ours: {theirs[:3]} and {mine[:3]}"]
    return len(theirs), []


def _same(mine: Sequence[float], theirs: Sequence[float], step: float) -> bool:
    """Whether they are alike as far as both go, but for what was under way when it ended."""
    return len(mine) >= len(theirs) - 1 and all(
        math.isclose(one, other, rel_tol=1e-6, abs_tol=step)
        for one, other in zip(mine, theirs, strict=False)
    )
