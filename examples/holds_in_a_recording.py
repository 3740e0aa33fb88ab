"""Find holds in recorded force: python examples/holds_in_a_recording.py [FILE.csv]

The file has the columns t_s and force_n. Without one, a press of 40 s is made up: a hand that
trembles, and slips once.
"""

import sys

import numpy as np

from devicelink.core.block import Block
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.zone import Zone
from devicelink.lines import as_words
from devicelink.recordings import read_recording


def made_up() -> Block:
    """One minute at 80 Hz."""
    rng = np.random.default_rng(7)
    t_s = np.arange(0.0, 60.0, 1 / 80)
    force_n = np.interp(t_s, [0, 5, 8, 30, 30.1, 45, 48, 60], [0, 0, 25, 24, 17, 17, 0, 0])
    return Block.of(t_s, force_n + 0.02 * force_n * rng.standard_normal(len(t_s)))


def main() -> None:
    """Feed the core a second at a time, as a live session would; any other cut gives the same."""
    block = read_recording(sys.argv[1]).block if len(sys.argv) > 1 else made_up()
    pipeline = Pipeline(PipelineConfig(zone=Zone(20.0, 30.0), limit_n=40.0))
    events = []
    for start in range(0, len(block), 80):
        part = slice(start, start + 80)
        events += pipeline.feed(Block.of(block.t_s[part], block.force_n[part]))
    for event in [*events, *pipeline.finish()]:
        if words := as_words(event):
            print(words)


if __name__ == "__main__":
    main()
