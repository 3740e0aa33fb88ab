"""Every failure has one plain sentence why and one what to do, and prints nothing hostile."""

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)
from bleak.exc import BleakBluetoothNotAvailableReason as NotAvailable

from devicelink.errors import LinkError
from devicelink.link import trouble
from devicelink.link.bleak_errors import KeyMissingError, explain
from devicelink.link.port import BondLostError, PairingError, RadioError

HOSTILE = "\x1b]0;owned\x07\u202eDL[red]" + "x" * 10_000


def off(reason: NotAvailable) -> BleakBluetoothNotAvailableError:
    return BleakBluetoothNotAvailableError("text of bleak's", reason)


def bluez(name: str, detail: str = "") -> BleakDBusError:
    return BleakDBusError(name, [detail])


@pytest.mark.parametrize(
    ("error", "kind", "why", "what_to_do"),
    [
        (off(NotAvailable.NO_BLUETOOTH), RadioError, "no Bluetooth adapter", "Plug one in"),
        (off(NotAvailable.POWERED_OFF), RadioError, "switched off", "Switch it on"),
        (off(NotAvailable.DENIED_BY_USER), RadioError, "not allowed", "privacy"),
        (PermissionError(13, "no"), RadioError, "not allowed", "privacy"),
        (bluez("org.freedesktop.DBus.Error.AccessDenied"), RadioError, "not allowed", "privacy"),
        (FileNotFoundError(2, "socket"), RadioError, "service cannot be reached", "Start it"),
        (ConnectionRefusedError(111, "no"), RadioError, "service cannot be reached", "Start it"),
        (EOFError(), RadioError, "service cannot be reached", "Start it"),
        (bluez("org.freedesktop.DBus.Error.ServiceUnknown"), RadioError, "service", "Start it"),
        (bluez("org.bluez.Error.NotReady"), RadioError, "switched off", "Switch it on"),
        (OSError(5, "odd"), RadioError, "Bluetooth failed: ", "off and on"),
        (BleakDeviceNotFoundError("A"), LinkError, "No device Probe", "switched on and near?"),
        (bluez("org.freedesktop.DBus.Error.UnknownObject"), LinkError, "No device", "near?"),
        (TimeoutError(), LinkError, "did not answer within 8 s", "phone app"),
        (bluez("org.bluez.Error.InProgress"), LinkError, "Another program", "Close that"),
        (bluez("org.bluez.Error.Failed", "br-connection-busy"), LinkError, "Another", "Close"),
        (bluez("org.bluez.Error.AuthenticationRejected"), PairingError, "refused to pair", "mode"),
        (bluez("org.bluez.Error.NotPermitted"), PairingError, "paired first", "devicelink pair"),
        (BleakGATTProtocolError(0x05), PairingError, "paired first", "devicelink pair"),
        (BleakGATTProtocolError(0x0F), PairingError, "paired first", "devicelink pair"),
        (BleakGATTProtocolError(0x81), LinkError, "refused: GATT Protocol", "right device"),
        (KeyMissingError("key"), BondLostError, "does not know its pairing", "pair again"),
        (BleakCharacteristicNotFoundError("x"), LinkError, "does not offer", "right device"),
        (BleakError("odd"), LinkError, "refused: odd", "right device"),
    ],
)
def test_each_error_has_its_sentences(
    error: Exception, kind: type[LinkError], why: str, what_to_do: str
) -> None:
    said = explain(error, "Probe", 8.0)
    assert type(said) is kind
    assert why in said.why
    assert what_to_do in said.what_to_do
    for sentence in (said.why, said.what_to_do):
        assert "\n" not in sentence
        assert len(sentence) < 120


@pytest.mark.parametrize(
    "error",
    [
        BleakDeviceNotFoundError("A"),
        TimeoutError(),
        BleakError(HOSTILE),
        bluez("org.bluez.Error.Failed", HOSTILE),
        KeyMissingError("x"),
    ],
)
def test_a_name_from_the_air_cannot_write_to_the_terminal(error: Exception) -> None:
    said = explain(error, HOSTILE, 8.0)
    assert said.why.isprintable()
    assert len(said.why) < 160


def test_names_are_cut_and_none_is_said() -> None:
    assert trouble.shown(None) == "without a name"
    assert trouble.shown("DL-Probe") == "DL-Probe"
    assert len(trouble.shown(HOSTILE)) == 40
