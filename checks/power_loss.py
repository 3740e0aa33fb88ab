"""5,000 losses of power, with controls that must fail, and a disk that fails at every single step.

The harness and what is expected are those of tests/store/test_power_loss.py.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from checks.figures import keep
from tests.store.lossy import (
    CHUNKS,
    SESSIONS,
    Acknowledged,
    Outcome,
    disk_with,
    empty_file,
    judge,
    lose_power,
    steps_of,
    write_stubbornly,
)

RUNS: Final = 5000
CONTROLS: Final = 200


def losses(image: bytes, folder: Path, runs: int, *weakened: str) -> list[Outcome]:
    """So many losses of power, each at a step of its own."""
    return [lose_power(image, folder, seed, weakened) for seed in range(runs)]


def failing(image: bytes, folder: Path, trouble: str) -> tuple[int, int]:
    """At how many steps the disk failed, and at how many of them something was amiss after it."""
    steps, amiss = steps_of(image), 0
    for step in range(1, steps):
        disk, said = disk_with(image, step, trouble), Acknowledged()
        disk.fails_for = 1 + step % 3
        write_stubbornly(disk, said)
        left = {name: bytes(stored.now) for name, stored in disk.files.items()}
        amiss += judge(left, folder, said) != Outcome(SESSIONS * CHUNKS, 0, "")
    return steps - 1, amiss


def main() -> int:
    """0 passed, 1 failed."""
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as after:
        image, folder = empty_file(Path(made)), Path(after)
        ours = losses(image, folder, RUNS)
        off = losses(image, folder, CONTROLS, "PRAGMA synchronous = OFF")
        normal = losses(image, folder, CONTROLS, "PRAGMA synchronous = NORMAL")
        full, full_amiss = failing(image, folder, "full")
        io, io_amiss = failing(image, folder, "io")
    found = {
        "losses_of_power": RUNS,
        "acknowledged": sum(one.acknowledged for one in ours),
        "acknowledged_lost": sum(one.lost for one in ours),
        "corrupt": sum(bool(one.corrupt) for one in ours),
        "control_runs": CONTROLS,
        "control_off_corrupt": sum(bool(one.corrupt) for one in off),
        "control_normal_losing": sum(bool(one.lost) for one in normal),
        "full_disk_steps": full,
        "full_disk_amiss": full_amiss,
        "io_error_steps": io,
        "io_error_amiss": io_amiss,
        "seconds": time.monotonic() - began_s,
    }
    for name, value in found.items():
        print(f"  {name:<24} {value:.0f}")
    keep("power_loss", found)
    wrong = sum(found[name] for name in ("acknowledged_lost", "corrupt"))
    wrong += full_amiss + io_amiss
    return 0 if not wrong and found["control_off_corrupt"] and found["control_normal_losing"] else 1


if __name__ == "__main__":
    sys.exit(main())
