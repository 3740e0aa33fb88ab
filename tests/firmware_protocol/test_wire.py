"""Layouts pack what they declare and refuse what does not fit."""

import pytest

from firmware_protocol.wire import Field, Layout

LAYOUT = Layout("token u8", "force_mn s32", "count u16")


def test_fields_follow_each_other_without_padding() -> None:
    assert LAYOUT.fields == (
        Field("token", "u8", 0),
        Field("force_mn", "s32", 1),
        Field("count", "u16", 5),
    )
    assert LAYOUT.size == 7


def test_little_endian_both_ways() -> None:
    data = LAYOUT.pack(1, -2, 0x0304)
    assert data == bytes.fromhex("01feffffff0403")
    assert LAYOUT.unpack(b"\xff" + data, 1) == (1, -2, 0x0304)
    assert list(LAYOUT.unpack_all(data + data)) == [(1, -2, 0x0304)] * 2


@pytest.mark.parametrize("values", [(256, 0, 0), (0, 2**31, 0), (0, 0, -1), (0, 0)])
def test_a_value_that_does_not_fit_is_ours_and_raises(values: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        LAYOUT.pack(*values)
