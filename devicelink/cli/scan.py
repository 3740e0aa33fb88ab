"""`devicelink scan`: what is in range, how strong, and which of it can be used.

Names come from the air: they are printed cleaned. Guarded by tests/cli/test_scan.py and
tests/cli/test_hostile_names.py.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from typing import Final

import click

from devicelink.cli.options import Real, place_of, stored
from devicelink.cli.saying import say
from devicelink.cli.terminal import put
from devicelink.errors import LinkError, UsageError
from devicelink.lines import as_json
from devicelink.link.bluez_objects import Held, held
from devicelink.link.radio import open_radio
from devicelink.link.registry import registry
from devicelink.link.scan import InRange, is_open, scan_devices
from devicelink.plaintext import clean
from devicelink.store.devices import Paired, paired
from devicelink.store.place import Place

LONGEST: Final = 80
"""Characters of a name as data; for people it is cut shorter."""


@click.command(short_help="What is in range, and which of it is supported.")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@click.option(
    "--timeout", "timeout_s", type=Real(0.1, 600.0), default=5.0, show_default=True,
    metavar="S", help="How long to listen.",
)  # fmt: skip
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@click.option("--screen", is_flag=True, help="As a screen, to pair and forget from.")
@stored
def scan(
    *,
    radio: str | None,
    timeout_s: float,
    as_objects: bool,
    screen: bool,
    data: str | None,
    profile: str,
) -> None:
    """List the devices that are heard, your own and those that can be used first."""
    place = place_of(data, profile)
    if screen:
        asyncio.run(_on_screen(place, radio))
        return
    mine = paired(place)
    found, taken = asyncio.run(_scan(radio, timeout_s, [one.address for one in mine]))
    for one in found:
        put(as_json(_object(one)) if as_objects else _line(one))
    for words in (*_advice(found, mine), *map(_taken, taken)):
        put(words, err=True)
    if not found:
        raise LinkError("scan_nothing", timeout_s=timeout_s)


async def _on_screen(place: Place, moniker: str | None) -> None:
    from devicelink.cli.devices_page import devices_screen  # noqa: PLC0415
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        raise UsageError("scan_needs_terminal")
    await DevicelinkApp(start=devices_screen(place, moniker), who=place.who).show()


async def _scan(
    moniker: str | None, timeout_s: float, mine: Sequence[str]
) -> tuple[list[InRange], list[Held]]:
    async with open_radio(moniker, time.monotonic) as radio:
        found = await scan_devices(radio, timeout_s, mine)
    return found, await held() if moniker is None else []


def _taken(one: Held) -> str:
    return say("scanned", "held", name=one.name, address=one.address)


def _object(one: InRange) -> dict[str, object]:
    heard, kind = one.advertisement, one.kind
    return {
        "address": heard.address,
        "name": None if heard.name is None else clean(heard.name, LONGEST),
        "rssi_dbm": heard.rssi_dbm,
        "supported": kind is not None,
        "driver": kind.id if kind else None,
        "why_not": one.why_not or None,
        "remarks": list(one.remarks),
        "strength": one.strength,
        "paired": one.is_mine,
        "open": is_open(kind) if kind else None,
        "guides_holds": _guides(one),
        "alike": one.alike,
    }


def _guides(one: InRange) -> bool | None:
    """Whether a session can be guided with it; None where only the device itself can say."""
    if one.kind is None:
        return False
    return None if one.kind.measures is None else not one.kind.measures.why_not_guided


def _line(one: InRange) -> str:
    heard = one.advertisement
    dbm = "" if heard.rssi_dbm is None else f" ({heard.rssi_dbm} dBm)"
    known = "; ".join((one.kind.label, *one.remarks)) if one.kind else ""
    return say(
        "scanned", "line" if known else "line_not", address=clean(heard.address), name=one.name,
        strength=one.strength, dbm=dbm, mine=say("scanned", "mine") if one.is_mine else "",
        known=known, why=one.why_not,
    )  # fmt: skip


def _advice(found: Sequence[InRange], mine: Sequence[Paired]) -> list[str]:
    """What to do about what is not plain in the list, a sentence each."""
    told = []
    usable = [one for one in found if one.kind is not None]
    if any(one.alike > 1 for one in usable):
        told.append(say("scanned", "alike"))
    if any(one.is_nameless for one in usable):
        told.append(say("scanned", "no_name"))
    heard = {one.advertisement.address.casefold() for one in found}
    silent = [clean(own.label) for own in mine if own.address.casefold() not in heard]
    told += [say("scanned", "silent", name=name) for name in silent]
    left_out = registry().broken
    told += [say("scanned", "left_out", name=one.name, why=one.why) for one in left_out]
    return told
