"""No network unless asked: the program makes no connection and asks no name server."""

import subprocess
import sys
from pathlib import Path

from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.store.made import record_session

WATCHED = """
import sys

def watch(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}:
        address = arguments[1] if event == "socket.connect" else arguments
        if isinstance(address, str | bytes):
            return  # a socket of this machine's file system: its bus
        print("NETWORK", event, address, file=sys.stderr)
        sys.stderr.flush()

sys.addaudithook(watch)
from devicelink.__main__ import main
for command in sys.argv[1:]:
    print(main(command.split()), command)
"""


def test_no_connection_is_made_that_nobody_asked_for(root: Path, tmp_path: Path) -> None:
    place = Place(tmp_path)
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    commands = [
        f"history --data {tmp_path}",
        f"export --format jsonl --data {tmp_path} -o {tmp_path / 'out.jsonl'}",
        f"backup -o {tmp_path / 'copy.sqlite'} --data {tmp_path}",
        f"limits --data {tmp_path}",
        "decode tindeq 0100",
    ]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *commands],
        cwd=root, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    assert "NETWORK" not in done.stderr
    codes = [line.split()[0] for line in done.stdout.splitlines() if line.endswith(tuple(commands))]
    assert codes == ["0"] * len(commands)
