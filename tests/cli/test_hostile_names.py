"""Names and strings from the air do nothing but stand there: scan, pair, session, exports.

The device calls itself, its model, serial number and firmware what would clear a terminal, turn
text around, be markup, a path or a formula, ten thousand letters long.
"""

import contextlib
import csv
import io
import json
import unicodedata
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from firmware_protocol import sig
from firmware_protocol.frames import Advertisement, uuid16
from firmware_protocol.profile import SERVICE
from simulator.device import ProfileDevice
from simulator.gatt import Identity
from simulator.models import PROBE
from simulator.person import Playback
from simulator.sensor import PERFECT
from simulator.serve import on_air
from tests.cli.conftest import Done, Run
from tests.patient import PatientClock

ADDRESS: Final = "F0:0D:CA:FE:00:01"
NASTY: Final = "=cmd|' /C x'!A0 [bold red]x[/] \x1b[2J\x07\u202e../../../etc/x\n"
LONG: Final = (NASTY + "A" * 480)[:480]
SHORT: Final = "\x1b[2J=\u202e"
"""No more fits into an advertisement beside the service."""
SPEED: Final = 8.0


class Nasty(ProfileDevice):
    """A probe that says such things of itself."""

    def read(self, uuid: str) -> bytes:
        """Its strings are hostile, all else is a probe's."""
        if uuid in {sig.MODEL, sig.SERIAL, sig.FIRMWARE, uuid16(0x2A29)}:
            return LONG.encode()[:500]
        return super().read(uuid)


def nasty() -> Nasty:
    """Pressed again and again: whenever the session begins, it sees a hold."""
    t_s = np.arange(0.0, 27.0, 0.01)
    force_n = np.interp(t_s % 9.0, [0.0, 2.0, 2.5, 8.0, 8.3, 9.0], [0, 0, 15.0, 15.0, 0, 0])
    force_n += np.random.default_rng(1).normal(0.0, 0.05, len(t_s))
    device = Nasty(PROBE, Playback(t_s, force_n), PERFECT, seed=1, boot_id=3)
    device.identity = Identity(name=SHORT, address=ADDRESS, service_uuid=SERVICE)
    return device


@pytest.fixture
def hostile(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands with that device in range, and another whose name no packet could carry."""
    clock = PatientClock(SPEED)
    other = Advertisement(address="AA:BB:CC:DD:EE:FF", name=NASTY + "B" * 10_000, rssi_dbm=-70)

    @contextlib.asynccontextmanager
    async def open_radio(
        _moniker: str | None, now: Callable[[], float], _keys: Path | None = None
    ) -> AsyncIterator[Radio]:
        async with (
            clock.led(),
            on_air(nasty(), now=clock.device_s, speed=SPEED) as bench,
            bumble_radio(bench.client, bench.client, now) as radio,
        ):
            scan = radio.scan

            async def heard(timeout_s: float) -> AsyncIterator[Advertisement]:
                yield other
                async for one in scan(timeout_s):
                    yield one

            radio.scan = heard  # type: ignore[method-assign, assignment]
            yield radio

    for module in ("scan", "pair", "session", "record"):
        monkeypatch.setattr(f"devicelink.cli.{module}.open_radio", open_radio)
    for module in ("session", "record"):
        monkeypatch.setattr(f"devicelink.cli.{module}.Clock", clock)
    monkeypatch.setattr("devicelink.cli.pairing.SCAN_S", 0.3)
    return run


def harmless(done: Done) -> None:
    """Nothing that a terminal would obey, no line that fills it."""
    for line in [*done.out.splitlines(), *done.err.splitlines()]:
        assert len(line) < 1000, line[:200]
        bad = [c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cn"}]
        assert not bad, f"{bad!r} in {line[:200]!r}"


def test_scan_and_pair(hostile: Run, tmp_path: Path) -> None:
    listed = hostile("scan", "--timeout", "0.5")
    harmless(listed)
    assert listed.code == 0
    assert "[2J=" in listed.out
    assert "[bold red]x[/]" in listed.out, "markup is text"
    told = hostile("scan", "--timeout", "0.5", "--json")
    harmless(told)
    assert {json.loads(line)["address"] for line in told.lines} == {ADDRESS, "AA:BB:CC:DD:EE:FF"}
    paired = hostile("pair", ADDRESS)
    assert paired.code == 0, paired.err
    harmless(paired)
    harmless(hostile("scan", "--timeout", "0.5"))
    missing = hostile("pair", NASTY)
    assert missing.code == 1
    harmless(missing)
    gone = hostile("forget", ADDRESS)
    assert gone.code == 0
    harmless(gone)
    assert {one.name for one in (tmp_path / "data").iterdir()} <= {
        "devices.json", "bluetooth-keys.json",
    }  # fmt: skip


def test_session_history_and_exports(hostile: Run, tmp_path: Path) -> None:
    done = hostile("session", "--plain")
    assert done.code == 0, done.err
    harmless(done)
    for arguments in (["history"], ["history", "--json"], ["show", "1"], ["show", "1", "--json"]):
        seen = hostile(*arguments)
        assert seen.code == 0, seen.err
        harmless(seen)
    (row,) = list(csv.DictReader(io.StringIO(hostile("export").out)))[:1]
    for name, cell in row.items():
        assert not cell.startswith(("=", "+", "@", "\t")), (name, cell)
        assert not set(cell) & {"\x1b", "\x07", "\u202e", "\n"}, name
        assert len(cell) < 200, name
    file = tmp_path / "all.jsonl"
    assert hostile("export", "--format", "jsonl", "-o", file).code == 0
    facts = json.loads(file.read_text("utf-8").splitlines()[0])["facts"]
    for value in facts.values():
        if isinstance(value, str):
            assert not set(value) & {"\x1b", "\x07", "\u202e", "\n"}
    harmless(hostile("session", "--json"))


def test_record(hostile: Run) -> None:
    done = hostile("record", "--seconds", "1")
    assert done.code == 0, done.err
    harmless(done)
