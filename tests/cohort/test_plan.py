"""Portions: in order, nothing lost or doubled, none too large."""

from hypothesis import given
from hypothesis import strategies as st

from devicelink.cohort.plan import BATCH_BYTES, BATCH_RECORDINGS, Source, batches


@given(st.lists(st.integers(0, 2 * BATCH_BYTES), max_size=200))
def test_every_recording_is_in_one_portion_and_in_order(sizes: list[int]) -> None:
    sources = [Source(str(number), str(number), size) for number, size in enumerate(sizes)]
    portions = list(batches(sources))
    assert [source for portion in portions for source in portion] == sources
    for portion in portions:
        assert 1 <= len(portion) <= BATCH_RECORDINGS
        assert len(portion) == 1 or sum(source.size for source in portion) <= BATCH_BYTES


def test_portions_are_made_as_they_are_taken() -> None:
    """A hundred thousand recordings are not cut up before the first is begun."""
    endless = (Source(str(number), "", 1) for number in iter(int, 1))
    assert len(next(batches(endless))) == BATCH_RECORDINGS
