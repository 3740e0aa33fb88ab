"""What bleak and the system under it raise, turned into our sentences.

Guarded by tests/link/test_trouble.py.
"""

from typing import Final

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)
from bleak.exc import BleakBluetoothNotAvailableReason as NotAvailable
from bleak.exc import BleakGATTProtocolErrorCode as Att

from devicelink.errors import LinkError
from devicelink.link import trouble

_WITHHELD: Final = {
    Att.INSUFFICIENT_AUTHENTICATION,
    Att.INSUFFICIENT_AUTHORIZATION,
    Att.INSUFFICIENT_ENCRYPTION_KEY_SIZE,
    Att.INSUFFICIENT_ENCRYPTION,
}
_DENIED: Final = {
    NotAvailable.DENIED_BY_USER,
    NotAvailable.DENIED_BY_SYSTEM,
    NotAvailable.DENIED_BY_UNKNOWN,
}


class KeyMissingError(BleakError):
    """A backend found that the peer has no key for the bond any more."""


def explain(error: Exception, who: str, seconds: float) -> LinkError:  # noqa: PLR0911
    """The sentences for what bleak or the system raised while speaking with `who`."""
    match error:
        case BleakBluetoothNotAvailableError():
            return _not_available(error.reason)
        case BleakDeviceNotFoundError():
            return trouble.not_found(who)
        case BleakCharacteristicNotFoundError():
            return trouble.foreign(who)
        case BleakGATTProtocolError():
            withheld = error.code in _WITHHELD
            return trouble.pairing_needed(who) if withheld else trouble.refused(who, error.args[1])
        case BleakDBusError():
            return trouble.dbus(error.dbus_error, error.dbus_error_details or "", who)
        case KeyMissingError():
            return trouble.bond_lost(who)
        case BleakError():
            return trouble.refused(who, str(error))
        case TimeoutError():
            return trouble.no_answer(who, seconds) if who else trouble.no_service()
        case _:
            return _of_the_system(error)


def _of_the_system(error: Exception) -> LinkError:
    match error:
        case PermissionError():
            return trouble.no_permission()
        case FileNotFoundError() | ConnectionError() | EOFError():
            return trouble.no_service()
        case _:
            return trouble.radio_failed(str(error) or type(error).__name__)


def _not_available(reason: NotAvailable) -> LinkError:
    if reason is NotAvailable.POWERED_OFF:
        return trouble.switched_off()
    if reason in _DENIED:
        return trouble.no_permission()
    return trouble.no_adapter()
