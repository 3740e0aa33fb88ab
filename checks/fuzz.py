"""Frames that a fuzzer makes up, guided by what they reach: `./run more fuzz [--minutes 10]`.

The streams, and what is asked of each frame's meaning, are those of checks/million_frames.py: what
chance does not reach, coverage may. Needs atheris, which is no extra of ours as it has no wheels
for every system: `pip install atheris`. An input that fails is kept, its file is named.
"""

import argparse
import importlib
import re
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from checks.figures import keep

ROOT: Final = Path(__file__).resolve().parents[1]
A_STREAM: Final = 8
"""Frames of one input that go to one stream, one after the other."""


def fuzz(folder: Path, minutes: float) -> None:
    """The fuzzer itself: this process is given over to it."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["firmware_protocol", "devicelink.drivers"]):
        from checks.million_frames import decoders, drivers, golden, meanings  # noqa: PLC0415
    targets = [*drivers(), *decoders()]
    for nth, frame in enumerate(golden()):
        (folder / f"golden-{nth}").write_bytes(bytes((nth % len(targets),)) + frame)

    def one_input(data: bytes) -> None:
        """First which stream, then frames, each behind its length."""
        if not data:
            return
        feed = targets[data[0] % len(targets)][1]()
        rest = data[1:]
        meanings(feed(rest))
        for _ in range(A_STREAM):
            if not rest:
                return
            size = rest[0] % 64
            meanings(feed(rest[1 : 1 + size]))
            rest = rest[1 + size :]

    arguments = [f"-max_total_time={60 * minutes:.0f}", "-max_len=512", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], str(folder), *arguments], one_input)
    atheris.Fuzz()


def main() -> int:
    """0 passed, 1 failed, 77 where there is no atheris."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if find_spec("atheris") is None:
        print("atheris is not installed: pip install atheris")
        return 77
    if asked.folder is not None:
        fuzz(asked.folder, asked.minutes)
        return 0
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "checks.fuzz", "--folder", folder]
        done = subprocess.run(
            [*command, "--minutes", str(asked.minutes)], cwd=ROOT, check=False,
            capture_output=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    runs = int((re.findall(r"number_of_executed_units: (\d+)", done.stderr) or ["0"])[-1])
    reached = int((re.findall(r"cov: (\d+)", done.stderr) or ["0"])[-1])
    print(f"  {runs:,} inputs in {time.monotonic() - began_s:.0f} s, {reached} edges reached")
    if done.returncode != 0:
        print(done.stderr[-4000:])
        return 1
    keep("fuzz", {"runs": runs, "edges": reached, "minutes": asked.minutes})
    return 0


if __name__ == "__main__":
    sys.exit(main())
