"""What a device shows is held to what it showed, by its count and the clock that nobody sets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from devicelink.errors import LinkError
from devicelink.link.gate import Gate
from devicelink.link.identity import Identity, Known, Proof, Trust
from devicelink.link.port import StrangerError
from devicelink.link.table import digest
from firmware_protocol.frames import uuid16
from firmware_protocol.messages import CLOCK_WRAP_US, ReadingFlag, Readings, Unit

WRAP_S = CLOCK_WRAP_US / 1e6
ME = Identity(driver="open_profile", table="ab", serial="1", model="P-100", maker="m")


def sent(seq: int, at_s: float, n: int = 5) -> Readings:
    us = tuple(round((at_s + k / 100) * 1e6) % 2**32 for k in range(n))
    return Readings(raw=(0.0,) * n, unit=Unit.NEWTON, seq=seq % 2**32, device_us=us)


def after(at_s: float = 100.0, seq: int = 1000) -> Proof:
    """A device of boot 7 that was last heard at 100 s; its clock is the session's."""
    proof = Proof()
    proof.heard(sent(seq, at_s), 7, at_s)
    return proof


@pytest.mark.parametrize("name", ["driver", "table", "serial", "model", "maker"])
def test_each_thing_it_shows_counts(name: str) -> None:
    proof = Proof()
    proof.shown("x", ME)
    proof.shown("x", ME)
    with pytest.raises(StrangerError, match="Another device answers as x: another"):
        proof.shown("x", replace(ME, **{name: "other"}))
    with pytest.raises(StrangerError):
        proof.shown("x", replace(ME, **{name: ""}))


def test_what_could_not_be_read_now_is_no_other_device_and_no_proof() -> None:
    proof, trouble = Proof(), LinkError("nothing_came")
    proof.shown("x", ME)
    with pytest.raises(LinkError) as error:
        proof.shown("x", replace(ME, serial=None), trouble)
    assert error.value is trouble


@pytest.mark.parametrize(
    ("boot_id", "seq", "clock_s", "away_s"),
    [
        (7, 1005, 100.05, 0.1),
        (7, 7000, 160.0, 60.0),
        (7, 1005, 103.0, 0.5),
        (8, 0, 0.2, 3.0),
        (8, 300, 3.0, 3.0),
        (7, 61_000, 700.0, 600.5),
        (8, 100, 590.0, 600.5),
        (7, 1_441_000, 14_502.0, 14_400.0),
        (8, 100, 14_400.0, 14_400.0),
    ],
    ids=[
        "at once", "a minute", "late", "restart", "restart at once", "machine asleep",
        "restart while asleep", "four hours and two seconds that clocks part by",
        "restart, longer ago than its clock goes",
    ],
)  # fmt: skip
def test_the_same_device_goes_on(boot_id: int, seq: int, clock_s: float, away_s: float) -> None:
    after().begins("x", sent(seq, clock_s), boot_id, 100.0 + away_s)


@pytest.mark.parametrize(
    ("boot_id", "seq", "clock_s", "away_s", "why"),
    [
        (7, 900, 101.0, 1.0, "count of samples went back"),
        (7, 0, 0.5, 1.0, "count of samples went back"),
        (7, 1100, 200.0, 1.0, "clock did not go on"),
        (7, 1100, 50.0, 1.0, "clock did not go on"),
        (8, 0, 60.0, 1.0, "has run for longer"),
        (7, 0, 0.5, 2160.0, "count of samples went back"),
        (7, 1100, 110.0, 2160.0, "clock did not go on"),
        (8, 0, 2700.0, 2160.0, "has run for longer"),
        (7, 1100, 14_560.0, 14_400.0, "clock did not go on"),
    ],
)
def test_another_does_not(boot_id: int, seq: int, clock_s: float, away_s: float, why: str) -> None:
    """However long it was away: a count needs no clock, and a clock is compared round its wrap."""
    with pytest.raises(StrangerError, match=why):
        after().begins("x", sent(seq, clock_s), boot_id, 100.0 + away_s)


@pytest.mark.parametrize("hours", [-1.0, 0.5, 1.0])
@pytest.mark.parametrize(("boot_id", "clock_s"), [(7, 0.5), (8, 1500.0)])
def test_no_jump_of_the_wall_clock_lets_another_in(
    boot_id: int, clock_s: float, hours: float
) -> None:
    """Through the gate, which sees the times: only the steady clock has a say."""
    proof = after()
    gate = Gate(proof, "x")
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours)):
        passed = list(gate.passed(101.0, [sent(0, clock_s)], boot_id))
    assert passed == []
    with pytest.raises(StrangerError):
        gate.check()


def test_wraps_of_count_and_clock_are_no_other_device() -> None:
    proof = Proof()
    proof.heard(sent(2**32 - 6, WRAP_S - 1.0), 7, 50.0)
    proof.begins("x", sent(2**32 + 50, WRAP_S + 0.5), 7, 51.5)


def test_samples_sent_again_say_nothing_of_where_it_stands() -> None:
    proof = after()
    proof.heard(replace(sent(10, 1.0), flags=ReadingFlag.BACKFILL), 7, 101.0)
    with pytest.raises(StrangerError):
        proof.begins("x", sent(20, 1.1), 7, 101.2)


def test_a_device_that_neither_counts_nor_has_a_clock_is_held_to_what_it_shows() -> None:
    proof = Proof()
    proof.heard(Readings(raw=(1.0,), unit=Unit.NEWTON), None, 1.0)
    assert not proof.is_waiting
    proof.begins("x", Readings(raw=(1.0,), unit=Unit.NEWTON), 7, 2.0)


def test_how_sure_it_is_in_a_word() -> None:
    known = Known(address="a", name="n", identity=ME)
    assert Proof().trust is Trust.NEW
    assert Proof(replace(known, identity=None)).trust is Trust.NEW
    assert Proof(known).trust is Trust.RECOGNISED
    told = []
    bonded = Proof(replace(known, bonded=True))
    told.append(bonded.trust)
    bonded.encrypted = True
    told.append(bonded.trust)
    bonded.refusals += 1
    told.append(bonded.trust)
    assert told == [Trust.RECOGNISED, Trust.PROVED, Trust.REFUSED]


def test_the_digest_is_of_what_is_offered_in_whatever_order() -> None:
    force = (uuid16(0x185A), [(uuid16(0x2C07), ["notify", "read"]), (uuid16(0x2A19), ["read"])])
    turned = (uuid16(0x185A).upper(), [force[1][1], (uuid16(0x2C07).upper(), ["read", "notify"])])
    hidden = (uuid16(0x1800), [(uuid16(0x2A00), ["read"])])
    battery = (uuid16(0x180F), [(uuid16(0x2A19), ["read"])])
    scale = (uuid16(0x181D), [(uuid16(0x2A9D), ["indicate"])])
    assert digest([force, scale]) == digest([hidden, scale, battery, turned])
    assert digest([force]) != digest([force, scale])
    assert digest([force]) != digest([(force[0], [(uuid16(0x2C07), ["notify"]), force[1][1]])])
