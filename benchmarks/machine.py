"""What every benchmark says beside its figures: how busy the machine is, and how times spread.

No benchmark itself: it has no `main`, so `./run bench` leaves it out.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import numpy as np


def load() -> str:
    """The machine's load over the last minute, our own part of it included."""
    if not hasattr(os, "getloadavg"):
        return f"load unknown, {os.cpu_count()} cores"
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def spread(times_s: Sequence[float]) -> str:
    """Median, 99th percentile and worst of times in seconds, in milliseconds."""
    if not times_s:
        return "nothing measured"
    p50, p99, worst = np.percentile(np.array(times_s) * 1e3, (50, 99, 100))
    return f"p50 {p50:6.2f}  p99 {p99:6.2f}  max {worst:6.2f} ms"


SLEEPER: Final = """
import sys, time
while True:
    began_s = time.perf_counter()
    time.sleep(0.005)
    print(time.perf_counter() - began_s - 0.005, flush=True)
"""


@contextmanager
def sleeper() -> Iterator[list[float]]:
    """How late another process is woken, second by second, while the block lasts."""
    late_s: list[float] = []
    with subprocess.Popen([sys.executable, "-c", SLEEPER], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = process.stdout

        def read() -> None:
            late_s.extend(float(line) for line in said)

        reading = threading.Thread(target=read)
        reading.start()
        yield late_s
        process.terminate()
        reading.join()
