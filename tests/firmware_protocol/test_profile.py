"""A device that could not measure cannot be described."""

from dataclasses import replace

import pytest

from firmware_protocol.frames import uuid16
from firmware_protocol.profile import SERVICE, Capabilities, Direction, Feature, Kind
from firmware_protocol.profile_data import ChannelMask

PROBE = Capabilities(
    kind=Kind.PROBE,
    direction=Direction.PUSH,
    features=Feature.TARE | Feature.BACKFILL,
    channels=ChannelMask.FORCE,
    full_scale_mn=150_000,
    resolution_mn=1,
    tip_area_mm2=100.0,
    ring_s=120,
    rates_hz=(100,),
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"channels": ChannelMask.PRESSURE},
        {"full_scale_mn": 0},
        {"resolution_mn": 0},
        {"rates_hz": ()},
        {"rates_hz": (100, 0)},
    ],
)
def test_what_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"version|force|scale|rate"):
        replace(PROBE, **wrong)  # type: ignore[arg-type]


def test_the_smallest_device_can_be() -> None:
    """The first version, a full scale and a resolution of a thousandth of a newton."""
    least = replace(PROBE, full_scale_mn=1, resolution_mn=1)
    assert least.version == 1
    assert Capabilities.parse(least.serialize()) == least


def test_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        replace(PROBE, ring_s=70_000).serialize()


def test_no_uuid_of_ours_is_one_of_the_sig_s() -> None:
    assert SERVICE.endswith("-7f0e-4b6a-9a52-6c696e6b0001")
    assert uuid16(0x185A) == "0000185a-0000-1000-8000-00805f9b34fb"


def test_the_bits_of_the_features_are_those_of_the_page() -> None:
    assert [int(feature) for feature in Feature] == [1, 2, 4, 8, 16, 32, 64]
