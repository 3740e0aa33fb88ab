"""No network unless asked: no connection, no name server, nothing that listens.

Every command that reads, keeps, coaches or looks for devices runs with its sockets guarded. What
may be reached is named here, one by one: the bus through which Linux tells of its Bluetooth, and a
radio over TCP and a page to watch on where the command line asks for them.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.cli.processes import lines_until, on_air
from tests.store.made import record_session


def guarded(allowed: list[object], *commands: str) -> list[str]:
    return [sys.executable, "-m", "tests.guarded_sockets", json.dumps(allowed), *commands]


def run(root: Path, allowed: list[object], *commands: str, bus: str = "") -> tuple[list[str], str]:
    """The exit code of each command, and what was said and refused."""
    done = subprocess.run(
        guarded(allowed, *commands),
        cwd=root, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True,
        env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"},
    )  # fmt: skip
    codes = [line.split()[0] for line in done.stdout.splitlines() if line.endswith(commands)]
    return codes, done.stderr


def test_no_connection_is_made_that_nobody_asked_for(root: Path, tmp_path: Path) -> None:
    """What reads and keeps; and a whole demonstration, whose air is in the process itself."""
    place = Place(tmp_path)
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    commands = [
        f"history --data {tmp_path}",
        f"export --format jsonl --data {tmp_path} -o {tmp_path / 'out.jsonl'}",
        f"report -o {tmp_path / 'page.html'} --data {tmp_path}",
        f"report -o {tmp_path / 'page.pdf'} --data {tmp_path}",
        f"backup -o {tmp_path / 'copy.sqlite'} --data {tmp_path}",
        f"limits --data {tmp_path}",
        "decode tindeq 0100",
        f"demo --json --speed 20 --programme short --data {tmp_path / 'demo'}",
    ]
    codes, said = run(root, [], *commands)
    assert "NETWORK" not in said
    assert "ALLOWED" not in said
    assert codes == ["0"] * len(commands)


@pytest.mark.skipif(sys.platform != "linux", reason="Bluetooth is not reached by a socket there")
def test_looking_for_devices_asks_the_bus_of_this_computer_alone(
    root: Path, tmp_path: Path
) -> None:
    """It is another's here, and not there, so that the end is the same on every machine."""
    bus = str(tmp_path / "no_bus")
    commands = [
        "scan --timeout 0.3",
        f"doctor --data {tmp_path}",
        f"session --plain --data {tmp_path}",
    ]
    codes, said = run(root, [bus], *commands, bus=bus)
    assert "NETWORK" not in said
    assert said.count(f"ALLOWED socket.connect {bus}") >= len(commands)
    assert said.count("ALLOWED") == said.count(f"ALLOWED socket.connect {bus}")
    assert codes == ["1"] * len(commands), "there is no Bluetooth, and that is said"


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("watch", [(), ("--watch",)])
def test_a_session_reaches_the_radio_that_was_named_and_listens_only_if_asked(
    root: Path, tmp_path: Path, watch: tuple[str, ...]
) -> None:
    with on_air(tmp_path / "air") as (_, moniker):
        radio = ["127.0.0.1", int(moniker.rpartition(":")[2])]
        here = ["127.0.0.1", 0]
        asked = " ".join(("session --json --radio", moniker, *watch, f"--data {tmp_path / 'data'}"))
        with subprocess.Popen(
            guarded([radio, here] if watch else [radio], asked),
            cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        ) as session:  # fmt: skip
            try:
                lines_until(session, '"touched"')
                session.send_signal(signal.SIGINT)
                _, said = session.communicate(timeout=30)
            finally:
                session.kill()
    assert "NETWORK" not in said
    assert f"ALLOWED socket.connect {tuple(radio)}" in said
    assert said.count("ALLOWED socket.bind") == len(watch)


@pytest.mark.parametrize(
    "reaching",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.socket().bind(('127.0.0.1', 0))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "socket.getaddrinfo('a.invalid', 80)",
        "socket.socket(socket.AF_UNIX).connect('/else')",
        "socket.socket(socket.AF_INET6)",
        "subprocess.run(['true'])",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="loopback is allowed there")
def test_the_guard_refuses_what_it_is_to_refuse(root: Path, reaching: str) -> None:
    code = (
        "import socket, subprocess, sys\n"
        "from tests.guarded_sockets import guard\n"
        f"sys.addaudithook(guard)\n{reaching}"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert "NETWORK" in done.stderr
    assert "PermissionError" in done.stderr
