"""Which codec reads the frames of which device, by the ids of the golden vectors.

A decoder takes where a frame came from (a part, often only "data") and its bytes; it may remember,
for some streams have a state. Pure. Guarded by tests/drivers/test_shared_vectors.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from devicelink.drivers.go_direct import measured
from devicelink.drivers.open_profile import OpenProfile
from firmware_protocol import (
    b24,
    bookoo,
    climbro,
    cts500,
    dynamo,
    entralpi,
    force_board,
    frez,
    go_direct,
    mi_scale,
    motherboard,
    muscle_meter,
    profile,
    progressor,
    sig,
    sig_weight,
    squegg,
    teraforce,
    text_lines,
    whc06,
)
from firmware_protocol.frames import Frame
from firmware_protocol.messages import FrameRejected, Message

Decode: TypeAlias = Callable[[str, bytes], tuple[Message, ...]]
Commands: TypeAlias = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Decoder:
    """`begin` starts a stream; `parts` are what frames may say they came from, the usual first."""

    begin: Callable[[bytes | None], Decode]
    commands: Commands | None = None
    parts: tuple[str, ...] = ("data",)
    has_queries: bool = False


def _each(parse: Callable[[bytes], tuple[Message, ...]]) -> Callable[[bytes | None], Decode]:
    return lambda _pending: lambda _part, data: parse(data)


def _one(parse: Callable[[bytes], Message]) -> Callable[[bytes | None], Decode]:
    return lambda _pending: lambda _part, data: (parse(data),)


def _stream(
    begin: Callable[[], Callable[[bytes], tuple[Message, ...]]],
) -> Callable[[bytes | None], Decode]:
    def started(_pending: bytes | None) -> Decode:
        feed = begin()
        return lambda _part, data: feed(data)

    return started


def _tindeq(pending: bytes | None) -> Decode:
    command = None if pending is None else progressor.parse_command(pending)
    # A query that we never make is no wrong usage: its reply stays unread.
    query = None if isinstance(command, FrameRejected) else command
    return lambda _part, data: progressor.parse(data, query)


def _open_profile(_pending: bytes | None) -> Decode:
    driver = OpenProfile()
    return lambda part, data: driver.decode(Frame(0.0, _PROFILE[part], data))


def _go_direct(_pending: bytes | None) -> Decode:
    pieces = go_direct.Reassembler()

    def decode(_part: str, data: bytes) -> tuple[Message, ...]:
        frames = pieces.feed(data)
        return tuple(message for frame in frames for message in measured(frame, {}))

    return decode


_PROFILE: Final = {
    "data": profile.DATA,
    "control": profile.CONTROL,
    "event": profile.EVENT,
    "capabilities": profile.CAPABILITIES,
}
DECODERS: Final[Mapping[str, Decoder]] = {
    "open_profile": Decoder(_open_profile, parts=tuple(_PROFILE)),
    "tindeq": Decoder(_tindeq, progressor.parse_command, has_queries=True),
    "forceboard": Decoder(_each(force_board.parse), force_board.parse_command),
    "whc06": Decoder(_each(whc06.parse)),
    "vernier_gdx": Decoder(_go_direct, go_direct.parse_request),
    "sig_2c07": Decoder(_one(sig.parse_force)),
    "sig_2a6d": Decoder(_one(sig_weight.parse_pressure)),
    "sig_2a9d": Decoder(_one(sig_weight.parse_measurement)),
    "sig_2a9e": Decoder(_each(sig_weight.parse_features)),
    "sig_2a98": Decoder(_one(sig_weight.parse_weight)),
    "sig_2a19": Decoder(_one(sig.parse_battery)),
    "sig_2a2b": Decoder(_each(sig_weight.parse_time)),
    "nus_text": Decoder(_stream(lambda: text_lines.Parser().feed), text_lines.Command.parse),
    "squegg": Decoder(_each(squegg.parse)),
    "musclemeter_v2": Decoder(_each(muscle_meter.parse)),
    "vald_dynamo": Decoder(_stream(lambda: dynamo.Parser().feed), dynamo.Command.parse),
    "entralpi": Decoder(_each(entralpi.parse)),
    "mantracourt_b24": Decoder(_each(b24.parse)),
    "cts500": Decoder(_stream(lambda: cts500.Parser().feed), cts500.Command.parse),
    "climbro": Decoder(_stream(lambda: climbro.Parser().feed)),
    "motherboard": Decoder(_stream(lambda: motherboard.Parser().feed), motherboard.Command.parse),
    "teraforce": Decoder(_each(teraforce.parse), teraforce.Command.parse),
    "miscale_v1": Decoder(_each(mi_scale.parse_v1)),
    "miscale_v2": Decoder(_each(mi_scale.parse_v2)),
    "bookoo": Decoder(_each(bookoo.parse), bookoo.parse_command),
    "frezdyno": Decoder(_each(frez.parse), frez.Command.parse),
}

SCANNED: Final[Mapping[str, Decoder]] = {
    "sig_force": DECODERS["sig_2c07"],
    "sig_pressure": DECODERS["sig_2a6d"],
    "sig_weight": DECODERS["sig_2a9d"],
    "miscale": Decoder(
        _each(
            lambda data: (
                mi_scale.parse_v2(data)
                if len(data) == mi_scale.V2_SIZE
                else mi_scale.parse_v1(data)
            )
        )
    ),
}
"""The same by the ids that `scan` and docs/devices.md use, where those are others."""
