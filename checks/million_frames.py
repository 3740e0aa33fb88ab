"""A million random and mutated frames over all decoders: `./run more million_frames`.

Every driver, every decoder of `devicelink decode` and every parser of what a client writes gets
golden frames with bytes changed, cut off, doubled and put in, and plain noise, its own and others'.
No exception may escape; whatever a frame means must be usable: forces, columns of one length, a
rejection that keeps bytes. The seed is printed, and `--seed=N` runs one again. Target: under 60 s.
"""

import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from devicelink.drivers import DRIVERS
from devicelink.drivers.base import DriverType, Subscribe
from devicelink.drivers.decode import decode_frames
from devicelink.drivers.decoders import DECODERS, Decoder
from firmware_protocol.frames import Frame
from firmware_protocol.messages import FrameRejected, Message, Readings, Values

FRAMES = 1_000_000
TARGET_S = 60.0
A_STREAM = 40
"""Frames to one stream before it begins anew: some remember."""
VECTORS = Path(__file__).resolve().parents[1] / "tests/vectors"
Feed = Callable[[bytes], object]


def golden() -> list[bytes]:
    """All frames of our own collection."""
    lines = [line for path in sorted(VECTORS.glob("*.jsonl")) for line in path.open()]
    rows = [json.loads(line) for line in lines]
    return [bytes.fromhex(one) for row in rows for one in (row.get("frames") or [row["hex"]])]


def mutated(rng: random.Random, frames: list[bytes]) -> bytes:
    """A golden frame that something happened to, or noise."""
    if rng.random() < 0.15:
        return rng.randbytes(rng.randrange(80))
    data = bytearray(frames[int(rng.random() * len(frames))])
    for _ in range(int(rng.random() * 4)):
        at = int(rng.random() * (len(data) + 1))
        what = int(rng.random() * 5)
        if what == 0 and at < len(data):
            data[at] = int(rng.random() * 256)
        elif what == 1:
            del data[at:]
        elif what == 2:
            data[at:at] = rng.randbytes(int(rng.random() * 6))
        elif what == 3 and at < len(data):
            data[at] ^= 1 << int(rng.random() * 8)
        else:
            data += data[:at]
    return bytes(data[:512])


def drivers() -> Iterator[tuple[str, Callable[[], Feed]]]:
    """Each driver, from each place that it hears from."""
    for kind in DRIVERS:
        steps = [step.uuid for step in kind.make().opening(100) if isinstance(step, Subscribe)]
        parsed = getattr(kind.make(), "parsers", {})
        for source in dict.fromkeys((*steps, *parsed)):
            yield f"driver {kind.id}", partial(heard_by, kind, source)


def heard_by(kind: DriverType, source: str) -> Feed:
    """A driver's stream: its clock goes on, its answers are asked for, its state is looked at."""
    driver, now_s = kind.make(), 0.0

    def feed(data: bytes) -> tuple[Message, ...]:
        nonlocal now_s
        now_s += 0.05
        frame = Frame(now_s, source, data)
        messages = driver.decode(frame)
        driver.reply_token(frame)
        _ = driver.capabilities, driver.boot_id
        return messages

    return feed


def decoders() -> Iterator[tuple[str, Callable[[], Feed]]]:
    """Each decoder of `devicelink decode`, part by part, and what understands commands."""
    for name, decoder in DECODERS.items():
        for part in decoder.parts:
            yield f"decode {name}", partial(decoded_by, decoder, part)
        if decoder.commands is not None:
            yield f"command {name}", partial(commanded_by, decoder.commands)
        yield f"rows {name}", partial(printed_by, name)


def decoded_by(decoder: Decoder, part: str) -> Feed:
    """A decoder's stream."""
    return partial(decoder.begin(None), part)


def commanded_by(commands: Feed) -> Feed:
    """What understands a client's writing has no stream."""
    return commands


def printed_by(name: str) -> Feed:
    """What `devicelink decode --json` prints: it has to be JSON, whatever the bytes."""
    return lambda data: tuple(json.dumps(decode_frames(name, [data.hex()]), allow_nan=False))[:1]


def meanings(told: object) -> int:
    """How many things a frame meant. Raises AssertionError where one cannot be worked with."""
    messages = told if isinstance(told, tuple) else (told,)
    known = [one for one in messages if not isinstance(one, FrameRejected)]
    for one in messages:
        if not _fits(one):
            raise AssertionError(one)
    return len(known)


def _fits(one: object) -> bool:
    match one:
        case FrameRejected():
            return bool(one.reason) and isinstance(one.data, bytes)
        case Readings(raw=raw):
            columns = (one.force_n, one.device_us or raw, *(values for _, values in one.channels))
            return {len(raw)} == set(map(len, columns)) and not any(map(math.isinf, one.force_n))
        case Values(raw=raw):
            return bool(raw)
        case _:
            return True


def run(seed: int) -> int:
    """All frames; the exit code."""
    rng, frames = random.Random(seed), golden()
    targets = [*drivers(), *decoders()]
    began_s, used_s, meant, done = time.monotonic(), time.process_time(), 0, 0
    while done < FRAMES:
        for name, begin in targets:
            feed = begin()
            for _ in range(A_STREAM):
                data = mutated(rng, frames)
                try:
                    meant += meanings(feed(data))
                except Exception as error:  # noqa: BLE001 - to find any is what this is for
                    print(f"FAILED seed {seed}, {name}, {data.hex()}: {error!r}")
                    return 1
            done += A_STREAM
    took_s, used_s = time.monotonic() - began_s, time.process_time() - used_s
    print(
        f"{done} frames over {len(targets)} streams (seed {seed}): no exception, {meant} meanings"
    )
    print(f"{took_s:.1f} s, {used_s:.1f} s of CPU; target {TARGET_S:.0f} s")
    return 0


def main() -> int:
    """The exit code."""
    seeds = [word.partition("=")[2] for word in sys.argv[1:] if word.startswith("--seed=")]
    return run(int(seeds[0]) if seeds else random.randrange(2**32))


if __name__ == "__main__":
    sys.exit(main())
