"""Bugs that other programs for these devices had or have: each by its name, and not here."""

import math
from typing import Any

import pytest

from devicelink.core.timebase import Timebase
from devicelink.drivers import DRIVERS, supported
from devicelink.drivers.base import Subscribe, Write
from devicelink.drivers.decode import decode_frames
from devicelink.drivers.dynamo import DOUBT_S, LOST, Dynamo
from devicelink.drivers.entralpi import Entralpi
from devicelink.drivers.force_board import ForceBoard
from devicelink.drivers.muscle_meter import MuscleMeter
from devicelink.drivers.squegg import Squegg
from devicelink.drivers.tindeq import Tindeq
from devicelink.link.conversation import Conversation
from devicelink.link.port import Bond, Connection, FrameSink, Radio
from devicelink.session.intake import Intake
from firmware_protocol import dynamo, entralpi, force_board, muscle_meter, progressor, squegg
from firmware_protocol.cts500 import Command as Cts500Command
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import (
    Battery,
    FrameRejected,
    Info,
    Message,
    ReadingFlag,
    Readings,
    Unit,
)


def readings(messages: tuple[Any, ...]) -> list[Readings]:
    return [one for one in messages if isinstance(one, Readings)]


def weights(*pairs: tuple[float, int]) -> bytes:
    raw, times = zip(*pairs, strict=True)
    return progressor.serialize(Readings(raw=raw, unit=Unit.KILOGRAM, device_us=times))


def test_01_a_clock_read_signed_or_not_unwrapped() -> None:
    """Past 35.8 and 71.6 minutes: 4294960000 to 50000 is 57,296 microseconds."""
    line = Timebase()
    times: list[float] = []
    for at_s, us in ((0.0, 2**31 - 40_000), (0.06, 2**31 + 20_000)):
        (one,) = readings(Tindeq().decode(Frame(at_s, progressor.DATA, weights((1.0, us)))))
        times += line.add(one, at_s).t_s.tolist()
    assert times[1] - times[0] == pytest.approx(0.06)
    line, times = Timebase(), []
    for at_s, us in ((0.0, 4_294_960_000), (0.057, 50_000)):
        (one,) = readings(Tindeq().decode(Frame(at_s, progressor.DATA, weights((1.0, us)))))
        times += line.add(one, at_s).t_s.tolist()
    assert times[1] - times[0] == pytest.approx(0.057296)


def test_02_a_reply_guessed_by_its_length() -> None:
    """The version "1.23" is four bytes long, as a charge is."""
    assert progressor.parse(bytes.fromhex("0004312e3233"), progressor.Command.VERSION) == (
        Info("version", "1.23"),
    )
    assert isinstance(progressor.parse(bytes.fromhex("0004312e3233"))[0], FrameRejected)


def test_03_only_the_first_sample_of_a_batch_used() -> None:
    data = weights((1.0, 0), (2.0, 11_210), (3.0, 22_420))
    (one,) = readings(Tindeq().decode(Frame(0.0, progressor.DATA, data)))
    assert one.raw == (1.0, 2.0, 3.0)
    six = force_board.serialize(Readings(raw=tuple(range(6)), unit=Unit.POUND))
    assert readings(force_board.parse(six))[0].raw == tuple(range(6))


def test_04_a_rate_assumed_to_be_80_hz() -> None:
    """The device's own times, with the conversion that is missing between its packets."""
    (one,) = readings(progressor.parse(weights((1.0, 210_352), (1.0, 232_772))))
    (block,) = [Timebase().add(one, 0.0)]
    assert block.t_s[1] - block.t_s[0] == pytest.approx(0.02242)


def test_05_a_scale_read_without_its_sign_or_unit() -> None:
    (below,) = decode_frames("whc06", ["0203112ac0191123e101ff3801f401d4cb"])
    assert below["force_n"] == pytest.approx(-2.0 * 9.80665)
    (pounds,) = decode_frames("whc06", ["0203112ac0191123e1ff0a2801f4a2d4cb"])
    assert pounds["force_n"] == pytest.approx(26.0 * 0.45359237 * 9.80665)


def test_06_an_underflow_shown_as_a_thousand_pounds() -> None:
    data = bytes.fromhex("000300002affffff00044d")
    (one, fault) = ForceBoard().decode(Frame(0.0, force_board.FORCE, data))
    assert isinstance(one, Readings)
    assert one.raw[0] == 42
    assert math.isnan(one.raw[1])
    assert math.isnan(one.raw[2]), "1101 lb is more than it carries"
    assert fault == force_board.PRESSED


def test_07_strength_and_count_glued_and_a_number_that_begins_with_its_point() -> None:
    one, battery = Squegg().decode(
        Frame(0.0, squegg.FORCE, bytes.fromhex("31383031342E3235300031303834"))
    )
    assert isinstance(one, Readings)
    assert (one.raw, battery) == ((14.25,), Battery(percent=90))
    (point, _) = squegg.parse(b"191.458")
    assert isinstance(point, Readings)
    assert point.raw == (0.458,)


def test_08_a_stream_that_never_finds_its_frames_again_and_a_wrong_zero() -> None:
    skipped, found = decode_frames("cts500", ["059999999999990501000004D2DC"])
    assert skipped["kind"] == "rejected"
    assert found["raw"] == 12.34
    assert Cts500Command.ZERO.serialize().hex() == "05860000008b"


def test_09_uuids_in_capitals_not_recognised() -> None:
    capitals = (progressor.SERVICE.upper(),)
    kind = supported(Advertisement(address="x", name="Hangman", service_uuids=capitals))
    assert kind is not None
    assert kind.id == "tindeq"


class Instant:
    """A link to a device that answers while it is still being written to."""

    address, mtu, is_open, table = "x", 23, True, "0" * 16
    on_frame: FrameSink

    async def connect(self, _address: str, on_frame: FrameSink, *_: object) -> Connection:
        self.on_frame = on_frame
        return self  # type: ignore[return-value]

    async def bond(self) -> Bond:
        return Bond.NONE

    def offers(self, _uuid: str) -> bool:
        return False

    async def subscribe(self, uuid: str) -> None:
        assert uuid == progressor.DATA

    async def write(self, uuid: str, data: bytes) -> None:
        assert uuid == progressor.CONTROL
        if data == progressor.Command.BATTERY.value:
            self.on_frame(Frame(0.0, progressor.DATA, bytes.fromhex("000468100000")))
        elif data != progressor.Command.START.value:
            self.on_frame(Frame(0.0, progressor.DATA, bytes.fromhex("0003312e32")))


async def test_10_a_reply_that_comes_before_anybody_waits_for_it() -> None:
    heard: list[object] = []
    kind = next(kind for kind in DRIVERS if kind.id == "tindeq")
    talk = Conversation(kind, lambda: 0.0, lambda _at_s, message: heard.append(message))
    radio: Radio = Instant()  # type: ignore[assignment]
    await talk.connect(radio, "x", lambda: None, 1.0)
    await talk.open(None)
    assert heard == [Info("version", "1.2"), Battery(millivolts=4200), Info("id", "322e31")]


def test_11_called_live_before_the_first_sample() -> None:
    def newest(*messages: Message) -> tuple[float | None, float]:
        intake = Intake()
        for message in messages:
            intake.take(0.1, message, None)
        return intake.newest_n, intake.heard_s

    assert newest(Battery(percent=50)) == (None, float("-inf"))
    assert newest(Readings(raw=(1.0,), unit=Unit.NEWTON)) == (1.0, 0.1)


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
def test_12_what_one_stream_left_behind_in_the_next(kind: Any) -> None:
    """A new link has a new driver that remembers nothing."""
    sources = [step.uuid for step in kind.make().opening(100) if isinstance(step, Subscribe)]
    data = bytes.fromhex("0405f50c31")
    for source in sources:
        first = kind.make()
        fresh = first.decode(Frame(0.0, source, data))
        first.decode(Frame(0.1, source, data))
        assert kind.make().decode(Frame(0.0, source, data)) == fresh


def test_13_a_scan_that_finds_nothing_because_the_service_comes_with_the_scan_response() -> None:
    """Name alone or service alone is enough; tests/simulator/test_twins.py has it on the air."""
    for advertisement in (
        Advertisement(address="x", name="Progressor_1"),
        Advertisement(address="x", service_uuids=(progressor.SERVICE,)),
    ):
        kind = supported(advertisement)
        assert kind is not None
        assert kind.id == "tindeq"


def test_14_differences_added_up_across_a_loss() -> None:
    """More of it in test_dynamo.py: what is late is no loss."""
    driver = Dynamo()

    def at(at_s: float, delta: int) -> tuple[object, ...]:
        return driver.decode(Frame(at_s, dynamo.DATA, dynamo.serialize(delta)))

    assert at(0.0, 50) == (Readings(raw=(5.0,), unit=Unit.NEWTON),)
    assert [step.command for step in driver.pulse() if isinstance(step, Write)] == [
        dynamo.Command.KEEP_ALIVE
    ]
    lost_s = 1.0 + DOUBT_S + 0.01
    for at_s in (1.0, 1.15, 1.3, 1.45):
        assert at(at_s, 10) == (), "late or lost: not known yet"
    assert at(lost_s, 10) == (LOST,)
    assert at(lost_s + 0.01, 10) == (), "no force until the stream begins anew"
    restart = [step.command for step in driver.pulse() if isinstance(step, Write)]
    assert restart == [dynamo.Command.STOP, dynamo.Command.START]
    driver.decode(Frame(lost_s + 0.3, dynamo.DATA, dynamo.STREAM_BEGINS))
    moved = ReadingFlag.TARE_CHANGED
    assert at(lost_s + 0.4, 7) == (Readings(raw=(0.7,), unit=Unit.NEWTON, flags=moved),)


@pytest.mark.parametrize("when", ["opening", "begun anew"])
def test_14_differences_of_an_old_stream_counted_from_the_new_ones_zero(when: str) -> None:
    """What is still on its way when the stream is stopped says nothing of a force."""
    driver = Dynamo()
    if when == "begun anew":
        for at_s in (0.0, 1.0, 1.15, 1.3, 1.45, 1.0 + DOUBT_S + 0.01):
            driver.decode(Frame(at_s, dynamo.DATA, dynamo.serialize(50)))
    sent: list[object] = []
    for step in driver.opening(None) if when == "opening" else driver.pulse():
        at_s, delta = 2.0 + 0.1 * len(sent), dynamo.serialize(50)
        if dynamo.Command.START not in sent and not isinstance(step, Subscribe):
            sent.append(step.command if isinstance(step, Write) else step)
        if dynamo.Command.START not in sent:
            assert driver.decode(Frame(at_s, dynamo.DATA, delta)) == ()
    (first,) = driver.decode(Frame(9.0, dynamo.DATA, dynamo.serialize(7)))
    assert first == Readings(raw=(0.7,), unit=Unit.NEWTON, flags=ReadingFlag.TARE_CHANGED)


def test_15_a_command_that_wipes_a_clones_calibration() -> None:
    assert isinstance(progressor.parse_command(b"\x74"), FrameRejected)
    assert b"\x74" not in {command.serialize() for command in progressor.Command}


def test_a_plate_without_load_is_no_six_hundred_kilograms() -> None:
    """Not on the list, and the same fault: 16 bits whose sign nobody settled."""
    for data, kg in ((b"\xff\xff", -0.01), (b"\x04\xce", 12.3)):
        (one,) = readings(Entralpi().decode(Frame(0.0, entralpi.FORCE, data)))
        assert one.raw[0] == pytest.approx(kg)


def test_pulling_is_no_pressing() -> None:
    """Nor this: magnitudes whose flag says which way."""
    data = bytes.fromhex("007b01007b11")
    (one,) = readings(MuscleMeter().decode(Frame(0.0, muscle_meter.FORCE, data)))
    assert one.raw == (-12.3, 12.3)
