"""Codecs of others' devices: any bytes become messages, and what a device can say comes back.

The bytes themselves are held by tests/vectors/devices.jsonl (see tests/drivers/test_decode.py).
"""

import math
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
    sig,
    sig_weight,
    squegg,
    teraforce,
    text_lines,
    whc06,
)
from firmware_protocol.command import Command
from firmware_protocol.lines import LONGEST, Lines, in_pieces
from firmware_protocol.messages import (
    Battery,
    Channel,
    FrameRejected,
    Message,
    Readings,
    Unit,
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


HUNDREDTHS = st.integers(-32768, 32767)


def kg(value: float, **more: Any) -> Readings:
    return Readings(raw=(value,), unit=Unit.KILOGRAM, **more)


@given(st.lists(st.integers(0, 2**22 - 1), min_size=1, max_size=6))
def test_force_board_comes_back(pounds: list[int]) -> None:
    readings = Readings(raw=tuple(pounds), unit=Unit.POUND)
    assert force_board.parse(force_board.serialize(readings)) == (readings,)


@given(HUNDREDTHS, st.sampled_from([*Unit][2:]), st.booleans(), st.integers(0, 2**20))
def test_whc06_comes_back(load: int, unit: Unit, stable: bool, count: int) -> None:
    readings = Readings(raw=(load / 100,), unit=unit, also=(("stable", stable),))
    data = whc06.serialize(readings, count)
    assert len(data) == 17
    assert whc06.parse(data) == whc06.parse(b"\x00\x01" + data) == (readings,)


@given(st.integers(0, 65535))
def test_entralpi_comes_back(load: int) -> None:
    assert entralpi.parse(entralpi.serialize(kg(load / 100))) == (kg(load / 100),)


@given(
    st.integers(0, 300_000), st.booleans(), st.integers(1, 10), st.none() | st.integers(0, 10**8)
)
def test_squegg_comes_back(grams: int, squeezing: bool, tenths: int, count: int | None) -> None:
    packet = squegg.Squeeze(grams / 1000, squeezing, 10 * tenths, count)
    assert squegg.parse_packet(packet.serialize()) == packet


@given(st.lists(st.tuples(st.integers(0, 65535), st.booleans()), min_size=1, max_size=20))
def test_muscle_meter_comes_back(values: list[tuple[int, bool]]) -> None:
    raw, pressed = zip(*values, strict=True)
    readings = Readings(
        raw=tuple(tenths / 10 for tenths in raw),
        unit=Unit.KILOGRAM,
        channels=((Channel.COMPRESSION, pressed),),
    )
    assert muscle_meter.parse(muscle_meter.serialize(readings)) == (readings,)


@given(st.lists(HUNDREDTHS, min_size=1, max_size=20))
def test_teraforce_comes_back(counts: list[int]) -> None:
    values = Values(raw=tuple(counts), unit="count")
    assert teraforce.parse(teraforce.serialize(values)) == (values,)


@given(st.lists(st.tuples(st.integers(-(2**31), 2**31 - 1), st.integers(0, 4 * 10**6)), min_size=1))
def test_frez_comes_back(values: list[tuple[int, int]]) -> None:
    counts, times = zip(*values, strict=True)
    told = Values(raw=counts, unit="count", device_us=tuple(ms * 1000 for ms in times))
    assert frez.parse(frez.serialize(told)) == (told,)


@given(st.lists(st.integers(0, 239), min_size=1, max_size=20), st.integers(0, 100))
def test_climbro_comes_back(loads: list[int], percent: int) -> None:
    data = climbro.serialize(
        [Readings(raw=tuple(loads), unit=Unit.KILOGRAM), Battery(percent=percent)]
    )
    readings, battery = climbro.Parser().feed(data)
    assert readings == Readings(raw=tuple(loads), unit=Unit.KILOGRAM)
    assert isinstance(battery, Battery)
    assert battery.percent == pytest.approx(percent, abs=0.5)


@given(st.integers(0, 2**31 - 1), st.integers(0, 6000))
def test_cts500_comes_back(load: int, centivolts: int) -> None:
    battery = Battery(millivolts=10 * centivolts)
    for message in (kg(load / 100), battery):
        assert cts500.Parser().feed(cts500.serialize(message)) == (message,)


@given(st.lists(st.integers(-128, 127), min_size=1, max_size=50))
def test_dynamo_comes_back(deltas: list[int]) -> None:
    stream, total = dynamo.Parser(), 0
    for delta in deltas:
        total += delta
        (readings,) = stream.feed(dynamo.serialize(delta))
        assert readings == Readings(raw=(total / 10,), unit=Unit.NEWTON)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_b24_comes_back(value: float) -> None:
    data = b24.serialize_value(value)
    assert b24.parse_value(data, Unit.NEWTON) == Readings(raw=(value,), unit=Unit.NEWTON)
    assert b24.parse_value(data) == Values(raw=(value,), unit="?")


@given(st.integers(-200_000, 200_000), st.integers(0, 100), st.integers(0, 2**24 - 1))
def test_bookoo_comes_back(hundredths: int, percent: int, timer_ms: int) -> None:
    readings = kg(hundredths / 100 / 1000, also=(("timer_ms", timer_ms),))
    got, battery = bookoo.parse(bookoo.serialize(readings, percent))
    assert isinstance(got, Readings)
    assert got.raw == pytest.approx(readings.raw)
    assert (got.also, battery) == (readings.also, Battery(percent=percent))


@given(st.integers(0, 65535), st.booleans(), st.booleans(), st.integers(0, 65535))
def test_mi_scales_come_back(load: int, stable: bool, removed: bool, impedance: int) -> None:
    state = (("stable", stable), ("removed", removed), ("time", "2026-03-01T10:20:30"))
    first = kg(load / 200, also=state)
    second = kg(load / 200, also=(*state, ("impedance", impedance)))
    assert mi_scale.parse_v1(mi_scale.serialize_v1(first)) == (first,)
    assert mi_scale.parse_v2(mi_scale.serialize_v2(second)) == (second,)
    pounds = Readings(raw=(load / 100,), unit=Unit.POUND, also=state)
    assert mi_scale.parse_v1(mi_scale.serialize_v1(pounds)) == (pounds,)


@given(st.integers(0, 65534), st.integers(0, 2**32 - 1))
def test_sig_values_come_back(weight: int, tenths: int) -> None:
    for readings in (kg(weight / 200), Readings(raw=(weight / 100,), unit=Unit.POUND)):
        assert sig_weight.parse_measurement(sig_weight.serialize_measurement(readings)) == readings
    pressure = Values(raw=(tenths / 10,), unit="Pa")
    assert sig_weight.parse_pressure(sig_weight.serialize_pressure(tenths / 10)) == pressure
    assert sig.parse_force(sig.serialize_force(weight)).raw == (weight,)  # type: ignore[union-attr]


@given(st.floats(-1e6, 1e6), st.integers(-(10**9), 10**9))
def test_text_lines_come_back(force_n: float, count: int) -> None:
    for message in (
        Readings(raw=(round(force_n, 6),), unit=Unit.NEWTON),
        Values(raw=(count,), unit="count"),
    ):
        stream = text_lines.Parser()
        pieces = in_pieces(text_lines.serialize(message))
        (got,) = [one for piece in pieces for one in stream.feed(piece)]
        assert isinstance(got, type(message))
        assert got.raw == pytest.approx(message.raw)


INT24 = st.integers(-(2**23), 2**23 - 1)


@given(st.integers(0, 65535), st.integers(0, 65535), st.tuples(INT24, INT24, INT24, INT24))
def test_motherboard_comes_back(index: int, battery: int, adc: tuple[int, int, int, int]) -> None:
    sample = motherboard.Sample(index, battery, adc)
    assert motherboard.parse_line(sample.serialize()) == sample
    point = motherboard.Point(2, 3, 47.3, adc[0])
    assert motherboard.parse_line(point.serialize()) == point


@given(
    st.integers(0, 15),
    st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=50),
    st.integers(1, 60),
)
def test_go_direct_measurements_come_back(sensor: int, raw: list[float], cut: int) -> None:
    measurement = go_direct.Measurement(sensor, tuple(raw))
    data, pieces = measurement.serialize(), go_direct.Reassembler()
    frames = [f for at in range(0, len(data), cut) for f in pieces.feed(data[at : at + cut])]
    assert frames == [data]
    assert go_direct.parse_frame(data) == [measurement]


@given(st.sampled_from(go_direct.Op), st.integers(0, 255), st.integers(0, 255))
def test_go_direct_requests_come_back(op: go_direct.Op, counter: int, value: int) -> None:
    takes = {go_direct.Op.PERIOD, go_direct.Op.START, go_direct.Op.SENSOR}
    request = go_direct.Request(op, counter, value if op in takes else 0)
    data = request.serialize()
    assert go_direct.parse_request(data) == request
    spoilt = bytes((*data[:3], data[3] ^ 1, *data[4:]))
    assert isinstance(go_direct.parse_request(spoilt), FrameRejected)


def test_go_direct_replies_come_back() -> None:
    sensor = go_direct.Sensor(1, "Force", "N", -50.0, 50.0)
    reply = go_direct.Reply(go_direct.Op.SENSOR, 0xFA, sensor.serialize())
    got = go_direct.parse_frame(reply.serialize())
    assert got == reply
    assert go_direct.Sensor.parse(reply.payload) == sensor


@pytest.mark.parametrize(
    "say",
    [
        lambda: force_board.serialize(Readings(raw=(2**22,), unit=Unit.POUND)),
        lambda: force_board.serialize(kg(1.0)),
        lambda: whc06.serialize(kg(400.0)),
        lambda: whc06.serialize(Readings(raw=(1.0,), unit=Unit.NEWTON)),
        lambda: entralpi.serialize(kg(-0.1)),
        lambda: entralpi.serialize(Readings(raw=(1.0, 2.0), unit=Unit.KILOGRAM)),
        lambda: squegg.Squeeze(-1.0, is_squeezing=True, percent=50).serialize(),
        lambda: muscle_meter.serialize(kg(1.0)),
        lambda: teraforce.serialize(Values(raw=(40_000,), unit="count")),
        lambda: climbro.serialize([kg(240)]),
        lambda: climbro.serialize([Battery(millivolts=3000)]),
        lambda: cts500.serialize(kg(-1.0)),
        lambda: cts500.serialize(Battery(percent=5)),
        lambda: dynamo.serialize(128),
        lambda: bookoo.serialize(kg(200.0), 50),
        lambda: mi_scale.serialize_v1(kg(400.0)),
        lambda: mi_scale.serialize_v2(kg(1.0, also=(("impedance", "high"),))),
        lambda: sig_weight.serialize_measurement(kg(65535 / 200)),
        lambda: motherboard.Sample(0, 0, (2**23, 0, 0, 0)).serialize(),
        lambda: frez.serialize(Values(raw=(2**31,), unit="count", device_us=(0,))),
    ],
)
def test_what_cannot_be_said_is_refused(say: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        say()


def test_force_board_underflows_as_the_device_does() -> None:
    data = force_board.serialize(Readings(raw=(3, math.nan, -2), unit=Unit.POUND))
    assert data.hex() == "0003000003ffffffffffff"


def test_lines_without_an_end_fill_no_memory() -> None:
    lines = Lines()
    kept = [one for _ in range(100) for one in lines.feed(b"a" * 20)]
    assert kept
    assert all(isinstance(one, FrameRejected) and len(one.data) > LONGEST for one in kept)
