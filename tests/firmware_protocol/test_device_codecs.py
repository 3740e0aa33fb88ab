"""Codecs of others' devices: any bytes become messages, and what a device can say comes back.

The bytes themselves are held by tests/vectors/devices.jsonl (see tests/drivers/test_decode.py).
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    progressor,
    sig_weight,
    squegg,
    teraforce,
    text_lines,
    whc06,
)
from firmware_protocol.command import Command
from firmware_protocol.messages import (
    FrameRejected,
    Message,
    Readings,
    Values,
)

Parse = Callable[[bytes], Any]
WHOLE: dict[str, Parse] = {
    "b24": b24.parse,
    "bookoo": bookoo.parse,
    "entralpi": entralpi.parse,
    "force board": force_board.parse,
    "frez": frez.parse,
    "mi scale 1": mi_scale.parse_v1,
    "mi scale 2": mi_scale.parse_v2,
    "muscle meter": muscle_meter.parse,
    "pressure": lambda data: (sig_weight.parse_pressure(data),),
    "progressor": progressor.parse,
    "squegg": squegg.parse,
    "teraforce": teraforce.parse,
    "weight features": sig_weight.parse_features,
    "weight measurement": lambda data: (sig_weight.parse_measurement(data),),
    "weight time": sig_weight.parse_time,
    "weight": lambda data: (sig_weight.parse_weight(data),),
    "whc06": whc06.parse,
}
STREAMS: dict[str, Callable[[], Parse]] = {
    "climbro": lambda: climbro.Parser().feed,
    "cts500": lambda: cts500.Parser().feed,
    "dynamo": lambda: dynamo.Parser().feed,
    "motherboard": lambda: motherboard.Parser().feed,
    "text lines": lambda: text_lines.Parser().feed,
}
COMMANDS: tuple[type[Command], ...] = (
    bookoo.Command,
    cts500.Command,
    dynamo.Command,
    force_board.Mode,
    force_board.Zero,
    frez.Command,
    motherboard.Command,
    progressor.Command,
    teraforce.Command,
    text_lines.Command,
)


@pytest.mark.parametrize("parse", WHOLE.values(), ids=WHOLE)
@given(data=st.binary(max_size=130))
def test_any_bytes_mean_something_or_are_kept(parse: Parse, data: bytes) -> None:
    messages = parse(data)
    assert messages
    for message in messages:
        if isinstance(message, FrameRejected):
            assert message.reason
            assert message.data in data


@pytest.mark.parametrize("begin", STREAMS.values(), ids=STREAMS)
@given(data=st.lists(st.binary(max_size=60), max_size=8))
def test_any_stream_means_something_or_is_kept(
    begin: Callable[[], Parse], data: list[bytes]
) -> None:
    feed, stream = begin(), b"".join(data)
    for piece in data:
        for message in feed(piece):
            if isinstance(message, FrameRejected):
                assert message.data in stream


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_any_pieces_of_go_direct(data: list[bytes]) -> None:
    pieces = go_direct.Reassembler()
    for piece in data:
        for frame in pieces.feed(piece):
            go_direct.parse_frame(frame)
        go_direct.Sensor.parse(piece)


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("name", ["climbro", "cts500", "motherboard", "text lines"])
def test_a_stream_means_the_same_however_it_is_cut(name: str, cut: int) -> None:
    stream = {
        "climbro": "00f070f50af614f0e6f50102",
        "cts500": "9905c1000002c80501000004d2dc050105aa000000af0501000027103d0580c4000163ad",
        "motherboard": (b"2,3,47.3,1112352\r\n" + b"01002C010A0000ECFFFFE2FFFF000000\r\n").hex(),
        "text lines": b"R:834572\n12.5 N\nD:0\nhello\n".hex(),
    }[name]
    data = bytes.fromhex(stream)
    feed = STREAMS[name]()
    cut_up = [one for at in range(0, len(data), cut) for one in feed(data[at : at + cut])]
    assert samples(cut_up) == samples(STREAMS[name]()(data))
    assert samples(cut_up)


def samples(messages: list[Message] | tuple[Message, ...]) -> list[Any]:
    """All that is measured, however it was batched."""
    flat: list[Any] = []
    for one in messages:
        match one:
            case Readings(raw=raw, unit=unit) | Values(raw=raw, unit=unit):
                flat += [(value, unit) for value in raw]
            case FrameRejected():
                pass
            case _:
                flat.append(one)
    return flat


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__module__)
def test_commands_come_back(kind: type[Command]) -> None:
    for command in kind:
        assert kind.parse(command.serialize()) is command
    assert isinstance(kind.parse(b"\xee\xee"), FrameRejected)
