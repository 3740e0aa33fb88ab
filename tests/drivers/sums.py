"""Checksums told anew, without the program's own parsers: what may be taken for sound."""

from collections.abc import Callable
from functools import reduce
from operator import xor

LONGEST = 7
"""Bytes of the longest frame of a crane scale, whose frames come in pieces."""


def of_bookoo(_before: bytes, data: bytes) -> int:
    """A packet is sound whose bytes cancel each other out; it tells a load and a charge."""
    return 2 * (len(data) == 20 and reduce(xor, data) == 0)


def of_dynamo(_before: bytes, data: bytes) -> int:
    """Replies have a sum, samples have none."""
    if not data.startswith(b"\x02\x02"):
        return len(data)
    return data[-1:] == b"\x03" and sum(data[2:-1]) & 0xFF == 0xFF


def of_cts500(before: bytes, data: bytes) -> int:
    """A frame begins with 5 and ends with the low byte of its sum, somewhere in the stream."""
    stream, begins = before + data, len(before)
    return sum(
        stream[end - size] == 5 and sum(stream[end - size : end - 1]) & 0xFF == stream[end - 1]
        for end in range(begins + 1, len(stream) + 1)
        for size in (LONGEST - 1, LONGEST)
        if end >= size
    )


SOUND: dict[str, Callable[[bytes, bytes], int]] = {
    "bookoo": of_bookoo,
    "vald_dynamo": of_dynamo,
    "cts500": of_cts500,
}
"""How much may be meant at most by the next bytes of a stream, after those before."""
HEADS: dict[str, set[bytes]] = {
    "bookoo": {b"\x03\x0b"},
    "vald_dynamo": {b"\x02\x02"},
    "cts500": {b"\x05\x01", b"\x05\x80"},
}
"""How frames begin whose checksum counts."""
