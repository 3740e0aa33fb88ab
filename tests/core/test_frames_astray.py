"""Copies, frames out of order, loss, wraps and restarts: every sample once, or counted."""

import numpy as np
import pytest

from devicelink.core.block import Block, joined
from devicelink.core.timebase import SEQ_WRAP, Timebase
from firmware_protocol.messages import CLOCK_WRAP_US, Readings, Unit

PER_FRAME, STEP_US, FRAMES = 5, 10_000, 600


def frames(first_seq: int, first_us: int) -> list[Readings]:
    """Half a minute of a device that samples a hundred times a second."""
    made = []
    for n in range(FRAMES):
        seqs = [first_seq + PER_FRAME * n + at for at in range(PER_FRAME)]
        us = tuple((first_us + (seq - first_seq) * STEP_US) % CLOCK_WRAP_US for seq in seqs)
        raw = tuple(float((seq - first_seq) % 30_000) for seq in seqs)
        made.append(Readings(raw=raw, unit=Unit.MILLINEWTON, device_us=us, seq=seqs[0] % SEQ_WRAP))
    return made


@pytest.mark.parametrize("loss", [0.0, 0.01, 0.1, 0.5])
@pytest.mark.parametrize("first_seq", [0, 65_535 - 1000, SEQ_WRAP - 1000])
@pytest.mark.parametrize("seed", range(3))
def test_every_sample_is_there_once_in_order_or_counted_as_lost(
    loss: float, first_seq: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    sent = frames(first_seq, CLOCK_WRAP_US - 7_000_000)
    came = [n for n in range(FRAMES) if n in {0, FRAMES - 1} or rng.random() >= loss]
    again = [n for n in came if rng.random() < 0.1]
    due = [(n + rng.integers(0, 9) * (0 < n < FRAMES - 1), n) for n in came]
    due += [(n + rng.integers(0, 9), n) for n in again]
    timebase = Timebase(0.5)
    blocks: list[Block] = []
    for at, n in sorted(due):
        blocks.append(timebase.add(sent[n], 1.0 + 0.05 * float(at)))
    blocks.append(timebase.finish())
    whole = joined(blocks)
    expected = np.concatenate([sent[n].raw for n in came])
    assert np.array_equal(np.rint(whole.force_n * 1000), expected)
    assert np.all(np.diff(whole.t_s) > 0)
    assert timebase.lost == PER_FRAME * (FRAMES - len(came))
    assert timebase.duplicates == PER_FRAME * len(again)
    assert timebase.misplaced == 0


def test_a_restart_begins_a_new_life_on_the_same_line() -> None:
    timebase = Timebase(0.5)
    blocks = []
    for life in range(3):
        for n, readings in enumerate(frames(0, 0)[:100]):
            at_s = 1.0 + 7.0 * life + 0.05 * n
            blocks.append(timebase.add(readings, at_s, boot_id=life + 1))
    blocks.append(timebase.finish())
    whole = joined(blocks)
    assert len(whole) == 3 * 100 * PER_FRAME
    assert np.all(np.diff(whole.t_s) > 0)
    assert (timebase.lost, timebase.duplicates) == (0, 0)
