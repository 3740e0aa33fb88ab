"""`devicelink doctor`: is Bluetooth usable here, and if not, what to do.

Says nothing about a person or a device. Guarded by tests/cli/test_doctor.py.
"""

import asyncio
import platform
import sqlite3
import sys

import click

from devicelink import __version__
from devicelink.cli.options import place_of, stored
from devicelink.errors import LinkError, StoreError
from devicelink.link.radio import bluetooth_status


@click.command(short_help="Is Bluetooth usable here, and if not, what to do.")
@stored
def doctor(*, data: str | None, profile: str) -> None:
    """Check Bluetooth and the data folder."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    click.echo(f"devicelink {__version__}, Python {python}, SQLite {sqlite3.sqlite_version}")
    click.echo(f"{platform.system()} {platform.release()}")
    place = place_of(data, profile)
    try:
        place.make()
        click.echo(f"Data folder: {place.folder}, writable")
    except StoreError as error:
        click.echo(f"Data folder: {error.why} {error.what_to_do}")
    usable, why, what_to_do = asyncio.run(bluetooth_status())
    if not usable:
        raise LinkError(f"Bluetooth: {why}", what_to_do)
    click.echo(f"Bluetooth: {why}" if why else "Bluetooth: usable")
