"""Commands in processes of their own, ended whatever happens."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Process = subprocess.Popen[str]


@contextmanager
def command(data: Path, *arguments: str | Path) -> Iterator[Process]:
    """`devicelink` with its pipes, nobody at the keyboard; killed at the block's end."""
    with subprocess.Popen(
        [sys.executable, "-m", "devicelink", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "DEVICELINK_DATA": str(data)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def on_air(data: Path, *options: str | Path) -> Iterator[tuple[Process, str]]:
    """A simulated device on a free port, and the moniker to join it by."""
    with command(data, "simulate", "--radio", "tcp:127.0.0.1:0", *options) as process:
        assert process.stdout is not None
        moniker = process.stdout.readline().strip()
        assert moniker.startswith("tcp-client:127.0.0.1:"), process.stderr
        yield process, moniker


def lines_until(process: Process, word: str) -> list[str]:
    """Lines of standard output up to the first with that word in it."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            return lines
    assert process.stderr is not None
    raise AssertionError(f"ended without {word}: {process.stderr.read()}")
