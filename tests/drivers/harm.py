"""What must never reach a device, by its driver: how such a write begins.

Calibration, reset, firmware and settings that outlive a session.
"""

from firmware_protocol import (
    b24,
    cts500,
    dynamo,
    force_board,
    go_direct,
    profile,
    progressor,
    teraforce,
)
from firmware_protocol.cts500 import checked
from firmware_protocol.dynamo import HANDSHAKE
from firmware_protocol.lines import NUS_WRITE

FORBIDDEN: dict[str, tuple[bytes, ...]] = {
    "tindeq": tuple(bytes((op,)) for op in (0x69, 0x6A, 0x71, 0x73, 0x74, 0x75, 0x76)),
    "cts500": tuple(
        bytes((5, op))
        for op in (
            *range(0x81, 0x86),
            *range(0xA1, 0xA3),
            0xA4,
            0xA7,
            0xC0,
            0xC1,
            0xC3,
            0xC6,
            0xC7,
            *range(0xD1, 0xD5),
        )
    ),
}
"""Everything not listed for the device may be written, if its codec has a name for it."""
ONLY: dict[str, frozenset[bytes]] = {
    "forceboard": frozenset({b"\x04", b"\x05", b"\x06", b"\x07"}),
    "mantracourt_b24": frozenset({bytes(4)}),
    "motherboard": frozenset({b"C", b"S30", b"#", b"T"}),
    "teraforce": frozenset({b"\x00", b"\x01", b"\x02"}),
    "vald_dynamo": frozenset(command.value for command in HANDSHAKE),
}
"""Where nothing is known to be harmful: what may be written, and nothing else."""
WRITABLE: dict[str, frozenset[str]] = {
    "open_profile": frozenset({profile.CONTROL}),
    "tindeq": frozenset({progressor.CONTROL}),
    "forceboard": frozenset({force_board.MODE}),
    "vernier_gdx": frozenset({go_direct.CONTROL}),
    "vald_dynamo": frozenset({dynamo.CONTROL}),
    "mantracourt_b24": frozenset({b24.PIN}),
    "cts500": frozenset({cts500.CONTROL}),
    "motherboard": frozenset({NUS_WRITE}),
    "teraforce": frozenset({teraforce.CONTROL, teraforce.OLD_CONTROL}),
}
"""Where a driver may write, and nowhere else: beside it lie thresholds, settings and firmware."""

assert checked(bytes((5, 0x86, 0, 0, 0))).hex() == "05860000008b"
