"""Samples come back to the bit, whatever the device, and damage costs one frame, stated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelink.core.block import Block
from devicelink.core.timebase import Timebase
from devicelink.store.record import SampleBatch
from devicelink.store.samples import decode_frames, encode_frame, holes, merged
from firmware_protocol.messages import NEWTONS_PER, Channel, Readings, Unit
from tests.store.made import batch

ANY_FLOAT = st.floats(width=64, allow_nan=True, allow_infinity=True)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1).map(float) | st.just(float("nan"))
INTEGER = st.integers(-(2**63), 2**63 - 1)


def same_bits(one: SampleBatch, other: SampleBatch) -> bool:
    pairs = [(one.t_s, other.t_s), (one.raw, other.raw), (one.device_us, other.device_us)]
    pairs += [(one.seq, other.seq)]
    pairs += [(a, b) for (_, a), (_, b) in zip(one.channels, other.channels, strict=True)]
    kinds = [channel for channel, _ in one.channels] == [channel for channel, _ in other.channels]
    bits = all(
        a is b if a is None or b is None else a.tobytes() == b.tobytes() and a.dtype == b.dtype
        for a, b in pairs
    )
    return kinds and bits and one.unit == other.unit and one.first == other.first


@settings(max_examples=150, deadline=None)
@given(data=st.data(), n=st.integers(1, 40), floats=st.sampled_from([ANY_FLOAT, WHOLE]))
def test_a_frame_gives_every_bit_again(data: st.DataObject, n: int, floats: object) -> None:
    def column(of: object) -> list[float]:
        return data.draw(st.lists(of, min_size=n, max_size=n))  # type: ignore[arg-type]

    clocked = data.draw(st.booleans())
    made = SampleBatch.of(
        column(st.floats(allow_nan=False, allow_infinity=False)),
        column(floats),
        data.draw(st.sampled_from(Unit)),
        device_us=column(INTEGER) if clocked else None,
        seq=column(INTEGER) if data.draw(st.booleans()) else None,
        channels=((Channel.PRESSURE, column(ANY_FLOAT)),) if data.draw(st.booleans()) else (),
        first=data.draw(st.integers(0, 2**40)),
    )
    with np.errstate(all="ignore"):
        (back,) = decode_frames(encode_frame(made))
    assert same_bits(made, back)


@pytest.mark.parametrize("special", [-0.0, float("inf"), float("nan"), 0.1, 2.0**60, 1e-310])
def test_a_float_that_is_no_whole_number_is_not_rounded(special: float) -> None:
    made = SampleBatch.of([0.0, 0.1], [1.0, special], Unit.NEWTON)
    (back,) = decode_frames(encode_frame(made))
    assert same_bits(made, back)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_block_is_fed_again_to_the_bit_and_keeps_the_devices_numbers(unit: Unit) -> None:
    rng = np.random.default_rng(4)
    if unit is Unit.MILLINEWTON:
        raw = rng.integers(-150_000, 150_000, 500).astype(float)
    else:
        raw = rng.normal(2, 1, 500).astype(np.float32).astype(float)
    raw[::50] = np.nan
    readings = Readings(raw=tuple(raw.tolist()), unit=unit)
    block = Block.of(np.arange(500) / 80 + rng.normal(0, 1e-4, 500), list(readings.force_n))
    kept = SampleBatch.of_block(block, unit)
    (back,) = decode_frames(encode_frame(kept))
    assert back.block().t_s.tobytes() == block.t_s.tobytes()
    assert back.block().force_n.tobytes() == block.force_n.tobytes()
    assert back.unit == unit
    assert np.array_equal(back.raw, raw, equal_nan=True)


def test_a_force_that_is_no_multiple_of_the_raw_value_is_kept_in_newtons() -> None:
    block = Block.of([0.0, 0.01], [0.1 + 0.2, np.pi])
    kept = SampleBatch.of_block(block, Unit.MILLINEWTON)
    assert kept.unit is Unit.NEWTON
    assert kept.block().force_n.tobytes() == block.force_n.tobytes()


def test_a_zero_of_our_own_leaves_the_devices_numbers_as_they_were() -> None:
    """S60: what was sent is kept, and the newtons come again to the bit."""
    rng = np.random.default_rng(6)
    for unit, raw in (
        (Unit.KILOGRAM, rng.normal(2, 1, 300).astype(np.float32).astype(float)),
        (Unit.MILLINEWTON, rng.integers(0, 90_000, 300).astype(float)),
    ):
        force_n = raw * NEWTONS_PER[unit] - 1.2345
        kept = SampleBatch.of_block(Block.of(np.arange(300) / 80, force_n), unit, 1.2345)
        (back,) = decode_frames(encode_frame(kept))
        assert back.raw.tobytes() == raw.tobytes()
        assert (back.unit, back.zero_n) == (unit, 1.2345)
        assert back.block().force_n.tobytes() == force_n.tobytes()
    other = SampleBatch.of([10.0], [1.0], Unit.MILLINEWTON, first=len(kept))
    assert len(list(merged([kept, other], 10_000))) == 2  # another zero, another run


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("slope", [0.9520473, 1.0, 1.2345678])
def test_a_calibration_leaves_the_devices_numbers_as_they_were(unit: Unit, slope: float) -> None:
    """S57: whole numbers, 32-bit floats and decimals come back to the bit, and so do newtons."""
    rng = np.random.default_rng(8)
    for raw in (
        rng.integers(-150_000, 150_000, 400).astype(float),
        rng.normal(2, 1, 400).astype(np.float32).astype(float),
        np.round(rng.normal(12, 5, 400), 2),
        np.round(rng.normal(12, 5, 400), 6),
    ):
        timebase = Timebase()
        timebase.slope = slope
        times_us = tuple(range(0, 400 * 12_500, 12_500))
        readings = Readings(raw=tuple(raw.tolist()), unit=unit, device_us=times_us)
        block = timebase.add(readings, 5.0)
        kept = SampleBatch.of_block(block, unit, 0.0, slope)
        (back,) = decode_frames(encode_frame(kept))
        assert (back.unit, back.slope) == (unit, slope)
        assert back.raw.tobytes() == raw.tobytes()
        assert back.block().force_n.tobytes() == block.force_n.tobytes()
    other = SampleBatch.of([10.0], [1.0], unit, slope=slope + 0.1, first=len(kept))
    assert len(list(merged([kept, other], 10_000))) == 2, "another calibration, another run"


def test_newtons_are_worked_out_just_as_the_protocol_does() -> None:
    for unit, scale in NEWTONS_PER.items():
        raw = [0.1, -3.7, 21.5]
        made = SampleBatch.of([0.0, 0.1, 0.2], raw, unit)
        assert made.force_n.tolist() == list(Readings(raw=tuple(raw), unit=unit).force_n)
        assert made.force_n[0] == 0.1 * scale


def test_joining_batches_changes_no_sample_and_never_crosses_a_missing_one() -> None:
    parts = [batch(0), batch(50), batch(150), batch(200, clock=False)]
    joined = list(merged(parts, 10_000))
    assert [(part.first, len(part)) for part in joined] == [(0, 100), (150, 50), (200, 50)]
    assert joined[0].t_s.tobytes() == parts[0].t_s.tobytes() + parts[1].t_s.tobytes()
    assert holes(joined, 260) == ((100, 50), (250, 10))


def test_one_damaged_byte_costs_one_frame_and_is_stated() -> None:
    frames = [encode_frame(batch(50 * i)) for i in range(4)]
    sound = b"".join(frames)
    lost = {i: set[tuple[tuple[int, int], ...]]() for i in range(4)}
    for at in range(0, len(sound), 7):
        damaged = bytearray(sound)
        damaged[at] ^= 0x10
        parts = list(decode_frames(bytes(damaged)))
        hit = next(i for i in range(4) if at < sum(map(len, frames[: i + 1])))
        lost[hit].add(holes(parts, 200))
    assert lost == {i: {((50 * i, 50),)} for i in range(4)}


def test_a_regular_session_takes_little_space() -> None:
    joined = next(merged([batch(50 * i) for i in range(80)], 10_000))
    assert len(encode_frame(joined)) / len(joined) < 4.6, "a plain delta with zlib takes 4.5"


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        SampleBatch.of([0.0, 0.1], [1.0], Unit.NEWTON)
