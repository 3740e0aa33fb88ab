"""Paired once, a session finds the device by itself, and takes no other in its place: issue 6.6."""

import json
import signal
import socket
import sys
from pathlib import Path

import pytest

from devicelink.cli.mine import known_of, paired_of
from devicelink.link.identity import Identity
from devicelink.link.port import Bond
from devicelink.link.search import search
from devicelink.store.devices import Paired, note_battery, paired, remember
from devicelink.store.place import Place
from tests.cli.conftest import run_command
from tests.cli.processes import command, lines_until, on_air

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")


def test_a_device_is_remembered_with_all_it_shows() -> None:
    shown = Identity(driver="open_profile", table="ab", serial="1", model="P", maker="m")
    kept = paired_of("F0:01", "mine", None, shown, Bond.SECURE)
    known = known_of(kept)
    assert (known.identity, known.bonded, known.name) == (shown, True, "mine")
    assert not paired_of("F0:01", "mine", "usb:0", shown, Bond.SYSTEM).bonded
    assert known_of(Paired("F0:01", "old")).identity is None


def test_its_charge_is_kept_where_it_is_remembered(tmp_path: Path) -> None:
    place = Place(tmp_path)
    remember(place, Paired("F0:01", "mine"))
    note_battery(place, "F0:01", 3)
    note_battery(place, "F0:02", 9)
    assert [one.battery_pct for one in paired(place)] == [3]


def test_a_spoof_in_a_session_is_told_and_the_record_flagged(tmp_path: Path) -> None:
    """The air dies and comes back with another device under the same name, address and key."""
    data, air = tmp_path / "data", tmp_path / "air"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"tcp:127.0.0.1:{probe.getsockname()[1]}"
    with command(air, "simulate", "--radio", place, "--seed", "1") as device:
        assert device.stdout is not None
        moniker = device.stdout.readline().strip()
        with command(data, "session", "--json", "--radio", moniker) as session:
            lines_until(session, '"phase_changed"')
            device.kill()
            device.wait()
            with command(air, "simulate", "--radio", place, "--seed", "2"):
                told = json.loads(lines_until(session, '"stranger_refused"')[-1])
                assert "another serial number" in told["detail"]
                said = json.loads(lines_until(session, '"stranger"')[-1])
                assert said["phrase"] == "stranger"
                session.send_signal(signal.SIGINT)
                _, err = session.communicate(timeout=30)
    assert session.returncode == 0, err
    out = tmp_path / "all.jsonl"
    assert run_command("--data", data, "export", "--format", "jsonl", "-o", out).code == 0
    assert json.loads(out.read_text().splitlines()[0])["facts"]["device_trust"] == "refused"
    assert run_command("replay", "--json", out).code == 0, "the record replays with it"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A person's folder and the device's; the two were paired."""
    data, air = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("air")
    with on_air(air, "--seed", "1") as (_, moniker):
        done = run_command("--data", data, "pair", "dl-probe", "--radio", moniker)
        assert done.code == 0, done.err
        assert "LE Secure Connections" in done.err
        told = run_command("--data", data, "scan", "--radio", moniker, "--timeout", "1")
        assert "yours, supported" in told.out
    return data, air


def test_found_by_itself_and_proved(own: tuple[Path, Path], tmp_path: Path) -> None:
    data, air = own
    with on_air(air, "--seed", "1") as (_, moniker):
        with command(data, "session", "--json", "--radio", moniker) as session:
            lines_until(session, '"phase_changed"')
            session.send_signal(signal.SIGINT)
            _, err = session.communicate(timeout=30)
        assert session.returncode == 0, err
    out = tmp_path / "all.jsonl"
    assert run_command("--data", data, "export", "--format", "jsonl", "-o", out).code == 0
    assert json.loads(out.read_text().splitlines()[0])["facts"]["device_trust"] == "proved"


def test_a_spoof_is_not_coached_with(own: tuple[Path, Path]) -> None:
    """It has the name, the address and even the key; its serial number is another."""
    data, air = own
    with on_air(air, "--seed", "2") as (_, moniker):
        refused = run_command("--data", data, "session", "--json", "--radio", moniker)
    assert (refused.code, refused.out) == (1, "")
    why, what = refused.err.splitlines()[-2:]
    assert why.endswith("another serial number. It is not used.")
    assert "devicelink forget" in what


def test_ones_own_is_not_there_and_another_is(
    own: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, air = own
    monkeypatch.setattr("devicelink.cli.record.OPEN_S", 4.0)
    monkeypatch.setattr(
        "devicelink.link.supervisor.search", lambda radio, choice, _for_s: search(radio, choice, 1)
    )
    with on_air(air, "--device", "ball") as (_, moniker):
        none = run_command("--data", data, "record", "--radio", moniker, "--seconds", "1")
    assert none.code == 1
    assert "Of your devices none is heard (DL-Probe)." in none.err
    assert "In range is DL-Ball: pair it" in none.err
