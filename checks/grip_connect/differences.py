"""Where grip-connect 0.13.0 and we differ on the same bytes: each with who is right, and why.

A difference is known by the bytes alone, never by the outcome: what no rule names is a finding, and
so is a rule that nothing falls under any more. docs/judges.md is made from these. Used by
checks/judges.py.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from firmware_protocol import cts500, force_board, progressor, whc06

Frames = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """`applies` says of a stream's frames whether the two may differ on them."""

    device: str
    about: str
    ours: str
    theirs: str
    right: str
    applies: Callable[[Frames], bool]


def _weights(frames: Frames) -> list[float]:
    """All Progressor weights, finite or not."""
    read = (message for frame in frames for message in progressor.parse(frame))
    return [kg for one in read for kg in getattr(one, "raw", ())]


def _is_packed(frames: Frames) -> bool:
    return any(len(one) > 2 and len(one) > 2 + one[1] for one in frames)


def _is_short(frames: Frames) -> bool:
    return any(len(one) < 2 or len(one) < 2 + one[1] for one in frames)


def _pounds(frame: bytes) -> tuple[float, ...]:
    return getattr(force_board.parse(frame)[0], "raw", ())


def _whole(frames: Frames) -> bytes:
    return b"".join(frames)


def _bad_sum(frames: Frames) -> bool:
    """Bytes between CTS500 frames."""
    said = cts500.Parser().feed(_whole(frames))
    return any(type(one).__name__ == "FrameRejected" for one in said)


def _beyond(frames: Frames) -> bool:
    return any(one[1] == 1 and one[2] & 0x80 for one in frames if len(one) == 7)


def _whc06_unit(frames: Frames) -> bool:
    return any(len(one) > 14 and one[14] & 0x0F != 1 for one in frames)


def _motherboard_adc(frames: Frames) -> list[tuple[int, ...]]:
    lines = (line.strip() for line in _whole(frames).splitlines())
    data = (bytes.fromhex(line.decode()) for line in lines if len(line) == 32)
    return [
        tuple(int.from_bytes(one[at : at + 3], "little", signed=True) for at in (4, 7, 10))
        for one in data
    ]


DIFFERENCES: Final = (
    Difference(
        "tindeq", "several parts in one notification",
        "each part is read", "only the first is",
        "we: a sample more costs nothing; no real device is known to pack",
        _is_packed,
    ),
    Difference(
        "tindeq", "a weight that is no finite number",
        "kept as a place without a number",
        "NaN skipped, +infinity passed on, -infinity is -1000 kg",
        "we: infinity is no weight",
        lambda frames: not all(map(math.isfinite, _weights(frames))),
    ),
    Difference(
        "tindeq", "a weight below -1000 kg",
        "as it was sent", "-1000 kg",
        "neither: no device sends it; a number is not changed here",
        lambda frames: any(kg < -1000 for kg in _weights(frames)),
    ),
    Difference(
        "tindeq", "a notification shorter than it says",
        "rejected and kept, as a whole", "RangeError, after the samples that were there",
        "we: what is cut cannot be trusted, and must not stop the program",
        _is_short,
    ),
    Difference(
        "tindeq", "a tag that is not known",
        "rejected and kept", "an Error that the caller has to catch",
        "we: clones send tags of their own",
        lambda frames: any(one[0] > 4 for one in frames if one),
    ),
    Difference(
        "forceboard", "a board that is pressed",
        "no number, and told", "more than 1100 lb",
        "we: its numbers have no sign and underflow; it carries no more than that",
        lambda frames: any(not lb <= 1100 for one in frames for lb in _pounds(one)),
    ),
    Difference(
        "whc06", "a load below zero",
        "below zero", "650 kg and more",
        "we: three other programs read it signed, as the display shows it",
        lambda frames: any(len(one) > 11 and one[10] & 0x80 for one in frames),
    ),
    Difference(
        "whc06", "a display that shows pounds, stone or jin",
        "converted", "taken for kilograms",
        "we: the number is in the unit shown",
        _whc06_unit,
    ),
    Difference(
        "whc06", "a payload that is too short, or another company's",
        "rejected and kept", "RangeError, or a load out of whatever stands there",
        "we: the company's number is TomTom's",
        lambda frames: any(len(one) < 12 or not one.startswith(whc06.HEAD) for one in frames),
    ),
    Difference(
        "cts500", "noise between frames",
        "costs the noise", "what follows in the same notification waits for the next",
        "we: the frame is whole",
        _bad_sum,
    ),
    Difference(
        "cts500", "a load with its highest bit set",
        "rejected: its sign was never told", "42 million kilograms",
        "we: the scale carries 500 kg",
        _beyond,
    ),
    Difference(
        "entralpi", "the hundredth of a kilogram",
        "kept", "rounded to tenths",
        "we: it was sent",
        lambda frames: any(int.from_bytes(one[:2]) % 10 for one in frames),
    ),
    Difference(
        "entralpi", "more than 327.67 kg",
        "less than nothing", "650 kg",
        "not settled: a third program reads it signed, and the plate carries no such load",
        lambda frames: any(one[:1] >= b"\x80" for one in frames),
    ),
    Difference(
        "entralpi", "a notification shorter than two bytes",
        "rejected and kept", "RangeError",
        "we: it must not stop the program",
        lambda frames: any(len(one) < 2 for one in frames),
    ),
    Difference(
        "climbro", "a charge outside its scale",
        "0 or 100 %", "below 0 or above 100 %",
        "we: there is no such charge",
        lambda frames: any(
            not 112 <= level <= 230
            for at, level in enumerate(_whole(frames)[1:])
            if _whole(frames)[at] == 0xF0 and level not in {0xF0, 0xF5}
        ),
    ),
    Difference(
        "motherboard", "the count 7FFFFF",
        "the largest", "the most negative but one",
        "we: their test for the sign is off by one",
        lambda frames: any(0x7FFFFF in one for one in _motherboard_adc(frames)),
    ),
    Difference(
        "motherboard", "a count beyond the last point of its calibration",
        "straight on, as between the last two", "0 kg",
        "we: a load that is large is not nothing",
        lambda frames: max(map(abs, sum(_motherboard_adc(frames), ()))) >= 2_000_000,
    ),
)  # fmt: skip
