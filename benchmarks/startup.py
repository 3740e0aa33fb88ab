"""How fast the command line answers: `python benchmarks/startup.py`.

`devicelink --help` as a module and, where it is installed, as a command; the baseline is the bare
interpreter in the same run. Runs take turns, so that whatever else the machine does hits all alike.
Target: at most 8 times the baseline.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.machine import load

ROOT = Path(__file__).resolve().parents[1]
RUNS = 15
BARE = "python -c pass"


def commands() -> dict[str, list[str]]:
    """What is timed, by name; the baseline first."""
    python = sys.executable
    timed = {
        BARE: [python, "-c", "pass"],
        "python -m devicelink --help": [python, "-m", "devicelink", "--help"],
    }
    script = Path(python).parent / ("devicelink.exe" if os.name == "nt" else "devicelink")
    if script.exists():
        timed["devicelink --help"] = [str(script), "--help"]
    return timed


def took_s(command: list[str]) -> float:
    """Wall seconds of one run."""
    begin_s = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, cwd=ROOT, check=True)
    return time.perf_counter() - begin_s


def main() -> None:
    """Each command once for the caches, then all in turn."""
    timed = commands()
    times_s: dict[str, list[float]] = {name: [] for name in timed}
    before = load()
    for turn in range(RUNS + 1):
        for name, command in timed.items():
            one_s = took_s(command)
            if turn:
                times_s[name].append(one_s)
    bare_s = statistics.median(times_s[BARE])
    print(f"start of the command line, median of {RUNS} runs in turn; {before}, then {load()}")
    for name, found_s in times_s.items():
        median_s = statistics.median(found_s)
        print(
            f"  {name:<28} {median_s * 1e3:6.1f} ms (best {min(found_s) * 1e3:6.1f}), "
            f"{median_s / bare_s:4.1f} times bare (target 8)"
        )


if __name__ == "__main__":
    main()
