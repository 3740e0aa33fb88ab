"""Events as every device's words look."""

import pytest

from firmware_protocol.messages import (
    Asleep,
    Battery,
    Button,
    DeviceFault,
    FrameRejected,
    Info,
    LowPower,
    Message,
    Press,
)
from firmware_protocol.profile_event import (
    BackfillEnded,
    BatteryLow,
    ButtonPressed,
    DeviceEvent,
    Overloaded,
    SelfTested,
    Sleeping,
    Tared,
    event_messages,
)


@pytest.mark.parametrize(
    ("event", "messages"),
    [
        (ButtonPressed(7, Press.LONG), (Button(Press.LONG, 7),)),
        (Overloaded(7, 205_040), (DeviceFault("overload", "205.0 N"),)),
        (BatteryLow(7, 4), (Battery(percent=4), LowPower())),
        (SelfTested(7, 0), (Info("self_test", "passed"),)),
        (SelfTested(7, 11), (DeviceFault("self_test", "code 11"),)),
        (BatteryLow(7, 100), (Battery(percent=100), LowPower())),
        (Tared(7, 1234), (Info("tare_offset_n", "1.234"),)),
        (Tared(7, -120), (Info("tare_offset_n", "-0.120"),)),
        (Sleeping(7), (Asleep(),)),
        (BackfillEnded(7, 3016, 34), ()),
    ],
)
def test_messages(event: DeviceEvent, messages: tuple[Message, ...]) -> None:
    assert event_messages(event.serialize()) == messages


def test_a_wrong_event_is_kept() -> None:
    assert event_messages(b"\x09\0\0\0\0") == (FrameRejected("unknown event 9", b"\x09\0\0\0\0"),)


def test_a_press_is_one_of_three() -> None:
    assert ButtonPressed(0, Press(2)).press is Press.DOUBLE
    with pytest.raises(ValueError, match="Press"):
        ButtonPressed(0, 4)  # type: ignore[arg-type]
