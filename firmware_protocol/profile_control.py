"""The open profile's Control Point: requests of the client and replies of the device, both ways.

Every request carries a token of the client's choice which its reply repeats. Any bytes parse to a
value or to a `FrameRejected` that keeps them, never to an exception. Bytes in docs/protocol.md;
guarded by tests/firmware_protocol/test_profile_control.py.
"""

from dataclasses import dataclass
from enum import IntEnum, unique
from typing import ClassVar, Final, TypeAlias, get_args

from firmware_protocol.messages import FrameRejected
from firmware_protocol.wire import Layout, Packed

REPLY: Final = 0x80
"""Set in a reply's first byte, over the number of the request that it answers."""
REPLY_LAYOUT: Final = Layout("reply u8", "token u8", "result u8")


@unique
class Op(IntEnum):
    """What a client can ask for."""

    START = 1
    STOP = 2
    TARE = 3
    SET_RATE = 4
    IDENTIFY = 5
    SLEEP = 6
    TIME_SYNC = 7
    FETCH = 8
    BUZZ = 9


@unique
class Result(IntEnum):
    """How a request went."""

    OK = 1
    UNKNOWN_OP = 2
    BAD_PARAM = 3
    BUSY = 4
    NOT_STILL = 5
    """Tare refused: the force moves, or is above 2 N."""
    NOT_AVAILABLE = 6
    """None of the samples asked for is kept any longer."""
    UNSUPPORTED = 7


@dataclass(frozen=True, slots=True)
class Start(Packed):
    """Send samples, from the next one measured."""

    NUMBER: ClassVar = Op.START
    LAYOUT: ClassVar = Layout("op u8", "token u8")
    token: int


@dataclass(frozen=True, slots=True)
class Stop(Packed):
    """Send no more samples."""

    NUMBER: ClassVar = Op.STOP
    LAYOUT: ClassVar = Layout("op u8", "token u8")
    token: int


@dataclass(frozen=True, slots=True)
class Tare(Packed):
    """Take the force of now as zero; refused unless still and under 2 N."""

    NUMBER: ClassVar = Op.TARE
    LAYOUT: ClassVar = Layout("op u8", "token u8")
    token: int


@dataclass(frozen=True, slots=True)
class SetRate(Packed):
    """Sample at the nearest rate the device has."""

    NUMBER: ClassVar = Op.SET_RATE
    LAYOUT: ClassVar = Layout("op u8", "token u8", "rate_hz u16")
    token: int
    rate_hz: int

    def __post_init__(self) -> None:
        if not self.rate_hz:
            raise ValueError("a rate of 0")


@dataclass(frozen=True, slots=True)
class Identify(Packed):
    """Blink for so many seconds; 0 ends it."""

    NUMBER: ClassVar = Op.IDENTIFY
    LAYOUT: ClassVar = Layout("op u8", "token u8", "seconds u8")
    token: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Sleep(Packed):
    """Switch off until the button is pressed."""

    NUMBER: ClassVar = Op.SLEEP
    LAYOUT: ClassVar = Layout("op u8", "token u8")
    token: int


@dataclass(frozen=True, slots=True)
class TimeSync(Packed):
    """Tell me your clock, now; `host_us` is the client's, for the device's own log."""

    NUMBER: ClassVar = Op.TIME_SYNC
    LAYOUT: ClassVar = Layout("op u8", "token u8", "host_us u64")
    token: int
    host_us: int


@dataclass(frozen=True, slots=True)
class Fetch(Packed):
    """Send these samples again."""

    NUMBER: ClassVar = Op.FETCH
    LAYOUT: ClassVar = Layout("op u8", "token u8", "first_seq u32", "count u16")
    token: int
    first_seq: int
    count: int

    def __post_init__(self) -> None:
        if not self.count:
            raise ValueError("no sample asked for")


@dataclass(frozen=True, slots=True)
class Buzz(Packed):
    """Buzzer on (1) or off (0)."""

    NUMBER: ClassVar = Op.BUZZ
    LAYOUT: ClassVar = Layout("op u8", "token u8", "on u8")
    token: int
    on: int

    def __post_init__(self) -> None:
        if self.on not in {0, 1}:
            raise ValueError(f"on is 0 or 1, not {self.on}")


Request: TypeAlias = Start | Stop | Tare | SetRate | Identify | Sleep | TimeSync | Fetch | Buzz
REQUESTS: Final[dict[int, type[Request]]] = {kind.NUMBER: kind for kind in get_args(Request)}


def parse_request(data: bytes) -> Request | FrameRejected:
    """The request that a client wrote."""
    if len(data) < 2:
        return FrameRejected(f"shorter than 2 bytes: {len(data)}", data)
    kind = REQUESTS.get(data[0])
    if kind is None:
        return FrameRejected(f"unknown request {data[0]}", data)
    try:
        return kind.unpacked(data)
    except ValueError as error:
        return FrameRejected(str(error), data)


@dataclass(frozen=True, slots=True)
class Started(Packed):
    """`boot_id` is another after every restart; `next_seq` numbers the first sample to come."""

    LAYOUT: ClassVar = Layout("boot_id u32", "next_seq u32", "device_us u64")
    boot_id: int
    next_seq: int
    device_us: int


@dataclass(frozen=True, slots=True)
class RateSet(Packed):
    """The rate that samples have from now on."""

    LAYOUT: ClassVar = Layout("rate_hz u16")
    rate_hz: int

    def __post_init__(self) -> None:
        if not self.rate_hz:
            raise ValueError("a rate of 0")


@dataclass(frozen=True, slots=True)
class TimeSynced(Packed):
    """The device's clock when it read the request, not wrapped."""

    LAYOUT: ClassVar = Layout("device_us u64")
    device_us: int


@dataclass(frozen=True, slots=True)
class Fetching(Packed):
    """What will really be sent again: the part of the range asked for that is still kept."""

    LAYOUT: ClassVar = Layout("first_seq u32", "count u16")
    first_seq: int
    count: int


ReplyValue: TypeAlias = Started | RateSet | TimeSynced | Fetching
REPLY_VALUES: Final[dict[int, type[ReplyValue]]] = {
    Op.START: Started,
    Op.SET_RATE: RateSet,
    Op.TIME_SYNC: TimeSynced,
    Op.FETCH: Fetching,
}


@dataclass(frozen=True, slots=True)
class ControlReply:
    """The device's answer. `op` may be one that nobody knows; `value` is there when `result` is OK
    and the request has one (`REPLY_VALUES`).
    """

    op: int
    token: int
    result: Result
    value: ReplyValue | None = None

    def serialize(self) -> bytes:
        """The bytes on the wire. Raises ValueError where a value does not fit its field."""
        head = REPLY_LAYOUT.pack(REPLY | self.op, self.token, self.result)
        return head if self.value is None else head + self.value.serialize()

    @classmethod
    def parse(cls, data: bytes) -> "ControlReply | FrameRejected":
        """The reply in an indication's value."""
        size = REPLY_LAYOUT.size
        if len(data) < size:
            return FrameRejected(f"shorter than {size} bytes: {len(data)}", data)
        first, token, code = REPLY_LAYOUT.unpack(data)
        if not first & REPLY:
            return FrameRejected(f"not a reply: 0x{first:02x}", data)
        op = first & ~REPLY
        try:
            result = Result(code)
            kind = REPLY_VALUES.get(op) if result is Result.OK else None
            value = None if kind is None else kind.unpacked(data, size)
        except ValueError as error:
            return FrameRejected(str(error), data)
        if kind is None and len(data) != size:
            return FrameRejected(f"must be {size} bytes long, not {len(data)}", data)
        return cls(op, token, result, value)


def refusal(rejected: FrameRejected) -> ControlReply | None:
    """What a device answers to a request it could not parse; None where there is no token."""
    if len(rejected.data) < 2:
        return None
    op, token = rejected.data[0] & ~REPLY, rejected.data[1]
    return ControlReply(op, token, Result.BAD_PARAM if op in REQUESTS else Result.UNKNOWN_OP)
