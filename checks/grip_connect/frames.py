"""The same bytes to grip-connect and to us, sample by sample.

Frames come from our own serializers with seeded numbers, from a list of odd ones, and from the
golden collection where that lies beside the checkout. Used by checks/judges.py.
"""

import json
import math
import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from checks.grip_connect.differences import DIFFERENCES, Frames
from checks.grip_connect.library import JUDGE
from devicelink.drivers import DRIVERS
from firmware_protocol import climbro, cts500, entralpi, force_board, motherboard, progressor, whc06
from firmware_protocol.frames import Frame
from firmware_protocol.messages import NEWTONS_PER, Battery, Message, Readings, Unit
from simulator.twins import TWINS

SHARED: Final = Path(__file__).parents[2] / "../shared/vectors/devices.jsonl"
STREAMS: Final = 400
_COMPANY: Final = whc06.COMPANY.to_bytes(2, "little")
"""Some stacks leave it before a payload; Web Bluetooth takes it away."""
CURVE: Final = ((0.0, 0), (20.0, 500_000), (50.0, 1_200_000), (100.0, 2_000_000))
"""Of each sensor of the Motherboard: kilograms and counts."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One device's outcome: `odd` are streams that no known difference explains."""

    device: str
    streams: int
    samples: int
    seen: frozenset[str]
    odd: tuple[str, ...]


def _tindeq(rng: random.Random) -> Frames:
    count = rng.randrange(1, 31)
    start = rng.randrange(2**32)
    raw = tuple(rng.uniform(-20, 160) for _ in range(count))
    times = tuple((start + 11_210 * at) % 2**32 for at in range(count))
    return (progressor.serialize(Readings(raw=raw, unit=Unit.KILOGRAM, device_us=times)),)


def _force_board(rng: random.Random) -> Frames:
    raw = tuple(rng.randrange(1100) for _ in range(rng.randrange(1, 7)))
    return (force_board.serialize(Readings(raw=raw, unit=Unit.POUND)),)


def _whc06(rng: random.Random) -> Frames:
    unit = rng.choice((Unit.KILOGRAM, Unit.KILOGRAM, Unit.POUND, Unit.STONE, Unit.JIN))
    load = Readings(raw=(rng.uniform(-50, 300),), unit=unit)
    return (whc06.serialize(load, rng.randrange(2**16)),)


def _cts500(rng: random.Random) -> Frames:
    frame = cts500.serialize(Readings(raw=(rng.uniform(0, 500),), unit=Unit.KILOGRAM))
    at = rng.randrange(8)
    return (cts500.Command.START.value, frame[:at], frame[at:]) if 0 < at < 7 else (frame,)


def _entralpi(rng: random.Random) -> Frames:
    kg = rng.randrange(2750) / 10 if rng.random() < 0.5 else rng.uniform(0, 275)
    return (entralpi.serialize(Readings(raw=(kg,), unit=Unit.KILOGRAM)),)


def _climbro(rng: random.Random) -> Frames:
    loads = tuple(float(rng.randrange(240)) for _ in range(rng.randrange(1, 8)))
    charge = Battery(percent=rng.uniform(0, 100))
    data = climbro.serialize([charge, Readings(raw=loads, unit=Unit.KILOGRAM)])
    at = rng.randrange(1, len(data))
    return data[:at], data[at:]


def _motherboard(rng: random.Random) -> Frames:
    # Counts above the zero point of its curve: below it, each reflects it in another way.
    adc = tuple(sign * rng.randrange(2_000_000) for sign in motherboard.SIGNS)
    sample = motherboard.Sample(rng.randrange(2**16), 300, (adc[0], adc[1], adc[2], 0))
    data = (sample.serialize() + "\r\n").encode()
    return data[:20], data[20:]


MADE: Final[dict[str, tuple[str, Callable[[random.Random], Frames]]]] = {
    "tindeq": ("Progressor", _tindeq),
    "forceboard": ("ForceBoard", _force_board),
    "whc06": ("WHC06", _whc06),
    "cts500": ("CTS500", _cts500),
    "entralpi": ("Entralpi", _entralpi),
    "climbro": ("Climbro", _climbro),
    "motherboard": ("Motherboard", _motherboard),
}
"""By our id: grip-connect's class, and what makes a stream."""
ODD: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "tindeq": (
        ("010800007cc40000000001080000a0410100000000",),
        ("01080000c07f00000000",), ("01080000807f00000000",), ("0108000080ff00000000",),
        ("0108003080c500000000",), ("01100000a04100000000",), ("0501ff",), ("0400",), ("01",),
        ("010c0000a041d43000000000803f",), ("0100",),
    ),
    "forceboard": (("000300002affffff00002a",), ("000600000100000200010000012c00ffff010000",)),
    "whc06": (
        ("0203112ac0191123e101ff3801f401d4cb",), ("0203112ac0191123e10104d201f4a1d4cb",),
        ("0203112ac0191123e10104",),
    ),
    "cts500": (("059999999999990501000004d2dc",), ("0501ffffffff02",), ("112233445566",)),
    "entralpi": (("ffff",), ("04",), ("09c4ffffffffffff",)),
    "climbro": (("0a0b", "f0ff", "f50af6"), ("f0e6f00af524",)),
    "motherboard": tuple(
        (("01002c01" + adc * 3 + "000000").encode().hex() + "0a",)
        for adc in ("ffff7f", "80841e", "ffffff")
    ),
}  # fmt: skip
"""Hex of streams that real devices may send on a bad day."""


def streams_of(device: str) -> Iterator[Frames]:
    """All streams for one device."""
    rng = random.Random(f"judge {device}")
    for _ in range(STREAMS):
        yield MADE[device][1](rng)
    yield from (tuple(map(bytes.fromhex, one)) for one in ODD[device])
    if SHARED.exists():
        vectors = map(json.loads, SHARED.read_text().splitlines())
        for one in vectors:
            if one["device"] == device and one["kind"] != "command" and device != "motherboard":
                frames = map(bytes.fromhex, one["frames"])
                yield tuple(frame.removeprefix(_COMPANY) for frame in frames)


def theirs(library: Path, device: str, streams: list[Frames]) -> list[dict[str, Any]]:
    """What grip-connect makes of each stream."""
    curve = [[[point, kg, adc] for point, (kg, adc) in enumerate(CURVE)] for _ in range(4)]
    calibration = curve if device == "motherboard" else None
    asked = (
        json.dumps({"frames": [one.hex() for one in frames], "calibration": calibration})
        for frames in streams
    )
    done = subprocess.run(
        ["node", str(JUDGE), str(library), MADE[device][0], "decode"],
        input="\n".join(asked), capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def ours(device: str, frames: Frames) -> tuple[Message, ...]:
    """What our driver makes of a stream."""
    (kind,) = (kind for kind in DRIVERS if kind.id == device)
    driver, source = kind.make(), TWINS[device].data_uuid or whc06.SOURCE
    told = [driver.decode(Frame(0.0, source, data)) for data in (*curve_lines(device), *frames)]
    return tuple(one for messages in told for one in messages)


def curve_lines(device: str) -> Iterator[bytes]:
    """The calibration as the Motherboard tells it."""
    for sensor in range(3) if device == "motherboard" else ():
        for point, (kg, adc) in enumerate(CURVE):
            line = motherboard.Point(sensor, point, kg, adc).serialize() + "\n"
            yield line.encode()


def kilograms(messages: tuple[Message, ...]) -> list[float]:
    """All samples as the weight of a mass."""
    readings = (one for one in messages if isinstance(one, Readings))
    per_kg = NEWTONS_PER[Unit.KILOGRAM]
    return [force_n / per_kg for one in readings for force_n in one.force_n]


def judge(library: Path, device: str) -> Judged:
    """Both on all streams of a device."""
    streams = list(streams_of(device))
    seen: set[str] = set()
    odd: list[str] = []
    samples = 0
    for frames, their in zip(streams, theirs(library, device, streams), strict=True):
        mine = ours(device, frames)
        samples += sum(len(one.raw) for one in mine if isinstance(one, Readings))
        if _same(device, mine, their):
            continue
        known = [one.about for one in DIFFERENCES if one.device == device and one.applies(frames)]
        seen.update(known)
        if not known:
            odd.append(f"{' '.join(one.hex() for one in frames)}: {mine} and {their}")
    return Judged(device, len(streams), samples, frozenset(seen), tuple(odd))


def _same(device: str, mine: tuple[Message, ...], their: dict[str, Any]) -> bool:
    """Whether all samples, times and the last charge are the same."""
    kg = kilograms(mine)
    times = [us for one in mine if isinstance(one, Readings) for us in one.device_us or ()]
    told = [one["current"] for one in their["samples"]]
    if their["errors"] or len(kg) != len(told):
        return False
    if device == "tindeq" and times != [one["index"] for one in their["samples"]]:
        return False
    charges = [one.percent for one in mine if isinstance(one, Battery)]
    if device == "climbro" and charges and not _near(charges[-1], their["level"]):
        return False
    return all(_near(one, other) for one, other in zip(kg, told, strict=True))


def _near(mine: float | None, their: Any) -> bool:
    if mine is None or not isinstance(their, int | float):
        return False
    return math.isclose(mine, their, rel_tol=1e-6, abs_tol=1e-6)
