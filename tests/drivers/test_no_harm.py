"""No driver, and nothing it may ask for, can write what would harm a device or change it.

Two fences: a driver writes values of the kinds in its `commands` only, which the link checks; and
none of these kinds has a value with forbidden bytes.
"""

from collections.abc import Iterator
from enum import Enum
from itertools import islice
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.drivers import DRIVERS
from devicelink.drivers.base import DriverType, Step, Write
from firmware_protocol import b24, go_direct, profile_control
from firmware_protocol.command import Command
from firmware_protocol.frames import Frame
from firmware_protocol.messages import FrameRejected
from tests.drivers.harm import FORBIDDEN, ONLY, WRITABLE

STEPS = 60


def steps_of(kind: DriverType, rate_hz: int | None) -> Iterator[Step]:
    driver = kind.make()
    yield from islice(driver.opening(rate_hz), STEPS)
    for _ in range(3):
        yield from driver.pulse()
    asked = driver.fetch(0, 10), driver.tare(), driver.buzz(on=True), driver.buzz(on=False)
    yield from (one for one in asked if one is not None)
    yield from driver.closing()


def is_harmless(kind: DriverType, data: bytes) -> bool:
    return not data.startswith(FORBIDDEN.get(kind.id, ())) and data in ONLY.get(kind.id, {data})


@pytest.mark.parametrize("rate_hz", [None, 10, 100, 1000])
@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
def test_what_a_driver_writes_is_on_its_list(kind: DriverType, rate_hz: int | None) -> None:
    allowed = kind.make().commands
    for step in steps_of(kind, rate_hz):
        if isinstance(step, Write):
            assert isinstance(step.command, allowed)
            assert is_harmless(kind, step.data)
            assert step.uuid in WRITABLE.get(kind.id, ())


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
def test_nothing_on_the_list_does_harm(kind: DriverType) -> None:
    """All members of a list, and all values of a request that has any."""
    for allowed in kind.make().commands:
        for command in values_of(allowed):
            assert is_harmless(kind, command.serialize()), command


def values_of(allowed: Any) -> list[Any]:
    if issubclass(allowed, Enum):
        return list(allowed)
    if allowed is go_direct.Request:
        return [go_direct.Request(op, 0xFE, 1) for op in go_direct.Op]
    if allowed is b24.Unlock:
        return [b24.Unlock()]
    assert allowed in get_args(profile_control.Request), f"{allowed} is looked at by nobody"
    return []


@pytest.mark.parametrize("kind", [k for k in DRIVERS if FORBIDDEN.get(k.id)], ids=lambda k: k.id)
@given(tail=st.binary(max_size=20))
def test_a_twin_does_not_even_understand_them(kind: DriverType, tail: bytes) -> None:
    for allowed in kind.make().commands:
        assert issubclass(allowed, Command)
        for head in FORBIDDEN[kind.id]:
            assert isinstance(allowed.parse(head + tail), FrameRejected)


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
@given(frames=st.lists(st.binary(max_size=80), max_size=6))
def test_no_answer_of_a_device_makes_a_driver_do_harm(
    kind: DriverType, frames: list[bytes]
) -> None:
    """Whatever comes in, from wherever: what is written stays on the list."""
    driver = kind.make()
    sources = [step.uuid for step in steps_of(kind, 100) if hasattr(step, "uuid")] or ["x"]
    for index, step in enumerate(islice(driver.opening(100), STEPS)):
        if isinstance(step, Write):
            assert isinstance(step.command, driver.commands)
            assert is_harmless(kind, step.data)
            assert step.uuid in WRITABLE.get(kind.id, ())
        for data in frames:
            source = sources[index % len(sources)]
            assert isinstance(driver.decode(Frame(float(index), source, data)), tuple)
            driver.reply_token(Frame(float(index), source, data))
    for step in (*driver.pulse(), *driver.closing()):
        assert not isinstance(step, Write) or is_harmless(kind, step.data)
