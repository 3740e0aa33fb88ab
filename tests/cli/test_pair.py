"""`devicelink pair` and `forget`: bonded, remembered with what it shows, forgotten with keys."""

import contextlib
import json
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from devicelink.errors import LinkError
from devicelink.link import trouble
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.store.devices import Paired, key_file, paired, remember
from devicelink.store.place import Place
from firmware_protocol.frames import Advertisement
from firmware_protocol.profile import SERVICE
from simulator.serve import Setup, make, on_air
from tests.cli.conftest import Run

ADDRESS = "F0:0D:CA:FE:00:01"
Near = Callable[..., None]


class Broken(contextlib.AbstractAsyncContextManager[Radio]):
    """A radio that is not to be had."""

    def __init__(self, error: LinkError) -> None:
        self.error = error

    async def __aenter__(self) -> Radio:
        raise self.error

    async def __aexit__(self, *_: object) -> None:
        """Nothing was opened."""


@pytest.fixture
def place(tmp_path: Path, near: Near, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The folder that the command keeps things in; a probe is in range."""
    near("pair")
    monkeypatch.setattr("devicelink.cli.pairing.SCAN_S", 0.2)
    return Place(tmp_path / "data")


def beside(
    monkeypatch: pytest.MonkeyPatch, kind: str, also: tuple[Advertisement, ...] = ()
) -> None:
    """A device of this kind is in range, and what else is heard there."""

    @contextlib.asynccontextmanager
    async def open_radio(
        _moniker: str | None, now: Callable[[], float], key_file: Path | None = None
    ) -> AsyncIterator[Radio]:
        async with on_air(make(Setup(kind=kind, routine=False))) as bench:
            client = bench.client
            async with bumble_radio(client, client, now, key_file) as radio:
                scan = radio.scan

                async def heard(timeout_s: float) -> AsyncIterator[Advertisement]:
                    for one in also:
                        yield one
                    async for one in scan(timeout_s):
                        yield one

                radio.scan = heard  # type: ignore[method-assign, assignment]
                yield radio

    monkeypatch.setattr("devicelink.cli.pair.open_radio", open_radio)


@pytest.mark.parametrize("name", ["dl-probe", "DL-Probe", ADDRESS, ADDRESS.lower()])
def test_by_name_or_address_in_any_case(run: Run, place: Place, name: str) -> None:
    done = run("pair", name)
    assert (done.code, done.out) == (0, f"Paired with DL-Probe ({ADDRESS}).\n")
    assert "LE Secure Connections" in done.err
    (known,) = paired(place)
    assert (known.address, known.label, known.via) == (ADDRESS, "DL-Probe", "system")
    assert (known.driver, known.serial, known.model) == ("open_profile", "SIM00000", "P-100")
    assert known.bonded
    assert len(known.table) == 16
    assert json.loads(key_file(place).read_text())
    if os.name == "posix":
        assert key_file(place).stat().st_mode & 0o077 == 0


def test_as_json(run: Run, place: Place) -> None:
    told = json.loads(run("pair", "dl-probe", "--json").out)
    assert (told["serial"], told["bond"], told["bonded"]) == (
        "SIM00000", "LE Secure Connections", True,
    )  # fmt: skip


def test_an_open_device_is_said_to_be_open(
    run: Run, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside(monkeypatch, "tindeq")
    done = run("pair", "Progressor_1234")
    found = done.err + done.out
    assert done.code == 0, found
    assert "It is open: anyone near can read or fake this." in done.err
    assert "measures pulling only" in done.err
    assert not paired(place)[0].bonded


def test_one_that_only_broadcasts(run: Run, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    beside(monkeypatch, "whc06")
    done = run("pair", "IF_B7")
    assert done.code == 0, done.err
    assert "only broadcasts" in done.err


def test_a_battery_nearly_empty_is_told_and_kept(run: Run, place: Place, near: Near) -> None:
    near("pair", "low_battery")
    done = run("pair", "dl-probe")
    assert done.code == 0
    assert "Its battery is at 11 %: charge it" in done.err
    assert paired(place)[0].battery_pct == 11


def test_two_alike_are_asked_about(run: Run, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = Advertisement(address="AA:BB:CC:DD:EE:FF", name="DL-Probe", service_uuids=(SERVICE,))
    beside(monkeypatch, "probe", also=(twin,))
    done = run("pair", "dl-probe")
    assert done.code == 1
    assert ADDRESS in done.err
    assert "AA:BB:CC:DD:EE:FF" in done.err
    assert "by its address" in done.err
    assert run("pair", ADDRESS).code == 0


def test_forgotten_with_its_keys(run: Run, place: Place) -> None:
    run("pair", "dl-probe")
    assert ADDRESS in key_file(place).read_text()
    done = run("forget", "dl-probe")
    assert (done.code, done.out, done.err) == (0, f"Forgot DL-Probe ({ADDRESS}).\n", "")
    assert paired(place) == []
    assert ADDRESS not in key_file(place).read_text()
    again = run("forget", "dl-probe")
    assert again.code == 2
    assert "No device called dl-probe was paired." in again.err


def test_forgotten_although_its_radio_is_gone(
    run: Run, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("pair", "dl-probe")
    off = trouble.switched_off()
    monkeypatch.setattr("devicelink.cli.pair.open_radio", lambda *_: Broken(off))
    done = run("forget", "dl-probe")
    assert done.code == 0
    assert "may still be there" in done.err
    assert "Bluetooth is switched off." in done.err
    assert paired(place) == []


def test_one_that_another_program_holds(
    run: Run, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that is connected is not heard: which may be why, and what to do, is said."""

    @contextlib.asynccontextmanager
    async def open_radio(
        _moniker: str | None, now: Callable[[], float], key_file: Path | None = None
    ) -> AsyncIterator[Radio]:
        async with on_air(make(Setup(routine=False))) as bench:
            theirs, ours = bench.client, bench.new_client()
            async with (
                bumble_radio(theirs, theirs, now) as phone,
                bumble_radio(ours, ours, now, key_file) as radio,
            ):
                held = await phone.connect(ADDRESS, lambda _frame: None, lambda: None, 5.0)
                yield radio
                await held.close()

    monkeypatch.setattr("devicelink.cli.pair.open_radio", open_radio)
    done = run("pair", "dl-probe")
    assert done.code == 1
    why, what = done.err.splitlines()
    assert why == "No device dl-probe is heard."
    assert "If a phone or another program holds it, close that first." in what


def test_one_that_is_not_there(run: Run, place: Place) -> None:
    done = run("pair", "nobody")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 2
    assert paired(place) == []


def test_one_that_refuses_is_not_remembered(run: Run, place: Place, near: Near) -> None:
    near("pair", "pair_refused")
    done = run("pair", "dl-probe")
    assert done.code == 1
    assert "refused to pair" in done.err
    assert paired(place) == []


def test_the_list_of_devices_spoilt(run: Run, place: Place) -> None:
    remember(place, Paired(ADDRESS, "DL-Probe"))
    (place.folder / "devices.json").write_text("{")
    done = run("forget", "dl-probe")
    assert done.code == 1
    assert "cannot be read" in done.err


def test_a_list_of_before_there_were_identities_is_read(place: Place) -> None:
    place.make_folder()
    (place.folder / "devices.json").write_text(f'[{{"address":"{ADDRESS}","label":"DL-Probe"}}]')
    (known,) = paired(place)
    assert (known.address, known.driver, known.bonded) == (ADDRESS, "", False)


@pytest.mark.parametrize(
    "error",
    [trouble.switched_off(), trouble.no_permission(), trouble.no_service(), trouble.no_adapter()],
    ids=["off", "permission", "service", "adapter"],
)
def test_a_radio_that_is_not_to_be_had_is_told_as_what_it_is(
    run: Run, place: Place, monkeypatch: pytest.MonkeyPatch, error: LinkError
) -> None:
    monkeypatch.setattr("devicelink.cli.pair.open_radio", lambda *_: Broken(error))
    done = run("pair", "dl-probe")
    assert (done.code, done.err.splitlines()) == (1, [error.why, error.what_to_do])
