"""Each sentence about which device it is says why and what to do, and no name gets through raw."""

import pytest

from devicelink.errors import LinkError
from devicelink.link import mistaken

NASTY = "probe\x1b[2J\u202e[bold]\n" + "x" * 10_000


@pytest.mark.parametrize(
    "error",
    [
        mistaken.stranger(NASTY, "another serial number"),
        mistaken.key_gone(NASTY),
        mistaken.several(NASTY, [(NASTY, NASTY), ("b", NASTY)]),
        mistaken.several(None, [(NASTY, "a"), ("b", "c")]),
        mistaken.none_of_yours([NASTY], [NASTY], [NASTY]),
        mistaken.none_of_yours([NASTY]),
    ],
)
def test_two_plain_lines(error: LinkError) -> None:
    for line in (error.why, error.what_to_do):
        assert len(line) < 400
        assert not set(line) & {"\x1b", "\u202e", "\n"}
    assert error.what_to_do.strip()
