"""The open profile's Event characteristic: what a device tells of its own accord, both directions.

Any bytes parse to a value or to a `FrameRejected` that keeps them, never to an exception. Bytes in
docs/protocol.md; guarded by tests/firmware_protocol/test_profile_event.py.
"""

from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias, get_args

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
from firmware_protocol.wire import Layout, Packed


@dataclass(frozen=True, slots=True)
class ButtonPressed(Packed):
    """Somebody pressed the button."""

    NUMBER: ClassVar = 1
    LAYOUT: ClassVar = Layout("kind u8", "device_us u32", "press u8")
    device_us: int
    press: Press

    def __post_init__(self) -> None:
        object.__setattr__(self, "press", Press(self.press))


@dataclass(frozen=True, slots=True)
class Overloaded(Packed):
    """The force went beyond full scale; sent once until it is back."""

    NUMBER: ClassVar = 2
    LAYOUT: ClassVar = Layout("kind u8", "device_us u32", "force_mn s32")
    device_us: int
    force_mn: int


@dataclass(frozen=True, slots=True)
class BatteryLow(Packed):
    """The device will switch itself off within minutes."""

    NUMBER: ClassVar = 3
    LAYOUT: ClassVar = Layout("kind u8", "device_us u32", "percent u8")
    device_us: int
    percent: int

    def __post_init__(self) -> None:
        if self.percent > 100:
            raise ValueError(f"a charge of {self.percent} %")


@dataclass(frozen=True, slots=True)
class SelfTested(Packed):
    """The sensor's self-test ended: 0 is good, anything else the maker's own fault code."""

    NUMBER: ClassVar = 4
    LAYOUT: ClassVar = Layout("kind u8", "device_us u32", "code u8")
    device_us: int
    code: int


@dataclass(frozen=True, slots=True)
class Tared(Packed):
    """The zero moved by `offset_mn`."""

    NUMBER: ClassVar = 5
    LAYOUT: ClassVar = Layout("kind u8", "device_us u32", "offset_mn s32")
    device_us: int
    offset_mn: int


@dataclass(frozen=True, slots=True)
class Sleeping(Packed):
    """The device switches itself off now."""

    NUMBER: ClassVar = 6
    LAYOUT: ClassVar = Layout("kind u8", "device_us u32")
    device_us: int


@dataclass(frozen=True, slots=True)
class BackfillEnded(Packed):
    """All samples of a fetch have been sent."""

    NUMBER: ClassVar = 7
    LAYOUT: ClassVar = Layout("kind u8", "device_us u32", "first_seq u32", "count u16")
    device_us: int
    first_seq: int
    count: int


DeviceEvent: TypeAlias = (
    ButtonPressed | Overloaded | BatteryLow | SelfTested | Tared | Sleeping | BackfillEnded
)
EVENTS: Final[dict[int, type[DeviceEvent]]] = {kind.NUMBER: kind for kind in get_args(DeviceEvent)}


def parse_event(data: bytes) -> DeviceEvent | FrameRejected:
    """The event in a notification's value."""
    if len(data) < Sleeping.LAYOUT.size:
        return FrameRejected(f"shorter than {Sleeping.LAYOUT.size} bytes: {len(data)}", data)
    kind = EVENTS.get(data[0])
    if kind is None:
        return FrameRejected(f"unknown event {data[0]}", data)
    try:
        return kind.unpacked(data)
    except ValueError as error:
        return FrameRejected(str(error), data)


def event_messages(data: bytes) -> tuple[Message, ...]:
    """The event as every device's words look; the end of a backfill is not worth one."""
    messages: tuple[Message, ...] = ()
    match parse_event(data):
        case FrameRejected() as rejected:
            messages = (rejected,)
        case ButtonPressed(device_us=device_us, press=press):
            messages = (Button(press, device_us),)
        case Overloaded(force_mn=force_mn):
            messages = (DeviceFault("overload", f"{force_mn / 1000:.1f} N"),)
        case BatteryLow(percent=percent):
            messages = (Battery(percent=percent), LowPower())
        case SelfTested(code=0):
            messages = (Info("self_test", "passed"),)
        case SelfTested(code=code):
            messages = (DeviceFault("self_test", f"code {code}"),)
        case Tared(offset_mn=offset_mn):
            messages = (Info("tare_offset_n", f"{offset_mn / 1000:.3f}"),)
        case Sleeping():
            messages = (Asleep(),)
    return messages
