"""How a device of the open profile shows itself: name, address, services, information strings.

Facts only, no radio. Guarded by tests/simulator/test_radio.py.
"""

from typing import Final

from firmware_protocol import profile, sig
from firmware_protocol.frames import uuid16
from firmware_protocol.profile import Kind
from simulator.gatt import Can, Characteristic, Identity, Service
from simulator.models import FIRMWARE, MAKER, Model

_ADDRESS: Final = {Kind.PROBE: "F0:0D:CA:FE:00:01", Kind.BALL: "F0:0D:CA:FE:00:02"}
"""Static random addresses: the emulated link cannot carry public ones."""
_MAKER: Final = uuid16(0x2A29)


def identity(model: Model) -> Identity:
    """How it shows itself on the air."""
    return Identity(
        name=model.name,
        address=_ADDRESS[model.kind],
        service_uuid=profile.SERVICE,
        appearance=sig.APPEARANCE_FORCE_GAUGE,
    )


def services() -> tuple[Service, ...]:
    """All it offers; Force and the charge are for clients that know nothing of our profile."""
    read_notify = Can.READ | Can.NOTIFY
    control = Characteristic(profile.CONTROL, Can.WRITE | Can.INDICATE, encrypted=True)
    return (
        Service(
            profile.SERVICE,
            (
                Characteristic(profile.CAPABILITIES, Can.READ),
                Characteristic(profile.DATA, Can.NOTIFY),
                control,
                Characteristic(profile.EVENT, Can.NOTIFY),
            ),
        ),
        Service(sig.FORCE_SERVICE, (Characteristic(sig.FORCE, read_notify),)),
        Service(sig.BATTERY_SERVICE, (Characteristic(sig.BATTERY, read_notify),)),
        Service(
            sig.INFORMATION_SERVICE,
            tuple(
                Characteristic(uuid, Can.READ)
                for uuid in (_MAKER, sig.MODEL, sig.SERIAL, sig.FIRMWARE)
            ),
        ),
    )


def information(model: Model, seed: int) -> dict[str, bytes]:
    """The Device Information strings by characteristic."""
    return {
        _MAKER: MAKER.encode(),
        sig.MODEL: model.number.encode(),
        sig.SERIAL: f"SIM{seed % 100_000:05d}".encode(),
        sig.FIRMWARE: FIRMWARE.encode(),
    }
