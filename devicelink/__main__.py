"""Where the program starts: runs a command and turns our errors into two plain lines.

Exit codes: 0 done, 1 failed (also, without a word, where stdout was closed), 2 wrong usage, 130
interrupted. No traceback reaches a person unless DEVICELINK_DEBUG is set: an error that nobody
foresaw is written to a report. Guarded by tests/test_cli.py and tests/cli/test_crash.py.
"""

import logging
import os
import sys

import click

from devicelink.cli import cli
from devicelink.cli.terminal import put
from devicelink.errors import DevicelinkError, UsageError


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    # Libraries would write their warnings over the screen and between the lines of data.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        return _run(arguments)
    except (KeyboardInterrupt, click.Abort):
        return 130
    except Exception as error:
        if os.environ.get("DEVICELINK_DEBUG"):
            raise
        return _unforeseen(error, sys.argv[1:] if arguments is None else arguments)


def _run(arguments: list[str] | None) -> int:
    """Told in here, so that words that cannot be had are an error like any other."""
    try:
        result = cli.main(args=arguments, prog_name="devicelink", standalone_mode=False)
    except DevicelinkError as error:
        if os.environ.get("DEVICELINK_DEBUG"):
            raise
        return _say(error.why, error.what_to_do, 2 if isinstance(error, UsageError) else 1)
    except UnicodeEncodeError as error:
        handed_over = any("\ud800" <= char <= "\udfff" for char in error.object)
        if not handed_over or os.environ.get("DEVICELINK_DEBUG"):
            raise
        told = UsageError("not_utf8")
        return _say(told.why, told.what_to_do, 2)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "devicelink"
        return _say(error.format_message(), f"See: {command} --help", 2)
    return result if isinstance(result, int) else 0


def _unforeseen(error: Exception, arguments: list[str]) -> int:
    from devicelink.cli.crash import report  # noqa: PLC0415 - nobody else has to wait for it

    path = report(error, arguments)
    again = "Run it again with DEVICELINK_DEBUG=1 to see all of it."
    to_do = again if path is None else f"Please report it, with the file {path} (no names in it)."
    return _say(f"An error in devicelink itself stopped it: {type(error).__name__}.", to_do, 1)


def _say(why: str, what_to_do: str, code: int) -> int:
    sys.stdout.flush()
    put(why, err=True)
    put(what_to_do, err=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
