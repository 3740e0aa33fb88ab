"""Drivers that others add by an entry point: found, ordered, fenced in where they are broken."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from types import SimpleNamespace
from typing import Any

import pytest

from devicelink.drivers import DRIVERS
from devicelink.drivers.base import Driver, DriverType, Pause
from devicelink.link.port import DriverError
from devicelink.link.registry import Registry, gathered
from examples import custom_driver
from firmware_protocol.frames import Advertisement, Frame, uuid16
from firmware_protocol.messages import FrameRejected, Readings
from firmware_protocol.profile import SERVICE

THUMB = Advertisement(address="x", name="Thumb-7", service_uuids=(custom_driver.SERVICE,))


def point(value: str, name: str = "one") -> EntryPoint:
    return EntryPoint(name=name, value=value, group="devicelink.drivers")


def added(monkeypatch: pytest.MonkeyPatch, **parts: Any) -> Registry:
    """A registry to which a driver was added with these parts instead of its own."""
    inner = SimpleNamespace(
        needs_bond=False, pulse_s=None, commands=(), boot_id=None, capabilities=None,
        opening=lambda _rate: (), decode=lambda _frame: (), reply_token=lambda _frame: None,
        pulse=tuple, closing=tuple, fetch=lambda _first, _count: None, tare=lambda: None,
    )  # fmt: skip
    facts: dict[str, Any] = {"id": "odd", "label": "Odd", "matches": bool, "make": lambda: inner}
    for name, part in parts.items():
        if name in facts:
            facts[name] = part
        else:
            setattr(inner, name, part)
    monkeypatch.setattr(custom_driver, "DRIVER", DriverType(**facts))
    return gathered([point("examples.custom_driver:DRIVER")])


def odd(monkeypatch: pytest.MonkeyPatch, **parts: Any) -> Driver:
    (kind,) = added(monkeypatch, **parts).added
    return kind.make()


def fails(*_: Any) -> Any:
    raise RuntimeError("what others wrote \x1b[31m")


def test_one_file_adds_a_device() -> None:
    found = gathered([point("examples.custom_driver:DRIVER")])
    assert (found.broken, len(found.drivers)) == ((), len(DRIVERS) + 1)
    kind = next(kind for kind in found.drivers if kind.matches(THUMB))
    assert (kind.id, kind.label) == ("thumbscale", "Thumbscale")
    assert "not verified on hardware" in kind.remarks
    (readings,) = kind.make().decode(Frame(0.0, custom_driver.FORCE, bytes.fromhex("c409")))
    assert isinstance(readings, Readings)
    assert readings.force_n == pytest.approx((25.0,))


def test_it_stands_behind_devices_with_a_name_and_before_what_many_offer() -> None:
    ids = [kind.id for kind in gathered([point("examples.custom_driver:DRIVER")]).drivers]
    assert ids.index("bookoo") < ids.index("thumbscale") < ids.index("sig_force")


def test_one_that_claims_everything_gets_neither_our_devices_nor_another_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = added(monkeypatch, matches=lambda _heard: True)
    probe = Advertisement(address="x", name="DL-Probe", service_uuids=(SERVICE,))
    assert next(kind.id for kind in found.drivers if kind.matches(probe)) == "open_profile"
    gauge = Advertisement(address="x", service_uuids=(uuid16(0x185A),))
    assert next(kind.id for kind in found.drivers if kind.matches(gauge)) == "odd"
    (broken,) = added(monkeypatch, id="tindeq").broken
    assert "taken already" in broken.why


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("no_such_module:DRIVER", "ModuleNotFoundError"),
        ("examples.custom_driver:NOTHING", "AttributeError"),
        ("examples.custom_driver:SERVICE", "no DriverType"),
        ("tests.link.broken_driver:DRIVER", "SystemExit"),
    ],
)
def test_one_that_cannot_be_loaded_is_left_out_and_told(value: str, why: str) -> None:
    found = gathered(
        [point(value, "odd \x1b[31m one"), point("examples.custom_driver:DRIVER", "z")]
    )
    assert found.drivers[: len(DRIVERS)][0] is DRIVERS[0]
    assert [kind.id for kind in found.added] == ["thumbscale"]
    (broken,) = found.broken
    assert why in broken.why
    assert "\x1b" not in broken.name + broken.why


def test_what_it_raises_when_asked_is_fenced_in(monkeypatch: pytest.MonkeyPatch) -> None:
    (kind,) = added(monkeypatch, matches=fails).added
    assert not kind.matches(THUMB)
    with pytest.raises(DriverError, match="added driver odd failed"):
        odd(monkeypatch, make=fails)
    driver = odd(
        monkeypatch, decode=fails, reply_token=fails, pulse=fails, closing=fails, fetch=fails,
        tare=fails, opening=fails, commands=3,
    )  # fmt: skip
    (rejected,) = driver.decode(Frame(0.0, "x", b"\x01"))
    assert isinstance(rejected, FrameRejected)
    assert rejected.data == b"\x01"
    assert driver.reply_token(Frame(0.0, "x", b"")) is None
    assert driver.pulse() == driver.closing() == ()
    told = (driver.fetch(0, 1), driver.tare(), driver.boot_id, driver.capabilities)
    assert told == (None, None, None, None)
    with pytest.raises(DriverError):
        _ = driver.commands
    with pytest.raises(DriverError) as error:
        list(driver.opening(None))
    assert "\x1b" not in error.value.why


@pytest.mark.parametrize("decoded", [None, 3, ("text",), (None,)])
def test_what_is_no_message_is_a_rejected_frame(
    monkeypatch: pytest.MonkeyPatch, decoded: Any
) -> None:
    driver = odd(monkeypatch, decode=lambda _frame: decoded)
    (rejected,) = driver.decode(Frame(0.0, "x", b"\x01"))
    assert isinstance(rejected, FrameRejected)


def test_steps_that_are_none_or_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_rate: int | None) -> Iterator[Pause]:
        while True:
            yield Pause(0.0)

    assert len(list(odd(monkeypatch, opening=endless).opening(None))) == 1000
    with pytest.raises(DriverError, match="no step"):
        list(odd(monkeypatch, opening=lambda _rate: ("start",)).opening(None))
