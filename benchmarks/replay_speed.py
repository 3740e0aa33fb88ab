"""How much faster than life a recording is read and judged: `python benchmarks/replay_speed.py`.

An 80 Hz session made by the tests' generator and, where they are at hand, the real recordings
thinned to 80 Hz, each from its CSV file to its last event on one core. The baseline in the same run
is what peers do: one threshold with a one-second debounce, on the same file. Target: 2,000 times.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.machine import load
from benchmarks.signal.generator import holds
from benchmarks.signal.truth import Handling
from devicelink.core.block import Block
from devicelink.core.events import HoldEnded
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.release import Mode
from devicelink.core.release_listener import Listener
from devicelink.core.zone import Zone
from devicelink.data import release_model
from devicelink.recordings import read_recording
from tests.core.synthetic import scene

RATE_HZ = 80
RUNS = 9
RECORDINGS = Path(__file__).resolve().parents[2] / "shared" / "recordings"
CONFIG = PipelineConfig(zone=Zone(15.0, 30.0), limit_n=400.0)
THRESHOLD_N, DEBOUNCE_S = 2.5 * 9.80665, 1.0
"""As grip-connect's `active()` has them by default: 2.5 kg, 1,000 ms."""


def devicelink(path: Path) -> int:
    """Holds found by the whole pipeline: zone, guard and listening for releases included."""
    return _holds(path, Pipeline(CONFIG, Listener(Mode.PROBE, release_model())))


def no_release(path: Path) -> int:
    """The same without listening."""
    return _holds(path, Pipeline(CONFIG))


def _holds(path: Path, pipeline: Pipeline) -> int:
    events = pipeline.feed(read_recording(str(path)).block) + pipeline.finish()
    return sum(isinstance(event, HoldEnded) for event in events)


def threshold(path: Path) -> int:
    """Holds found by a threshold whose change must last a second."""
    block = read_recording(str(path)).block
    active, since_s, holds = False, None, 0
    for t_s, force_n in zip(block.t_s.tolist(), block.force_n.tolist(), strict=True):
        if (force_n > THRESHOLD_N) is active:
            since_s = None
            continue
        since_s = t_s if since_s is None else since_s
        if t_s - since_s >= DEBOUNCE_S:
            active, since_s = not active, None
            holds += active
    return holds


def reading(path: Path) -> int:
    """The file alone: what both of them start with."""
    return len(read_recording(str(path)).block)


def took_s(do: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """Median seconds of one core over several runs, and what was found."""
    times, found = [], 0
    for _ in range(RUNS):
        begin_s = time.process_time()
        found = do(path)
        times.append(time.process_time() - begin_s)
    return statistics.median(times), found


def write(path: Path, block: Block) -> Path:
    """The block as a CSV file."""
    table = np.stack((block.t_s, block.force_n), axis=1)
    np.savetxt(path, table, fmt="%.6f", delimiter=",", header="t_s,force_n", comments="")
    return path


def sessions(folder: Path) -> dict[str, Path]:
    """What is timed, by name."""
    long_hold = scene(3, RATE_HZ, holds=40)
    made = {"made, 40 holds": write(folder / "made.csv", long_hold.block)}
    made["made, 20 holds of 30-60 s"] = write(folder / "long.csv", _long())
    parts, start_s = [], 0.0
    for source in sorted(RECORDINGS.glob("*.csv")):
        block = read_recording(str(source)).block
        every = max(1, round(len(block) / (block.t_s[-1] - block.t_s[0]) / RATE_HZ))
        t_s = np.round(np.arange(0.0, block.t_s[-1], 1.0 / RATE_HZ), 6)
        smooth = np.convolve(block.force_n, np.ones(every) / every, "same")
        parts.append((start_s + t_s, np.interp(t_s, block.t_s, smooth)))
        start_s += float(t_s[-1]) + 1.0 / RATE_HZ
    if parts:
        together = Block.of(
            np.concatenate([t_s for t_s, _ in parts]), np.concatenate([force for _, force in parts])
        )
        made["real, at 80 Hz"] = write(folder / "real.csv", together)
    return made


def _long() -> Block:
    """Holds in which there is something to listen to: natural hands, one after the other."""
    parts, start_s = [], 0.0
    for one in holds(Handling.NATURAL, 20, 8, rate_hz=RATE_HZ):
        parts.append((start_s + one.t_s, one.force_n))
        start_s += float(one.t_s[-1]) + 1.0 / RATE_HZ
    return Block.of(
        np.concatenate([t_s for t_s, _ in parts]), np.concatenate([force for _, force in parts])
    )


def main() -> None:
    print(f"from CSV to the last event, core seconds, median of {RUNS} runs; {load()}")
    with tempfile.TemporaryDirectory() as folder:
        for name, path in sessions(Path(folder)).items():
            block = read_recording(str(path)).block
            lasts_s = float(block.t_s[-1] - block.t_s[0])
            print(f"\n{name}: {len(block)} samples, {lasts_s:.0f} s")
            for do in (reading, threshold, no_release, devicelink):
                core_s, found = took_s(do, path)
                print(
                    f"  {do.__name__:<11}{lasts_s / core_s:8.0f} x real time"
                    f"{core_s / len(block) * 1e6:7.2f} us a sample"
                    + ("" if do is reading else f"   {found} holds")
                )


if __name__ == "__main__":
    main()
