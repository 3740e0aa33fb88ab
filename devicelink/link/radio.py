"""Opens a radio by its name: the operating system's Bluetooth, or any Bumble transport.

bleak and bumble are loaded in here, on opening, and nowhere earlier. Guarded by
tests/link/test_radio.py.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devicelink.errors import LinkError, UsageError
from devicelink.link import trouble
from devicelink.link.port import Now, Radio, RadioError

if TYPE_CHECKING:
    from bumble.transport.common import Transport, TransportSink, TransportSource

OPEN_S: Final = 10.0
LISTEN_S: Final = 0.2
FORMS: Final = "tcp-client:127.0.0.1:9601, unix:/path, usb:0, serial:/dev/ttyACM0,1000000"
SCHEMES: Final = frozenset({"tcp-client", "unix", "unix-client", "usb", "pyusb", "serial"})
SCHEMES_SPECIAL: Final = frozenset({"hci-socket", "vhci", "android-emulator", "android-netsim"})


@asynccontextmanager
async def open_radio(
    moniker: str | None, now: Now, key_file: Path | None = None
) -> AsyncIterator[Radio]:
    """A radio for as long as the block lasts; links still open at its end are closed.

    `moniker` None stands for the operating system's Bluetooth, which keeps its own pairings. Any
    other radio keeps them in `key_file`, or forgets them at the end where that is None. Raises
    RadioError, UsageError for a moniker that means nothing, LinkError for a spoilt key file.
    """
    if moniker is None:
        from devicelink.link.bleak_link import BleakRadio  # noqa: PLC0415
        from devicelink.link.bluez_agent import agreeing  # noqa: PLC0415

        yield BleakRadio(now, consent=agreeing)
        return
    transport = await _transport(moniker)
    try:
        async with bumble_radio(transport.source, transport.sink, now, key_file) as radio:
            yield radio
    finally:
        with suppress(Exception):
            await transport.close()


@asynccontextmanager
async def bumble_radio(
    source: "TransportSource", sink: "TransportSink", now: Now, key_file: Path | None = None
) -> AsyncIterator[Radio]:
    """A radio on an open HCI source and sink, such as an emulated controller of this process."""
    from devicelink.link.bleak_link import BleakRadio  # noqa: PLC0415
    from devicelink.link.bumble_backend import backend_types  # noqa: PLC0415
    from devicelink.link.bumble_host import BumbleHost  # noqa: PLC0415

    host = BumbleHost(source, sink, key_file)
    try:
        try:
            await host.power_on()
        except Exception as error:
            raise _mute(error) from error
        scanner, client = backend_types(host)
        yield BleakRadio(
            now,
            scanner_type=scanner,
            client_type=client,
            alive=lambda: host.is_alive,
            death=host.death,
            bond_with=host.bond_with,
        )
    finally:
        await host.close()


async def listen_once() -> None:
    """Listen for a moment through the system's Bluetooth. Raises LinkError where it cannot be."""
    from devicelink.link.bleak_link import BleakRadio  # noqa: PLC0415

    async for _ in BleakRadio(lambda: 0.0).scan(LISTEN_S):
        pass


async def _transport(moniker: str) -> "Transport":
    scheme = moniker.partition(":")[0]
    if scheme not in SCHEMES | SCHEMES_SPECIAL or (scheme in SCHEMES and ":" not in moniker):
        raise _no_such_radio(moniker)
    from bumble.transport import open_transport  # noqa: PLC0415

    try:
        async with asyncio.timeout(OPEN_S):
            return await open_transport(moniker)
    except Exception as error:
        raise _unopened(moniker, error) from error


def _unopened(moniker: str, error: Exception) -> LinkError | UsageError:
    scheme, _, rest = moniker.partition(":")
    match scheme, error:
        case "tcp-client" | "unix" | "unix-client", OSError() | TimeoutError():
            return RadioError("air_not_served_there", where=trouble.shown(rest))
        case _, PermissionError():
            return RadioError("radio_forbidden", moniker=trouble.shown(moniker))
        case "usb" | "pyusb", ImportError() | OSError() if "libusb" in str(error):
            return RadioError("libusb_missing")
        case "tcp-client", ValueError():
            return _no_such_radio(moniker)
        case "usb" | "pyusb" | "serial", _:
            return RadioError("radio_missing", moniker=trouble.shown(moniker))
        case _:
            return RadioError(
                "radio_will_not_open",
                moniker=trouble.shown(moniker),
                error=trouble.shown(str(error)),
                forms=FORMS,
            )


def _no_such_radio(moniker: str) -> UsageError:
    return UsageError("radio_name", moniker=trouble.shown(moniker), forms=FORMS)


def _mute(error: Exception) -> LinkError:
    if isinstance(error, LinkError):
        return error
    return RadioError("radio_silent")
