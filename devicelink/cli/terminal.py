"""The one door through which a command's lines reach stdout and stderr.

A label, a name or a value from a file may stand in any line: on a terminal nothing in it is obeyed,
a pipe or a file gets every character. No command echoes past it. Guarded by
tests/cli/test_terminal.py.
"""

import sys
from typing import Final

import click

from devicelink.plaintext import harmless

_CLEAR: Final = "\r\x1b[K"


def put(lines: object, *, err: bool = False, nl: bool = True) -> None:
    """Lines on stdout, or on stderr."""
    text, stream = str(lines), sys.stderr if err else sys.stdout
    click.echo(harmless(text) if stream.isatty() else text, err=err, nl=nl)


def clear_line() -> None:
    """Take away the line that stands unended on stderr, which is a terminal."""
    click.echo(_CLEAR, nl=False, err=True)
