"""Batches: what they hold, how many fit, and the readings they become."""

import math

import pytest

from firmware_protocol.messages import Channel, FrameRejected, ReadingFlag, Unit
from firmware_protocol.profile_data import (
    UNKNOWN_FORCE_MN,
    ChannelMask,
    DataBatch,
    data_capacity,
)

EVERY = ~ChannelMask(0)


@pytest.mark.parametrize(
    ("mtu", "channels", "records"),
    [
        (23, ChannelMask.FORCE, 2),
        (23, EVERY, 0),
        (185, ChannelMask.FORCE, 42),
        (247, ChannelMask.FORCE, 58),
        (247, EVERY, 11),
        (517, ChannelMask.FORCE, 125),
        (5, ChannelMask.FORCE, 0),
    ],
)
def test_capacity_is_the_most_that_fits(mtu: int, channels: ChannelMask, records: int) -> None:
    assert data_capacity(mtu, channels) == records
    if channels == ChannelMask.FORCE and records:
        batch = DataBatch(seq=0, t_us=0, interval_us=10_000, force_mn=(0,) * records)
        assert len(batch.serialize()) <= min(512, mtu - 3) < len(batch.serialize()) + 4


def test_readings_count_and_time_every_sample() -> None:
    batch = DataBatch(seq=9, t_us=500, interval_us=1000, force_mn=(1500, -20, 0))
    readings = batch.readings()
    assert readings.raw == (1500.0, -20.0, 0.0)
    assert readings.unit is Unit.MILLINEWTON
    assert readings.force_n == pytest.approx((1.5, -0.02, 0.0))
    assert readings.device_us == (500, 1500, 2500)
    assert readings.seq == 9
    assert readings.channels == ()


def test_the_clock_wraps_inside_a_batch() -> None:
    """As it is sent: 32 bits. Whoever keeps time unwraps it."""
    batch = DataBatch(seq=0, t_us=2**32 - 1500, interval_us=1000, force_mn=(1, 2, 3))
    assert batch.readings().device_us == (2**32 - 1500, 2**32 - 500, 500)


def test_an_unknown_sample_keeps_its_place() -> None:
    batch = DataBatch(seq=0, t_us=0, interval_us=10, force_mn=(1, UNKNOWN_FORCE_MN, 3))
    raw = batch.readings().raw
    assert raw[::2] == (1, 3)
    assert math.isnan(raw[1])


def test_further_channels_in_their_units() -> None:
    batch = DataBatch(
        seq=0,
        t_us=0,
        interval_us=10,
        flags=ReadingFlag.OVERRUN,
        force_mn=(1,),
        displacement_um=(2500,),
        acceleration_mg=((0, 600, -800),),
        pressure_pa=(1200,),
        temperature_centi_c=(3125,),
    )
    assert batch.channels == EVERY
    assert batch.readings().flags is ReadingFlag.OVERRUN
    assert dict(batch.readings().channels) == {
        Channel.DISPLACEMENT: (2.5,),
        Channel.ACCELERATION: (1.0,),
        Channel.PRESSURE: (1200.0,),
        Channel.TEMPERATURE: (31.25,),
    }


@pytest.mark.parametrize("interval_us", [0, -10, 15])
def test_an_interval_that_cannot_be_sent_is_ours(interval_us: int) -> None:
    with pytest.raises(ValueError, match="multiple of 10"):
        DataBatch(seq=0, t_us=0, interval_us=interval_us, force_mn=(1,))


def test_columns_of_one_length() -> None:
    with pytest.raises(ValueError, match="one value a sample"):
        DataBatch(seq=0, t_us=0, interval_us=10, force_mn=())
    with pytest.raises(ValueError, match="one value a sample"):
        DataBatch(seq=0, t_us=0, interval_us=10, force_mn=(1, 2), pressure_pa=(1,))


def test_a_number_that_does_not_fit() -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        DataBatch(seq=2**32, t_us=0, interval_us=10, force_mn=(1,)).serialize()


def test_the_sig_s_unknown_force_is_ours() -> None:
    frame = DataBatch(seq=0, t_us=0, interval_us=10, force_mn=(5,)).serialize()
    batch = DataBatch.parse(frame[:-4] + bytes.fromhex("ffffff7f"))
    assert isinstance(batch, DataBatch)
    assert math.isnan(batch.readings().raw[0])


def test_a_cut_record_says_how_many_bytes_there_were() -> None:
    frame = DataBatch(seq=0, t_us=0, interval_us=10, force_mn=(5, 6)).serialize()
    cut = DataBatch.parse(frame[:-1])
    assert isinstance(cut, FrameRejected)
    assert cut.reason == "7 bytes are not records of 4"
