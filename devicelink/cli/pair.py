"""`devicelink pair` and `forget`: bond with a device once, so that a session finds it by itself.

Guarded by tests/cli/test_pair.py.
"""

import asyncio
from typing import Any

import click

from devicelink.cli.options import place_of, stored
from devicelink.clock import Clock
from devicelink.errors import LinkError, UsageError
from devicelink.link.conversation import Conversation
from devicelink.link.radio import open_radio
from devicelink.link.registry import supported
from devicelink.link.scan import scan_devices
from devicelink.link.trouble import both, not_found, unknown_kind
from devicelink.plaintext import clean
from devicelink.store import devices
from devicelink.store.place import Place

SCAN_S = 8.0
CONNECT_S = 15.0


@click.command(short_help="Bond with a device and remember it.")
@click.argument("device", metavar="NAME_OR_ADDRESS")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@stored
def pair(*, device: str, radio: str | None, data: str | None, profile: str) -> None:
    """Bond with a device, try it out, and remember it for `devicelink session`."""
    known = asyncio.run(_pair(place_of(data, profile), device, radio))
    click.echo(f"Paired with {known.label} ({known.address}).")


async def _pair(place: Place, wanted: str, moniker: str | None) -> devices.Paired:
    clock = Clock()
    async with open_radio(moniker, clock.now, devices.key_file(place)) as radio:
        heard = [one.advertisement for one in await scan_devices(radio, SCAN_S)]
        meant = [one for one in heard if wanted.lower() in {one.address.lower(), _name(one.name)}]
        if not meant:
            raise not_found(wanted)
        kind = supported(meant[0])
        if kind is None:
            raise unknown_kind(wanted)
        talk = Conversation(kind, clock.now, _ignore)
        try:
            await talk.connect(radio, meant[0].address, lambda: None, CONNECT_S)
            await talk.open(None)
        finally:
            await talk.close(politely=True)
    known = devices.Paired(meant[0].address, clean(meant[0].name or kind.label))
    devices.remember(place, known)
    return known


def _name(name: str | None) -> str:
    return (name or "").lower()


def _ignore(*_: Any) -> None:
    """What the device says while it is tried out does not matter here."""


@click.command(short_help="Forget a device that was paired.")
@click.argument("device", metavar="NAME_OR_ADDRESS")
@click.option("--radio", metavar="MONIKER", help="The Bumble transport that it was paired on.")
@stored
def forget(*, device: str, radio: str | None, data: str | None, profile: str) -> None:
    """Forget a device: it is no longer looked for, and its pairing is deleted on this computer."""
    place = place_of(data, profile)
    gone = devices.forget(place, device)
    if not gone:
        raise UsageError(
            f"No device called {clean(device)} was paired.", "Name it as `devicelink pair` said it."
        )
    for one in gone:
        click.echo(f"Forgot {one.label} ({one.address}).")
    try:
        asyncio.run(_unbond(place, radio, [one.address for one in gone]))
    except LinkError as error:
        click.echo(f"Its pairing may still be there. {both(error)}", err=True)


async def _unbond(place: Place, moniker: str | None, addresses: list[str]) -> None:
    async with open_radio(moniker, Clock().now, devices.key_file(place)) as radio:
        for address in addresses:
            await radio.forget(address)
