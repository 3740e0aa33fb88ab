"""What a sample costs to decode: `./run bench decode_speed`.

A minute of Progressor notifications, as our twin sends them, is decoded by our driver and, in the
same run, on the same bytes, by grip-connect 0.13.0 under Node, as each has it: grip-connect keeps
every sample and its statistics and calls back; ours makes readings. Its second line is the core's
work and no part of decoding: newtons on one line of time. CPU counts, as a busy machine stretches
the wall's time. Target: at least as fast. Without Node the baseline's line is left out.
"""

import json
import subprocess
import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.machine import load
from checks.grip_connect.library import JUDGE, VERSION, MissingError, library
from devicelink.core.timebase import Timebase
from devicelink.drivers.tindeq import Tindeq
from firmware_protocol.frames import Frame
from firmware_protocol.messages import Readings
from firmware_protocol.progressor import DATA, Command
from simulator.gatt import Notify
from simulator.serve import Setup, make_twin

SECONDS = 60
RUNS = 41
"""The best one counts: the first warm Node up."""
HAND = (np.linspace(0.0, 61.0, 6101), 80.0 + 60.0 * np.sin(np.linspace(0.0, 61.0, 6101)))


def minute() -> list[bytes]:
    """The notifications of a minute."""
    twin = make_twin(Setup(kind="tindeq", recording=HAND))
    twin.connected(0)
    twin.write("", Command.START.serialize(), 0)
    sent = twin.advance(SECONDS * 1_000_000)
    return [one.data for one in sent if isinstance(one, Notify)]


def decoded(frames: Sequence[bytes]) -> int:
    """Readings, as a session's link hands them over."""
    driver = Tindeq()
    samples = 0
    for at, data in enumerate(frames):
        for one in driver.decode(Frame(0.18 * at, DATA, data)):
            assert isinstance(one, Readings)
            samples += len(one.raw)
    return samples


def placed(frames: Sequence[bytes]) -> int:
    """The same, in newtons and in order of time."""
    driver, line = Tindeq(), Timebase()
    samples = 0
    for at, data in enumerate(frames):
        for one in driver.decode(Frame(0.18 * at, DATA, data)):
            assert isinstance(one, Readings)
            samples += len(line.add(one, 0.18 * at))
    return samples


def ours_ns(do: Callable[[Sequence[bytes]], int], frames: Sequence[bytes]) -> tuple[float, int]:
    """Nanoseconds for all frames in the best run, and samples."""
    took, samples = [], 0
    for _ in range(RUNS):
        begin_ns = time.process_time_ns()
        samples = do(frames)
        took.append(time.process_time_ns() - begin_ns)
    return min(took), samples


def theirs_ns(frames: Sequence[bytes]) -> tuple[float, int]:
    """The same of grip-connect. Raises MissingError."""
    asked = json.dumps({"frames": [one.hex() for one in frames], "runs": RUNS})
    command = ["node", str(JUDGE), str(library()), "Progressor", "speed"]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return min(told["took_ns"]), told["samples"]


def main() -> None:
    """All of them in one run."""
    frames = minute()
    what = f"{SECONDS} s of a Progressor, {len(frames)} notifications"
    print(f"{what}, CPU, best of {RUNS} runs; {load()}")
    lines = {}
    try:
        lines[f"grip-connect {VERSION}, Node"] = theirs_ns(frames)
    except MissingError as error:
        print(f"  without grip-connect: {error}")
    lines["devicelink, readings"] = ours_ns(decoded, frames)
    lines["... and placed in time"] = ours_ns(placed, frames)
    for name, (took_ns, samples) in lines.items():
        one_ns, faster = took_ns / samples, SECONDS * 1e9 / took_ns
        print(f"  {name:<30}{one_ns:8.0f} ns a sample {samples:6} samples {faster:9.0f} x life")


if __name__ == "__main__":
    main()
