"""Which device is meant, in a search: one's own, the only one there is, or a question back."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from devicelink.errors import LinkError
from devicelink.link.choice import Choice
from devicelink.link.identity import Known
from devicelink.link.port import Connection, ManyError
from devicelink.link.search import search
from firmware_protocol.frames import Advertisement
from firmware_protocol.profile import SERVICE

MINE = Known(address="F0:00:00:00:00:01", name="DL-Probe")


def heard(number: int, name: str | None = "DL-Probe", service: str = SERVICE) -> Advertisement:
    return Advertisement(
        address=f"F0:00:00:00:00:{number:02}", name=name, service_uuids=(service,), rssi_dbm=-50
    )


class Air:
    """A radio that hears these, again and again."""

    is_alive = True

    def __init__(self, *heard: Advertisement) -> None:
        self._heard = heard

    async def scan(self, timeout_s: float) -> AsyncGenerator[Advertisement, None]:
        end_s = asyncio.get_running_loop().time() + timeout_s
        while asyncio.get_running_loop().time() < end_s:
            for one in self._heard:
                yield one
            await asyncio.sleep(0.01)

    async def connect(self, *_: object) -> Connection:
        raise AssertionError("nobody connects")

    async def forget(self, address: str) -> None:
        raise AssertionError(f"nobody forgets {address}")


async def found(choice: Choice, *devices: Advertisement) -> str | None:
    is_heard = await search(Air(*devices), choice, 0.7)
    return choice.address if is_heard else None


async def test_ones_own_is_taken_whatever_else_is_there() -> None:
    choice = Choice(None, mine=[MINE])
    assert await found(choice, heard(2), heard(1, "other name"), heard(3)) == MINE.address
    assert choice.known is MINE


async def test_of_several_of_ones_own_the_one_that_is_on() -> None:
    other = Known(address="F0:00:00:00:00:09", name="DL-Ball")
    choice = Choice(None, mine=[other, MINE])
    assert await found(choice, heard(1), heard(2)) == MINE.address
    assert choice.known is MINE


@pytest.mark.parametrize("wanted", [None, "dl-probe"])
async def test_two_alike_are_a_question_to_the_person(wanted: str | None) -> None:
    with pytest.raises(ManyError) as told:
        await found(Choice(wanted), heard(1), heard(2))
    assert "f0:00:00:00:00:01" in told.value.why
    assert "f0:00:00:00:00:02" in told.value.why
    assert "address" in told.value.what_to_do


async def test_an_address_is_no_question_and_the_only_one_there_is_neither() -> None:
    assert await found(Choice("f0:00:00:00:00:02"), heard(1), heard(2)) == heard(2).address
    assert await found(Choice(None), heard(4, None), heard(4, None)) == heard(4).address
    assert await found(Choice(None), heard(5, "Lamp", "x")) is None


async def test_none_of_ones_own_is_told_with_what_else_is_there() -> None:
    choice = Choice(None, mine=[MINE])
    assert await found(choice, heard(2, "DL-Ball")) is None
    error = choice.missed()
    assert error.why == "Of your devices none is heard (DL-Probe)."
    assert "phone or another program holds it" in error.what_to_do
    assert "In range is DL-Ball: pair it" in error.what_to_do


async def test_a_battery_that_was_low_is_the_first_guess() -> None:
    low = Known(address=MINE.address, name="DL-Probe", battery_pct=4)
    choice = Choice("DL-Probe", mine=[low])
    assert await found(choice) is None
    assert "battery of DL-Probe was nearly empty" in choice.missed().what_to_do


async def test_what_nobody_can_read_is_told_as_that() -> None:
    choice = Choice("lamp")
    assert await found(choice, heard(5, "Lamp", "x")) is None
    error: LinkError = choice.missed()
    assert "is of no kind that can be read" in error.why
