"""`devicelink scan`: what is in range, and which of it is supported.

Guarded by tests/cli/test_scan.py.
"""

import asyncio
import time

import click

from devicelink.cli.options import Real
from devicelink.errors import LinkError
from devicelink.lines import as_json
from devicelink.link.radio import open_radio
from devicelink.link.scan import InRange, scan_devices
from devicelink.plaintext import clean


@click.command(short_help="What is in range, and which of it is supported.")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@click.option(
    "--timeout", "timeout_s", type=Real(0.1, 600.0), default=5.0, show_default=True,
    metavar="S", help="How long to listen.",
)  # fmt: skip
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
def scan(*, radio: str | None, timeout_s: float, as_objects: bool) -> None:
    """List the devices that are heard, those that can be used first."""
    found = asyncio.run(_scan(radio, timeout_s))
    for one in found:
        click.echo(as_json(_object(one)) if as_objects else _line(one))
    if not found:
        raise LinkError(
            f"No device was heard in {timeout_s:g} seconds.",
            "Switch it on, bring it near, and close other programs that may hold it.",
        )


async def _scan(moniker: str | None, timeout_s: float) -> list[InRange]:
    async with open_radio(moniker, time.monotonic) as radio:
        return await scan_devices(radio, timeout_s)


def _object(one: InRange) -> dict[str, object]:
    heard = one.advertisement
    return {
        "address": heard.address,
        "name": heard.name,
        "rssi_dbm": heard.rssi_dbm,
        "supported": one.kind is not None,
        "driver": one.kind.id if one.kind else None,
        "why_not": one.why_not or None,
        "remarks": list(one.remarks),
    }


def _line(one: InRange) -> str:
    heard = one.advertisement
    name = clean(heard.name or "") or "(no name)"
    strength = "?" if heard.rssi_dbm is None else f"{heard.rssi_dbm} dBm"
    known = "; ".join((one.kind.label, *one.remarks)) if one.kind else ""
    what = f"supported: {known}" if known else f"not supported: {one.why_not}"
    return f"{heard.address}  {name}  {strength}  {what}"
