"""CPU of the live screen in a real pseudo-terminal: `python benchmarks/live_face.py`.

The app at 20 frames a second on a synthetic 100 Hz session that moves all the time; the baseline is
the same app in the same run whose trace draws nothing. Prints CPU % of one core for each.
"""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 10.0
SIZES = ((80, 24), (120, 40))


def measure(kind: str, size: tuple[int, int], seconds: float = SECONDS) -> tuple[float, float]:
    """CPU % of one core and kilobytes a second written to the terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    reading, writing = os.pipe()
    command = [sys.executable, __file__, kind, str(seconds), str(writing)]
    env = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, pass_fds=[writing], env=env
    )
    os.close(slave)
    os.close(writing)
    written = 0
    while child.poll() is None:
        if select.select([master], [], [], 0.1)[0]:
            try:
                written += len(os.read(master, 65536))
            except OSError:  # the child has closed its side
                break
    child.wait()
    with os.fdopen(reading) as result:
        cpu = float(result.read())
    os.close(master)
    return cpu, written / seconds / 1000


def run(kind: str, seconds: float, result: int) -> None:
    """The app itself, in the child process; writes its CPU % to a descriptor."""
    from devicelink.core.block import Block  # noqa: PLC0415
    from devicelink.session.view import View  # noqa: PLC0415 - the parent draws nothing
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415
    from devicelink.tui.trace import Trace  # noqa: PLC0415
    from tests.tui.fake_port import FakePort, view  # noqa: PLC0415

    times = np.arange(0.0, 60.0 + seconds, 0.01)
    tremor = np.random.default_rng(7).normal(0, 0.3, len(times))
    force = 22.0 + 9.0 * np.sin(times / 3.0) + tremor
    start = time.monotonic()

    class Moving(FakePort):
        """A session at 100 Hz whose force swings through the zone."""

        def view(self) -> View:
            now = 30.0 + time.monotonic() - start
            last = int(now * 100)
            trace = Block.of(times[last - 3000 : last], force[last - 3000 : last])
            return replace(self.views[0], t_s=now, force_n=float(force[last]), trace=trace)

    if kind == "baseline":
        Trace.show = lambda self, picture: None  # type: ignore[method-assign]  # noqa: ARG005
    app = DevicelinkApp(Moving(view()))
    warm = 1.0
    begin = [0.0, 0.0]

    def started() -> None:
        begin[:] = [time.process_time(), time.monotonic()]

    def finished() -> None:
        cpu = (time.process_time() - begin[0]) / (time.monotonic() - begin[1])
        os.write(result, f"{cpu * 100:.2f}".encode())
        app.exit()

    app.call_later(lambda: (app.set_timer(warm, started), app.set_timer(warm + seconds, finished)))
    app.run()


def main() -> None:
    """Both kinds at both sizes, in one run."""
    for size in SIZES:
        for kind in ("baseline", "trace"):
            cpu, kilobytes_s = measure(kind, size)
            print(
                f"live face {size[0]}x{size[1]} {kind:<8}  {cpu:5.1f} % of a core, "
                f"{kilobytes_s:6.1f} kB/s to the terminal, 20 fps"
            )


if __name__ == "__main__":
    if len(sys.argv) == 4:
        run(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
