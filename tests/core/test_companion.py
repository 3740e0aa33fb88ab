"""What comes beside force: depth by block, stiffness by tremor, whatever the cut."""

import numpy as np
import pytest

from devicelink.core.block import Block, Columns, Floats
from devicelink.core.companion import GRAVITY_MM_S2, NOTHING, Beside, Companion
from firmware_protocol.messages import Channel

HZ = 9.0
STIFF_N_MM = 3.0


def shaken(rate_hz: float, last_s: float = 6.0) -> tuple[Floats, Block]:
    """Microseconds, and tremor of 50 um on tissue of 3 N/mm."""
    t_s = np.arange(0.0, last_s, 1.0 / rate_hz)
    moved_mm = 0.05 * np.sin(2.0 * np.pi * HZ * t_s)
    shaken_g = -((2.0 * np.pi * HZ) ** 2) * moved_mm / GRAVITY_MM_S2
    channels = [(Channel.DISPLACEMENT, 8.0 + moved_mm), (Channel.ACCELERATION, shaken_g)]
    force_n = 20.0 + STIFF_N_MM * moved_mm
    return np.rint(t_s * 1e6), Block.of(t_s, force_n, Columns.of(channels=channels))


def told(block: Block, us: Floats, size: int, ends: list[int]) -> list[Beside]:
    companion, found, waiting = Companion(), [], list(ends)
    for start in range(0, len(block), size):
        part = slice(start, start + size)
        companion.add(us[part].astype(np.int64), block.part(part))
        done = [end for end in waiting if len(us[part]) and end <= us[part][-1]]
        found += [companion.until(end) for end in done]
        waiting = waiting[len(done) :]
    return found


@pytest.mark.parametrize("rate_hz", [40.0, 80.0, 100.0, 200.0])
def test_tremor_tells_the_stiffness_and_depth_is_a_mean(rate_hz: float) -> None:
    us, block = shaken(rate_hz)
    found = told(block, us, 16, [2_000_000, 3_000_000])
    assert [one.stiffness_n_mm for one in found] == pytest.approx([STIFF_N_MM] * 2, rel=0.08)
    assert [one.depth_mm for one in found] == pytest.approx([8.0] * 2, abs=0.05)


def test_the_cut_and_the_future_change_nothing() -> None:
    us, block = shaken(80.0)
    ends = [1_400_000, 2_000_000, 2_200_000, 5_000_000]
    assert told(block, us, 1, ends) == told(block, us, 37, ends) == told(block, us, 481, ends)


def test_without_channels_or_with_too_few_samples_there_is_nothing() -> None:
    us, block = shaken(80.0)
    bare = Block.of(block.t_s, block.force_n)
    assert told(bare, us, 50, [2_000_000]) == [NOTHING]
    us, block = shaken(12.0)
    (found,) = told(block, us, 10, [2_000_000])
    assert found.stiffness_n_mm is None
    assert found.depth_mm is not None


def test_memory_is_bounded() -> None:
    us, block = shaken(80.0, 120.0)
    companion = Companion()
    for start in range(0, len(block), 16):
        part = slice(start, start + 16)
        companion.add(us[part].astype(np.int64), block.part(part))
    assert companion._us.size < 80 * 5
