"""`devicelink pair` and `forget`: bond with a device once, so that a session finds it by itself.

Guarded by tests/cli/test_pair.py.
"""

import asyncio

import click

from devicelink.cli import pairing
from devicelink.cli.mine import via
from devicelink.cli.options import place_of, stored
from devicelink.cli.saying import say, tell
from devicelink.cli.terminal import put
from devicelink.clock import Clock
from devicelink.errors import LinkError, UsageError
from devicelink.lines import as_json
from devicelink.link.radio import open_radio
from devicelink.link.trouble import held as taken
from devicelink.plaintext import clean
from devicelink.store import devices
from devicelink.store.place import Place


@click.command(short_help="Bond with a device and remember it.")
@click.argument("device", metavar="NAME_OR_ADDRESS")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@stored
def pair(
    *, device: str, radio: str | None, as_object: bool, data: str | None, profile: str
) -> None:
    """Bond with a device, try it out, and remember it for `devicelink session`.

    A device that takes no bond is said to be open, and remembered by what it shows of itself.
    """
    made = asyncio.run(_pair(place_of(data, profile), device, radio))
    known = made.device
    if as_object:
        put(as_json(_object(made)))
    else:
        put(say("pairing", "paired", name=clean(known.label), address=clean(known.address)))
    for remark in made.remarks:
        put(remark, err=True)


async def _pair(place: Place, wanted: str, moniker: str | None) -> pairing.Made:
    clock = Clock()
    async with open_radio(moniker, clock.now, devices.key_file(place)) as radio:
        try:
            found = await pairing.find(radio, wanted, pairing.SCAN_S)
        except LinkError:
            if moniker is None and await pairing.is_held(wanted):
                raise taken(wanted) from None
            raise
        return await pairing.pair_with(place, radio, found.advertisement, moniker, clock)


def _object(made: pairing.Made) -> dict[str, object]:
    one = made.device
    return {
        "type": "paired", "address": one.address, "name": one.label, "driver": one.driver,
        "serial": one.serial, "bond": made.bond.value, "bonded": one.bonded,
        "battery_pct": one.battery_pct, "remarks": list(made.remarks),
    }  # fmt: skip


@click.command(short_help="Forget a device that was paired.")
@click.argument("device", metavar="NAME_OR_ADDRESS")
@click.option("--radio", metavar="MONIKER", help="The Bumble transport that it was paired on.")
@stored
def forget(*, device: str, radio: str | None, data: str | None, profile: str) -> None:
    """Forget a device: it is no longer looked for, and its pairing is deleted on this computer."""
    place = place_of(data, profile)
    gone = devices.forget(place, device)
    if not gone:
        raise UsageError("pair_unknown", device=clean(device))
    for one in gone:
        put(say("pairing", "forgot", name=clean(one.label), address=clean(one.address)))
    here = [one.address for one in gone if one.via == via(radio)]
    if len(here) < len(gone):
        tell("pairing", "other_radio_see")
    try:
        asyncio.run(_unbond(place, radio, here))
    except LinkError as error:
        tell("pairing", "may_be_there", why=error.in_full)


async def _unbond(place: Place, moniker: str | None, addresses: list[str]) -> None:
    if addresses:
        async with open_radio(moniker, Clock().now, devices.key_file(place)) as radio:
            for address in addresses:
                await radio.forget(address)
