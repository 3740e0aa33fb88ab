"""CPU of a live session in a real terminal: `python benchmarks/live_session.py`.

`devicelink session` in a pseudo-terminal, connected to `devicelink simulate` in another process
over loopback, 100 Hz. Measured is the client alone, by its own clock, over 30 s of a hand that
wavers in and out of the band (the trace moves all the time) and 30 s of a steady one (the listening
window, nothing but dots); the baseline is the same session with --plain in the same run. Target: at
most 25 % of a core.
"""

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.machine import load
from devicelink.store.history import History
from devicelink.store.place import Place

ROOT = Path(__file__).resolve().parents[1]
RATE_HZ = 100.0
WAVERING_S, STEADY_S, END_S = (11.0, 41.0), (46.0, 76.0), 82.0
"""When to measure, in seconds after the first sample, and how long the hand presses."""
KEYS = ((2.0, "5"), (9.0, "y"))
"""Pain before is 5; yes, this is the familiar pain."""
SCREEN = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
CPU = struct.Struct("d")


def write_hand(path: Path) -> None:
    """The force as a file to play: in contact from 4 s on, at rest after the wavering.

    Wavering, it is in the band for a third of the time, so that no goal is reached before its time.
    """
    t_s = np.arange(0.0, END_S, 1 / RATE_HZ)
    wavering_n = 16.5 + 7.0 * np.sin(t_s * 2 * np.pi / 3.0)
    tremor_n = np.random.default_rng(7).normal(0.0, 0.3, len(t_s))
    wanted_n = np.where(t_s < WAVERING_S[1] + 1.0, wavering_n, 25.0)
    force_n = np.clip((t_s - 4.0) / 3.5, 0.0, 1.0) * (wanted_n + tremor_n)
    rows = zip(t_s.tolist(), force_n.tolist(), strict=True)
    path.write_text("t_s,force_n\n" + "".join(f"{t:.3f},{n:.3f}\n" for t, n in rows), "utf-8")


def environment(data: Path) -> dict[str, str]:
    """For children: a good terminal, this project's modules, and a folder of their own."""
    return os.environ | SCREEN | {"PYTHONPATH": str(ROOT), "DEVICELINK_DATA": str(data)}


class Client:
    """`devicelink session` in a terminal of its own, which is read as fast as it writes."""

    def __init__(self, arguments: list[str], size: tuple[int, int], data: Path) -> None:
        self._terminal, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        asked, self._ask = os.pipe()
        self._answers, answer = os.pipe()
        command = [sys.executable, __file__, "client", str(asked), str(answer), *arguments]
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, pass_fds=[asked, answer],
            env=environment(data), start_new_session=True,
        )  # fmt: skip
        for descriptor in (theirs, asked, answer):
            os.close(descriptor)
        self.written = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):  # the client has closed its side
            while data := os.read(self._terminal, 65536):
                self.written += len(data)

    def cpu_s(self) -> float:
        """Seconds of CPU that the client has used so far, by its own account."""
        os.write(self._ask, b"?")
        used_s: float = CPU.unpack(os.read(self._answers, CPU.size))[0]
        return used_s

    def type(self, text: str) -> None:
        """Keys into the terminal."""
        os.write(self._terminal, text.encode())

    def close(self) -> None:
        """Wait until it has ended."""
        try:
            self._process.wait(20.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        self._reader.join(5.0)
        for descriptor in (self._terminal, self._ask, self._answers):
            os.close(descriptor)


def be_client(asked: int, answer: int, arguments: list[str]) -> int:
    """The client's process: the program itself, and a thread that tells its CPU when asked."""
    from devicelink.__main__ import main as devicelink  # noqa: PLC0415 - the parent runs none

    def tell() -> None:
        while os.read(asked, 1):
            os.write(answer, CPU.pack(time.process_time()))

    threading.Thread(target=tell, daemon=True).start()
    return devicelink(arguments)


@contextlib.contextmanager
def simulator(hand: Path, data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`devicelink simulate` on a free port: the moniker to join it by, and the process."""
    command = [sys.executable, "-m", "devicelink", "simulate", "--radio", "tcp:127.0.0.1:0"]
    with subprocess.Popen(
        [*command, "--play", str(hand)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(data),
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process
        finally:
            process.terminate()


def until_streaming(process: subprocess.Popen[str]) -> float:
    """Wait for the first sample; the time it was sent."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        if line.startswith("streaming at"):
            return time.monotonic()
        said.append(line)
    raise RuntimeError(f"the simulated device never streamed: {''.join(said)}")


def wait_until(at_s: float) -> None:
    """Sleep to a monotonic time."""
    time.sleep(max(0.0, at_s - time.monotonic()))


def window(client: Client, begin_s: float, end_s: float) -> tuple[float, float]:
    """CPU as a share of a core, and kilobytes a second to the terminal."""
    wait_until(begin_s)
    used_s, written, from_s = client.cpu_s(), client.written, time.monotonic()
    wait_until(end_s)
    took_s = time.monotonic() - from_s
    return (client.cpu_s() - used_s) / took_s, (client.written - written) / took_s / 1000


def measure(name: str, size: tuple[int, int], plain: bool, hand: Path, data: Path) -> None:  # noqa: FBT001
    """One session from the first sample to the end; prints its line."""
    with simulator(hand, data) as (moniker, process):
        arguments = ["session", "--radio", moniker, "--device", "DL-Probe"]
        client = Client([*arguments, *(["--plain"] if plain else [])], size, data)
        start_s = until_streaming(process)
        for at_s, key in KEYS:
            wait_until(start_s + at_s)
            client.type(f"{key}\n" if plain else key)
        found = {
            what: window(client, start_s + begin_s, start_s + end_s)
            for what, (begin_s, end_s) in {"wavering": WAVERING_S, "steady": STEADY_S}.items()
        }
        client.type("q\n" if plain else "\x11")
        client.close()
    print(f"  {name:<18}" + "".join(
        f"  {what} {cpu:6.1%}, {kilobytes:5.1f} kB/s" for what, (cpu, kilobytes) in found.items()
    ) + f"   ({phases(data)})")  # fmt: skip


def phases(data: Path) -> str:
    """How long the session really was in each phase, out of its record."""
    with History(Place.of(data)) as history:
        session = history.session(1)
    changes = [(r.t_s, str(r.body["phase"])) for r in session.records if r.kind == "phase_changed"]
    ends = [t_s for t_s, _ in changes[1:]] + [session.row.duration_s]
    spent = [(phase, end_s - t_s) for (t_s, phase), end_s in zip(changes, ends, strict=True)]
    return ", ".join(f"{phase} {spent_s:.0f} s" for phase, spent_s in spent if spent_s >= 0.5)


def main() -> None:
    """The baseline, then the screen at both sizes, in one run."""
    print(f"live session, 100 Hz, client alone, CPU % of one core (target 25 %); {load()}")
    with tempfile.TemporaryDirectory() as folder:
        hand = Path(folder) / "hand.csv"
        write_hand(hand)
        for name, size, plain in (
            ("--plain (baseline)", (80, 24), True),
            ("screen 80x24", (80, 24), False),
            ("screen 120x40", (120, 40), False),
        ):
            measure(name, size, plain, hand, Path(folder) / name.partition(" (")[0])
    print(f"  afterwards {load()}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["client"]:
        sys.exit(be_client(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
    main()
