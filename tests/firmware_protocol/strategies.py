"""Any value that the open profile can say, for property tests."""

from typing import Any

from hypothesis import strategies as st

from firmware_protocol.messages import Press, ReadingFlag
from firmware_protocol.profile import Capabilities, Direction, Feature, Kind
from firmware_protocol.profile_control import REPLY_VALUES, REQUESTS, ControlReply, Result
from firmware_protocol.profile_data import ChannelMask, DataBatch
from firmware_protocol.profile_event import EVENTS
from firmware_protocol.wire import Packed

INTEGERS = {
    "u8": st.integers(0, 2**8 - 1),
    "u16": st.integers(0, 2**16 - 1),
    "u32": st.integers(0, 2**32 - 1),
    "u64": st.integers(0, 2**64 - 1),
    "s16": st.integers(-(2**15), 2**15 - 1),
    "s32": st.integers(-(2**31), 2**31 - 1),
}
NARROWER: dict[str, st.SearchStrategy[int]] = {
    "rate_hz": st.integers(1, 2**16 - 1),
    "count": st.integers(1, 2**16 - 1),
    "on": st.integers(0, 1),
    "percent": st.integers(0, 100),
    "press": st.sampled_from(Press),
}


def packed(kind: type[Packed]) -> st.SearchStrategy[Any]:
    """Any value of a message that is packed by its layout."""
    fields = kind.LAYOUT.fields[kind.NUMBER is not None :]
    return st.builds(kind, *(NARROWER.get(f.name, INTEGERS[f.type]) for f in fields))


requests = st.one_of([packed(kind) for kind in REQUESTS.values()])
events = st.one_of([packed(kind) for kind in EVENTS.values()])
replies = st.one_of(
    [
        st.builds(ControlReply, st.just(op), INTEGERS["u8"], st.just(Result.OK), packed(kind))
        for op, kind in REPLY_VALUES.items()
    ]
    + [
        st.builds(
            ControlReply,
            st.integers(0, 127),
            INTEGERS["u8"],
            st.sampled_from([result for result in Result if result is not Result.OK]),
        )
    ]
)
capabilities = st.builds(
    Capabilities,
    version=st.integers(1, 255),
    kind=st.sampled_from(Kind),
    direction=st.sampled_from(Direction),
    features=INTEGERS["u16"].map(Feature),
    channels=INTEGERS["u8"].map(lambda bits: ChannelMask(bits | 1)),
    full_scale_mn=st.integers(1, 2**32 - 1),
    resolution_mn=st.integers(1, 2**16 - 1),
    tip_area_mm2=st.none() | st.integers(1, 2**16 - 1).map(lambda tenths: tenths / 10),
    ring_s=INTEGERS["u16"],
    rates_hz=st.lists(st.integers(1, 2**16 - 1), min_size=1, max_size=40).map(tuple),
)


@st.composite
def batches(draw: st.DrawFn) -> DataBatch:
    """Any batch of 1 to 40 records with any channels."""
    size, mask = draw(st.integers(1, 40)), draw(st.integers(0, 15))

    def column(bit: int, values: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        lengths = size if mask & bit else 0
        return tuple(draw(st.lists(values, min_size=lengths, max_size=lengths)))

    return DataBatch(
        seq=draw(INTEGERS["u32"]),
        t_us=draw(INTEGERS["u32"]),
        interval_us=draw(st.integers(1, 2**16 - 1)) * 10,
        flags=ReadingFlag(draw(INTEGERS["u8"])),
        force_mn=tuple(draw(st.lists(INTEGERS["s32"], min_size=size, max_size=size))),
        displacement_um=column(1, INTEGERS["s32"]),
        acceleration_mg=column(2, st.tuples(*[INTEGERS["s16"]] * 3)),
        pressure_pa=column(4, INTEGERS["s32"]),
        temperature_centi_c=column(8, INTEGERS["s16"]),
    )
