"""What can go wrong on the way to a device, each as one plain sentence why and one what to do.

No text from the air ever stands in a sentence uncleaned: see `shown`. No bleak, no bumble here.
Guarded by tests/link/test_trouble.py.
"""

from typing import Final

from devicelink.errors import LinkError
from devicelink.link.port import BondLostError, DriverError, PairingError, RadioError
from devicelink.plaintext import clean


def shown(text: str | None) -> str:
    """A name or address from the air, safe to print, where there is one."""
    return "without a name" if text is None else clean(text)


def no_service() -> RadioError:
    """D-Bus or the Bluetooth service behind it does not answer."""
    return RadioError("bluetooth_no_service")


def no_adapter() -> RadioError:
    """The machine has no Bluetooth radio that the system knows."""
    return RadioError("bluetooth_no_adapter")


def switched_off() -> RadioError:
    """There is an adapter and it is off."""
    return RadioError("bluetooth_off")


def no_permission() -> RadioError:
    """The system does not let this program use Bluetooth."""
    return RadioError("bluetooth_forbidden")


def radio_died() -> RadioError:
    """The adapter, or the simulated air, went away while open."""
    return RadioError("radio_gone")


def radio_failed(detail: str) -> RadioError:
    """The system reports something not known here; `detail` is its own text."""
    return RadioError("bluetooth_failed", detail=shown(detail))


def not_found(who: str | None) -> LinkError:
    """Nothing of that name or address is heard; None stands for any supported device."""
    if who is None:
        return LinkError("no_device_heard")
    return LinkError("device_not_heard", who=shown(who))


def nothing_came(detail: str) -> LinkError:
    """Nobody sent anything in the time allowed; `detail` is what the link said last, if it did."""
    return LinkError("nothing_came_for", detail=detail) if detail else LinkError("nothing_came")


def unknown_kind(who: str | None) -> LinkError:
    """The device is there, and nothing here knows how to read it."""
    if who is None:
        return not_found(None)
    return LinkError("device_unreadable", who=shown(who))


def no_answer(who: str, seconds: float) -> LinkError:
    """The device is there and does not answer a call to connect."""
    return LinkError("device_no_answer", who=shown(who), seconds=seconds)


def cut_short(who: str) -> LinkError:
    """The link broke while it was being made."""
    return LinkError("device_no_connection", who=shown(who))


def held(who: str) -> LinkError:
    """Somebody else has the link."""
    return LinkError("device_held", who=shown(who))


def pairing_refused(who: str) -> PairingError:
    """Bonding failed on one side or the other."""
    return PairingError("pairing_refused", who=shown(who))


def pairing_needed(who: str) -> PairingError:
    """The device does not let this be read or written without a bond."""
    return PairingError("pairing_needed", who=shown(who))


def bond_lost(who: str) -> BondLostError:
    """The device no longer has the key of the bond, or somebody else answers under its address."""
    return BondLostError("pairing_forgotten", who=shown(who))


def system_pairs(who: str) -> LinkError:
    """This system keeps its pairings to itself (macOS)."""
    return LinkError("forget_not_possible", who=shown(who))


def lost(who: str | None) -> LinkError:
    """The link broke."""
    return LinkError("link_lost", who=shown(who))


def refused(who: str, what: str) -> LinkError:
    """The device answered an operation with an error; `what` is ours or its code's name."""
    return LinkError("device_refused", who=shown(who), what=shown(what))


def foreign(who: str) -> LinkError:
    """The device lacks a characteristic its kind must have."""
    return LinkError("device_lacks_service", who=shown(who))


def never_sent(who: str) -> LinkError:
    """A driver wanted to write what is not in its list of harmless commands."""
    return LinkError("command_not_harmless", who=shown(who))


def driver_failed(name: str, error: Exception) -> DriverError:
    """A driver that somebody else wrote raised, or asked for what there is not."""
    return DriverError(
        "driver_failed", name=shown(name), error=shown(f"{type(error).__name__}: {error}")
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
