"""What can go wrong on the way to a device, each as one plain sentence why and one what to do.

No text from the air ever stands in a sentence uncleaned: see `shown`. No bleak, no bumble here.
Guarded by tests/link/test_trouble.py.
"""

from typing import Final

from devicelink.errors import DevicelinkError, LinkError
from devicelink.link.port import BondLostError, DriverError, PairingError, RadioError
from devicelink.plaintext import clean


def shown(text: str | None) -> str:
    """A name or address from the air, safe to print, where there is one."""
    return "without a name" if text is None else clean(text)


def both(error: DevicelinkError) -> str:
    """Why and what to do, one after the other."""
    return f"{error.why} {error.what_to_do}"


def no_service() -> RadioError:
    """D-Bus or the Bluetooth service behind it does not answer."""
    return RadioError(
        "The system's Bluetooth service cannot be reached.",
        "Start it (Linux: systemctl start bluetooth), or name a radio with --radio.",
    )


def no_adapter() -> RadioError:
    """The machine has no Bluetooth radio that the system knows."""
    return RadioError(
        "This computer has no Bluetooth adapter that can be used.",
        "Plug one in, or try without a device: devicelink demo",
    )


def switched_off() -> RadioError:
    """There is an adapter and it is off."""
    return RadioError("Bluetooth is switched off.", "Switch it on in the system's settings.")


def no_permission() -> RadioError:
    """The system does not let this program use Bluetooth."""
    return RadioError(
        "This program is not allowed to use Bluetooth.",
        "Allow it in the system's privacy settings (Linux: join the group bluetooth).",
    )


def radio_died() -> RadioError:
    """The adapter, or the simulated air, went away while open."""
    return RadioError(
        "The Bluetooth radio has gone away.",
        "Plug it in again, or start the simulated air again: devicelink simulate",
    )


def radio_failed(detail: str) -> RadioError:
    """The system reports something not known here; `detail` is its own text."""
    return RadioError(
        f"The system's Bluetooth failed: {shown(detail)}",
        "Switch Bluetooth off and on again.",
    )


def not_found(who: str | None) -> LinkError:
    """Nothing of that name or address is heard; None stands for any supported device."""
    return LinkError(
        "No supported device is heard." if who is None else f"No device {shown(who)} is heard.",
        "Is it switched on and near? If a phone or another program holds it, close that first.",
    )


def unknown_kind(who: str | None) -> LinkError:
    """The device is there, and nothing here knows how to read it."""
    if who is None:
        return not_found(None)
    return LinkError(
        f"The device {shown(who)} is of no kind that can be read.",
        "See what can be: devicelink scan",
    )


def no_answer(who: str, seconds: float) -> LinkError:
    """The device is there and does not answer a call to connect."""
    return LinkError(
        f"The device {shown(who)} did not answer within {seconds:g} s.",
        "Close any phone app or program that may hold it, and bring it nearer.",
    )


def cut_short(who: str) -> LinkError:
    """The link broke while it was being made."""
    return LinkError(
        f"The connection to the device {shown(who)} did not come about.",
        "Bring it nearer, and close any program that may hold it.",
    )


def held(who: str) -> LinkError:
    """Somebody else has the link."""
    return LinkError(
        f"Another program is using the device {shown(who)}.",
        "Close that program or the phone app, then try again.",
    )


def pairing_refused(who: str) -> PairingError:
    """Bonding failed on one side or the other."""
    return PairingError(
        f"The device {shown(who)} refused to pair.",
        "Put it into pairing mode, remove old pairings on both sides, then try again.",
    )


def pairing_needed(who: str) -> PairingError:
    """The device does not let this be read or written without a bond."""
    return PairingError(
        f"The device {shown(who)} wants to be paired first.",
        "Pair with it: devicelink pair",
    )


def bond_lost(who: str) -> BondLostError:
    """The device no longer has the key of the bond, or somebody else answers under its address."""
    return BondLostError(
        f"The device {shown(who)} does not know its pairing with this computer any more.",
        "If it was reset, forget it here and pair again: devicelink forget, devicelink pair",
    )


def system_pairs(who: str) -> LinkError:
    """This system keeps its pairings to itself (macOS)."""
    return LinkError(
        f"The system does not let programs forget the device {shown(who)}.",
        "Remove it in the system's Bluetooth settings.",
    )


def lost(who: str | None) -> LinkError:
    """The link broke."""
    return LinkError(f"The link to the device {shown(who)} was lost.", "Bring the device nearer.")


def refused(who: str, what: str) -> LinkError:
    """The device answered an operation with an error; `what` is ours or its code's name."""
    return LinkError(
        f"The device {shown(who)} refused: {shown(what)}.",
        "Is this the right device, and is its firmware up to date?",
    )


def foreign(who: str) -> LinkError:
    """The device lacks a characteristic its kind must have."""
    return LinkError(
        f"The device {shown(who)} does not offer what devices of its kind do.",
        "Is this the right device? Switch it off and on again.",
    )


def never_sent(who: str) -> LinkError:
    """A driver wanted to write what is not in its list of harmless commands."""
    return LinkError(
        f"A command for the device {shown(who)} is not on the list of harmless ones.",
        "It was not sent. This is a fault of the driver: please report it.",
    )


def driver_failed(name: str, error: Exception) -> DriverError:
    """A driver that somebody else wrote raised, or asked for what there is not."""
    return DriverError(
        f"The added driver {shown(name)} failed: {shown(f'{type(error).__name__}: {error}')}",
        "Tell who wrote it, or uninstall its package; other devices are not concerned.",
    )


_DBUS: Final = {
    "org.freedesktop.DBus.Error.AccessDenied": no_permission,
    "org.freedesktop.DBus.Error.AuthFailed": no_permission,
    "org.freedesktop.DBus.Error.ServiceUnknown": no_service,
    "org.freedesktop.DBus.Error.NameHasNoOwner": no_service,
    "org.freedesktop.DBus.Error.NoServer": no_service,
    "org.freedesktop.DBus.Error.NoReply": no_service,
    "org.freedesktop.DBus.Error.Disconnected": no_service,
    "org.bluez.Error.NotReady": switched_off,
    "org.bluez.Error.Blocked": switched_off,
}
_DBUS_DEVICE: Final = {
    "org.freedesktop.DBus.Error.UnknownObject": not_found,
    "org.bluez.Error.DoesNotExist": not_found,
    "org.bluez.Error.InProgress": held,
    "org.bluez.Error.AlreadyConnected": held,
    "org.bluez.Error.NotAvailable": held,
    "org.bluez.Error.NotConnected": lost,
    "org.bluez.Error.NotPermitted": pairing_needed,
    "org.bluez.Error.NotAuthorized": pairing_needed,
    "org.bluez.Error.AuthenticationCanceled": pairing_refused,
    "org.bluez.Error.AuthenticationFailed": pairing_refused,
    "org.bluez.Error.AuthenticationRejected": pairing_refused,
    "org.bluez.Error.AuthenticationTimeout": pairing_refused,
}


def dbus(name: str, detail: str, who: str) -> LinkError:
    """The sentence for an error of D-Bus or BlueZ by its name."""
    if name in _DBUS:
        return _DBUS[name]()
    if name in _DBUS_DEVICE:
        return _DBUS_DEVICE[name](who)
    if "busy" in detail or "In Progress" in detail:
        return held(who)
    return refused(who, detail or name)
