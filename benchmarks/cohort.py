"""How many recordings a second a cohort runs: `python -m benchmarks.cohort [COUNT]`.

Recordings of about a minute at 80 Hz, made by the tests' generator, from the files to one result
file on the disk: with one process, with two, and on a Dask cluster of two workers where dask is
installed, each in a program of its own and its start-up included. The baseline in the same run is
a plain loop that replays one file after the other and prints the same lines.
"""

import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import load
from benchmarks.replay_speed import write
from devicelink.core.block import Block
from tests.core.synthetic import scene

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = 400
RATE_HZ, LASTS_S = 80, 60.0
DIFFERENT = 20
"""So many are made; the others are the same again, their times shifted."""


def recordings(folder: Path, count: int) -> float:
    """Fill a folder; the minutes of signal in it."""
    folder.mkdir()
    made = [scene(seed, RATE_HZ, holds=4).block for seed in range(DIFFERENT)]
    total_s = 0.0
    for number in range(count):
        block = made[number % DIFFERENT]
        kept = block.t_s <= block.t_s[0] + LASTS_S
        t_s = np.round(block.t_s[kept] + number, 6)
        total_s += float(t_s[-1] - t_s[0])
        write(folder / f"{number:06}.csv", Block.of(t_s, block.force_n[kept]))
    return total_s / 60.0


def run_s(*arguments: str, out: Path | None = None) -> float:
    """Seconds that one `devicelink replay` takes, its start included."""
    command = [sys.executable, "-m", "devicelink", "replay", *arguments]
    begin_s = time.perf_counter()
    with (out or Path(os.devnull)).open("wb") as file:
        subprocess.run(command, cwd=ROOT, stdout=file, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin_s


def with_dask(*arguments: str) -> float | None:
    """The same on a cluster of two worker processes, begun beforehand; None without dask."""
    if find_spec("distributed") is None:
        return None
    distributed: Any = import_module("distributed")
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        return run_s(*arguments, "--dask", cluster.scheduler_address)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDINGS
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "recordings"
        minutes = recordings(folder, count)
        print(f"{count} recordings of a minute at {RATE_HZ} Hz, {minutes:.0f} minutes; {load()}")
        outputs = [Path(place) / name for name in ("one.jsonl", "two.jsonl", "dask.jsonl")]
        names = [str(folder), "-o"]
        took: dict[str, float | None] = {
            "plain loop": run_s("--json", str(folder), out=Path(place) / "loop.jsonl"),
            "one process": run_s(*names, str(outputs[0]), "--jobs", "1"),
            "two processes": run_s(*names, str(outputs[1]), "--jobs", "2"),
            "two dask workers": with_dask(*names, str(outputs[2])),
        }
        again_s = run_s(*names, str(outputs[1]))
        for name, seconds in took.items():
            if seconds is None:
                print(f"  {name:<17} dask is not installed")
            else:
                print(f"  {name:<17}{count / seconds:8.1f} recordings a second"
                      f"{minutes * 60 / seconds:9.0f} x real time")  # fmt: skip
        print(f"  run again, all found done before: {again_s:.1f} s")
        made = {output.read_bytes() for output in outputs if output.exists()}
        print(f"  results byte for byte the same: {'yes' if len(made) == 1 else 'NO'}; {load()}")


if __name__ == "__main__":
    main()
