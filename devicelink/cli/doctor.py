"""`devicelink doctor`: is Bluetooth usable here, and if not, what to do.

Says nothing about a person. Guarded by tests/cli/test_doctor.py.
"""

import asyncio
import platform
import sqlite3
import sys
from collections.abc import Iterator
from typing import Final

import click

from devicelink import __version__
from devicelink.cli.options import place_of, stored
from devicelink.cli.saying import say
from devicelink.cli.terminal import put
from devicelink.errors import LinkError, StoreError
from devicelink.lines import as_json
from devicelink.link.diagnosis import Finding, Health, diagnose
from devicelink.link.health import facts
from devicelink.link.registry import registry
from devicelink.store.devices import paired
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.unpack import listed

WAL_FIXED: Final = (3, 51, 3)
"""Before it, SQLite may lose what one connection writes while another makes a checkpoint."""


@click.command(short_help="Is Bluetooth usable here, and if not, what to do.")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@stored
def doctor(*, as_objects: bool, data: str | None, profile: str) -> None:
    """Check Bluetooth step by step, the data folder, and drivers that were added."""
    place = place_of(data, profile)
    findings = [*_own(place), *diagnose(asyncio.run(facts()))]
    if as_objects:
        put(as_json({"type": "versions", **_versions()}))
        for one in findings:
            put(as_json({"type": "check", **_object(one)}))
    else:
        told = _versions()
        put(f"devicelink {told['devicelink']}, Python {told['python']}, SQLite {told['sqlite']}")
        put(told["system"])
        for one in findings:
            if one.name == "data" or one.health is not Health.BAD:
                put(f"{say('doctor_title', one.name)}: {one.said} {one.to_do}".rstrip())
    bad = [one for one in findings if one.health is Health.BAD and one.name != "data"]
    for one in bad[:-1]:
        put(f"{say('doctor_title', one.name)}: {one.said} {one.to_do}", err=True)
    if bad:
        last = bad[-1]
        raise LinkError(
            "doctor_found", title=say("doctor_title", last.name), said=last.said, do=last.to_do
        )


def _versions() -> dict[str, str]:
    return {
        "devicelink": __version__,
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()}",
    }


def _object(one: Finding) -> dict[str, object]:
    return {"name": one.name, "health": one.health.value, "said": one.said, "to_do": one.to_do}


def _check_record(place: Place) -> None:
    """Raise StoreError where something that was kept cannot be read."""
    if not place.file.exists():
        return
    with History(place) as history:
        holes = {data.row.id for data in history.whole(history.sessions()) if data.holes}
        for read in (history.entries, history.statements, history.calibrations):
            read()
        history.check_whole()
    if holes:
        raise StoreError("samples_unreadable", n=len(holes), which=listed(holes))


def _own(place: Place) -> Iterator[Finding]:
    try:
        place.check_writable()
        _check_record(place)
        yield Finding("data", Health.OK, say("doctor", "writable", folder=place.folder))
    except StoreError as error:
        yield Finding("data", Health.BAD, error.why, error.what_to_do)
    if sqlite3.sqlite_version_info < WAL_FIXED:
        yield Finding("data", Health.NOTE, say("doctor", "sqlite"))
    try:
        count = len(paired(place))
        yield Finding("devices", Health.OK, say("doctor", "paired", n=count))
    except StoreError as error:
        yield Finding("devices", Health.NOTE, error.in_full)
    known = registry()
    if known.added:
        labels = ", ".join(kind.label for kind in known.added)
        yield Finding("drivers", Health.OK, labels)
    for broken in known.broken:
        yield Finding(
            "drivers", Health.NOTE, say("doctor", "left_out", name=broken.name, why=broken.why)
        )
