"""Numbers that are none, or too large for anything: two plain lines and exit code 2."""

import pytest

from devicelink.__main__ import main


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo", "--speed", "nan"],
        ["demo", "--speed", "1e9"],
        ["scan", "--timeout", "nan"],
        ["record", "--seconds", "nan"],
        ["demo", "--seed", "-1"],
        ["simulate", "--seed", str(2**64)],
        ["history", "--limit", str(2**64)],
        ["show", str(2**64)],
    ],
)
def test_a_number_that_is_none_gets_two_lines(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 2
