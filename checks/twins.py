"""Simulated devices as a person tries them: `./run more twins`, `./run more twins --all`.

`devicelink demo --device KIND` for each: a guided session to its end, with holds in the record and
forces in it, where it can guide one; where not, it says why and makes a free recording. Without
`--all` only two are guided, for each takes a session's time. That the forces are the hand's, sample
by sample, is tests/simulator/test_twins.py's.
"""

import asyncio
import csv
import io
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from devicelink.drivers import DRIVERS
from simulator.twins import TWINS

SPEEDS: Final = ("10", "4")
"""Times as fast as life: a machine that is too busy for the first is given the second."""
WITHIN_S: Final = 400.0
AT_ONCE: Final = 2
GUIDED: Final = ("entralpi", "squegg")
"""Those that are guided without `--all`."""


class WrongError(Exception):
    """It did not come out: how."""


def devicelink(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of ours, with a data folder of its own. Raises WrongError."""
    done = subprocess.run(
        [sys.executable, "-m", "devicelink", *arguments],
        env=dict(os.environ, DEVICELINK_DATA=str(folder)), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=WITHIN_S, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise WrongError(
            f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[-300:]}"
        )
    return done


def guided(kind: str, folder: Path, speed: str) -> str:
    """A whole session, and what of it is kept."""
    demo = ("demo", "--plain", "--device", kind, "--speed", speed, "--seed", "3")
    last = devicelink(folder, *demo).stdout.strip().splitlines()[-1:]
    holds = _rows(devicelink(folder, "export").stdout)
    samples = _rows(devicelink(folder, "export", "--what", "samples").stdout)
    if not holds or not samples:
        raise WrongError(f"{len(holds)} holds and {len(samples)} samples in the record: {last}")
    ending = {row["ending"] for row in holds}
    if ending != {"complete"}:
        raise WrongError(f"the session ended as {ending}")
    most_n = max(float(row["force_n"]) for row in samples if row["force_n"])
    return f"guided: {len(holds)} holds, {len(samples)} samples, up to {most_n:.1f} N"


def free(kind: str, folder: Path, speed: str, why_not: str) -> str:
    """A free recording, and why."""
    done = devicelink(folder, "demo", "--plain", "--device", kind, "--speed", speed)
    if why_not not in done.stderr:
        raise WrongError(f"it does not say why: {done.stderr[-200:]}")
    rows = _rows(done.stdout)
    if not rows:
        raise WrongError("nothing was recorded")
    return f"free recording: {len(rows)} samples; {why_not}"


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def tried(kind: str) -> tuple[bool, str]:
    """Whether it came out, and a line about it."""
    (driver,) = (one for one in DRIVERS if one.id == kind)
    why_not = "" if driver.measures is None else driver.measures.why_not_guided
    told = ""
    for speed in SPEEDS:
        began_s = time.monotonic()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            try:
                told = (
                    free(kind, folder, speed, why_not) if why_not else guided(kind, folder, speed)
                )
            except (WrongError, subprocess.TimeoutExpired) as error:
                told = str(error)
            else:
                return (
                    True,
                    f"passed  {kind:<18}{time.monotonic() - began_s:6.1f} s  x {speed}  {told}",
                )
    return False, f"FAILED  {kind:<18} {told}"


async def all_of_them(kinds: list[str]) -> int:
    """Each in turn, a few at once; the exit code."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        work = [loop.run_in_executor(pool, tried, kind) for kind in kinds]
        outcomes = []
        for one in work:
            outcomes.append(await one)
            print(outcomes[-1][1], flush=True)
    print(f"{sum(came_out for came_out, _ in outcomes)} of {len(kinds)} passed")
    return 0 if all(came_out for came_out, _ in outcomes) else 1


def main() -> int:
    """The exit code."""
    named = [name for name in sys.argv[1:] if name in TWINS]
    unguided = {one.id for one in DRIVERS if one.measures and one.measures.why_not_guided}
    some = [kind for kind in TWINS if kind in unguided or kind in GUIDED]
    return asyncio.run(all_of_them(named or ([*TWINS] if "--all" in sys.argv else some)))


if __name__ == "__main__":
    sys.exit(main())
