"""What others' devices can say comes back from its bytes, and what they cannot is refused."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
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
    sig,
    sig_weight,
    squegg,
    teraforce,
    text_lines,
    whc06,
)
from firmware_protocol.lines import LONGEST, Lines, in_pieces
from firmware_protocol.messages import (
    Battery,
    Channel,
    FrameRejected,
    Readings,
    Unit,
    Values,
)

TRIPS = settings(max_examples=280)
"""Of each kind; of all kinds more than 5,000 (docs/reliability.md)."""
HUNDREDTHS = st.integers(-32768, 32767)


def kg(value: float, **more: Any) -> Readings:
    return Readings(raw=(value,), unit=Unit.KILOGRAM, **more)


@TRIPS
@given(st.lists(st.integers(0, 2**22 - 1), min_size=1, max_size=6))
def test_force_board_comes_back(pounds: list[int]) -> None:
    readings = Readings(raw=tuple(pounds), unit=Unit.POUND)
    assert force_board.parse(force_board.serialize(readings)) == (readings,)


@TRIPS
@given(HUNDREDTHS, st.sampled_from([*Unit][2:]), st.booleans(), st.integers(0, 2**20))
def test_whc06_comes_back(load: int, unit: Unit, stable: bool, count: int) -> None:
    readings = Readings(raw=(load / 100,), unit=unit, also=(("stable", stable),))
    data = whc06.serialize(readings, count)
    assert len(data) == 17
    assert whc06.parse(data) == whc06.parse(b"\x00\x01" + data) == (readings,)


@TRIPS
@given(st.integers(0, 65535))
def test_entralpi_comes_back(load: int) -> None:
    assert entralpi.parse(entralpi.serialize(kg(load / 100))) == (kg(load / 100),)


@TRIPS
@given(
    st.integers(0, 300_000), st.booleans(), st.integers(1, 10), st.none() | st.integers(0, 10**8)
)
def test_squegg_comes_back(grams: int, squeezing: bool, tenths: int, count: int | None) -> None:
    packet = squegg.Squeeze(grams / 1000, squeezing, 10 * tenths, count)
    assert squegg.parse_packet(packet.serialize()) == packet


@TRIPS
@given(st.lists(st.tuples(st.integers(0, 65535), st.booleans()), min_size=1, max_size=20))
def test_muscle_meter_comes_back(values: list[tuple[int, bool]]) -> None:
    raw, pressed = zip(*values, strict=True)
    readings = Readings(
        raw=tuple(tenths / 10 for tenths in raw),
        unit=Unit.KILOGRAM,
        channels=((Channel.COMPRESSION, pressed),),
    )
    assert muscle_meter.parse(muscle_meter.serialize(readings)) == (readings,)


@TRIPS
@given(st.lists(HUNDREDTHS, min_size=1, max_size=20))
def test_teraforce_comes_back(counts: list[int]) -> None:
    values = Values(raw=tuple(counts), unit="count")
    assert teraforce.parse(teraforce.serialize(values)) == (values,)


@TRIPS
@given(st.lists(st.tuples(st.integers(-(2**31), 2**31 - 1), st.integers(0, 4 * 10**6)), min_size=1))
def test_frez_comes_back(values: list[tuple[int, int]]) -> None:
    counts, times = zip(*values, strict=True)
    told = Values(raw=counts, unit="count", device_us=tuple(ms * 1000 for ms in times))
    assert frez.parse(frez.serialize(told)) == (told,)


@TRIPS
@given(st.lists(st.integers(0, 239), min_size=1, max_size=20), st.integers(0, 100))
def test_climbro_comes_back(loads: list[int], percent: int) -> None:
    data = climbro.serialize(
        [Readings(raw=tuple(loads), unit=Unit.KILOGRAM), Battery(percent=percent)]
    )
    readings, battery = climbro.Parser().feed(data)
    assert readings == Readings(raw=tuple(loads), unit=Unit.KILOGRAM)
    assert isinstance(battery, Battery)
    assert battery.percent == pytest.approx(percent, abs=0.5)


@TRIPS
@given(st.integers(0, 2**31 - 1), st.integers(0, 6000))
def test_cts500_comes_back(load: int, centivolts: int) -> None:
    battery = Battery(millivolts=10 * centivolts)
    for message in (kg(load / 100), battery):
        assert cts500.Parser().feed(cts500.serialize(message)) == (message,)


@TRIPS
@given(st.lists(st.integers(-128, 127), min_size=1, max_size=50))
def test_dynamo_comes_back(deltas: list[int]) -> None:
    stream, total = dynamo.Parser(), 0
    for delta in deltas:
        total += delta
        (readings,) = stream.feed(dynamo.serialize(delta))
        assert readings == Readings(raw=(total / 10,), unit=Unit.NEWTON)


@TRIPS
@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_b24_comes_back(value: float) -> None:
    data = b24.serialize_value(value)
    assert b24.parse_value(data, Unit.NEWTON) == Readings(raw=(value,), unit=Unit.NEWTON)
    assert b24.parse_value(data) == Values(raw=(value,), unit="?")


@TRIPS
@given(st.integers(-200_000, 200_000), st.integers(0, 100), st.integers(0, 2**24 - 1))
def test_bookoo_comes_back(hundredths: int, percent: int, timer_ms: int) -> None:
    readings = kg(hundredths / 100 / 1000, also=(("timer_ms", timer_ms),))
    got, battery = bookoo.parse(bookoo.serialize(readings, percent))
    assert isinstance(got, Readings)
    assert got.raw == pytest.approx(readings.raw)
    assert (got.also, battery) == (readings.also, Battery(percent=percent))


@TRIPS
@given(st.integers(0, 65535), st.booleans(), st.booleans(), st.integers(0, 65535))
def test_mi_scales_come_back(load: int, stable: bool, removed: bool, impedance: int) -> None:
    state = (("stable", stable), ("removed", removed), ("time", "2026-03-01T10:20:30"))
    first = kg(load / 200, also=state)
    second = kg(load / 200, also=(*state, ("impedance", impedance)))
    assert mi_scale.parse_v1(mi_scale.serialize_v1(first)) == (first,)
    assert mi_scale.parse_v2(mi_scale.serialize_v2(second)) == (second,)
    pounds = Readings(raw=(load / 100,), unit=Unit.POUND, also=state)
    assert mi_scale.parse_v1(mi_scale.serialize_v1(pounds)) == (pounds,)


@TRIPS
@given(st.integers(0, 65534), st.integers(0, 2**32 - 1))
def test_sig_values_come_back(weight: int, tenths: int) -> None:
    for readings in (kg(weight / 200), Readings(raw=(weight / 100,), unit=Unit.POUND)):
        assert sig_weight.parse_measurement(sig_weight.serialize_measurement(readings)) == readings
    pressure = Values(raw=(tenths / 10,), unit="Pa")
    assert sig_weight.parse_pressure(sig_weight.serialize_pressure(tenths / 10)) == pressure
    assert sig.parse_force(sig.serialize_force(weight)).raw == (weight,)  # type: ignore[union-attr]


@TRIPS
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


@TRIPS
@given(st.integers(0, 65535), st.integers(0, 65535), st.tuples(INT24, INT24, INT24, INT24))
def test_motherboard_comes_back(index: int, battery: int, adc: tuple[int, int, int, int]) -> None:
    sample = motherboard.Sample(index, battery, adc)
    assert motherboard.parse_line(sample.serialize()) == sample
    point = motherboard.Point(2, 3, 47.3, adc[0])
    assert motherboard.parse_line(point.serialize()) == point


@TRIPS
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


@TRIPS
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
