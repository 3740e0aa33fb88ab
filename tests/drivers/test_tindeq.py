"""Tindeq: one query at a time, start and stop, nothing that could harm it."""

from devicelink.drivers.base import Step, Subscribe, Write
from devicelink.drivers.tindeq import QUERY_S, Tindeq
from firmware_protocol.frames import Frame
from firmware_protocol.messages import Battery, FrameRejected, Info, Message, Readings
from firmware_protocol.progressor import CONTROL, DATA, Command, Notification, serialize

REPLIES: dict[object, Notification] = {
    Command.VERSION: Info("version", "1.23"),
    Command.BATTERY: Battery(millivolts=3900),
    Command.ID: Info("id", "0a0b0c"),
}


def opened(driver: Tindeq, answers: set[object]) -> tuple[list[Step], list[Message]]:
    """The steps it takes with a device that answers these, and what it hears meanwhile."""
    steps: list[Step] = []
    heard: list[Message] = []
    for step in driver.opening(None):
        steps.append(step)
        if isinstance(step, Write) and step.reply is not None and step.command in answers:
            reply = Frame(0.0, DATA, serialize(REPLIES[step.command]))
            heard += driver.decode(reply)
            assert driver.reply_token(reply) == step.reply
    return steps, heard


def test_it_asks_before_it_streams_and_reads_each_reply_as_what_was_asked() -> None:
    (subscribe, *queries, start), heard = opened(Tindeq(), set(REPLIES))
    assert subscribe == Subscribe(DATA)
    assert [query.command for query in queries if isinstance(query, Write)] == list(REPLIES)
    assert all(isinstance(query, Write) and query.within_s == QUERY_S for query in queries)
    assert heard == list(REPLIES.values())
    assert start == Write(CONTROL, Command.START, optional=True)
    assert Tindeq().closing() == (Write(CONTROL, Command.STOP, optional=True),)


def test_after_one_query_without_a_reply_it_asks_no_more_and_trusts_no_late_one() -> None:
    """A clone without a control point still opens; a late version is no charge."""
    driver = Tindeq()
    steps, heard = opened(driver, set())
    assert [step.command for step in steps if isinstance(step, Write)] == [
        Command.VERSION,
        Command.START,
    ]
    assert heard == []
    assert all(step.optional for step in steps[1:])
    late = Frame(0.0, DATA, serialize(Info("version", "1.23")))
    assert driver.reply_token(late) is None
    assert isinstance(driver.decode(late)[0], FrameRejected)


def test_every_sample_of_a_notification_is_used_with_its_own_time() -> None:
    data = bytes.fromhex("0110 0000a041 d4300000 0000a841 9c5c0000".replace(" ", ""))
    (readings,) = Tindeq().decode(Frame(0.0, DATA, data))
    assert isinstance(readings, Readings)
    assert readings.raw == (20.0, 21.0)
    assert readings.device_us == (12500, 23708)
    assert readings.seq is None


def test_it_can_only_be_pulled_and_keeps_nothing() -> None:
    driver = Tindeq()
    assert driver.capabilities is not None
    assert not driver.capabilities.can_press
    assert driver.fetch(0, 10) is None
    assert driver.boot_id is None
    assert driver.reply_token(Frame(0.0, DATA, b"\0\0")) is None


def test_what_was_not_asked_for_is_kept() -> None:
    assert isinstance(Tindeq().decode(Frame(0.0, CONTROL, b"\x65"))[0], FrameRejected)
