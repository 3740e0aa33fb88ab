"""A device's services as a short digest: the same for the same device on every system.

Guarded by tests/link/test_identity.py.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from firmware_protocol.frames import uuid16

HIDDEN: Final = frozenset({uuid16(0x1800), uuid16(0x1801), uuid16(0x180F)})
"""Generic access, attribute, battery: some systems keep them to themselves, some of the time."""


def digest(services: Iterable[tuple[str, Sequence[tuple[str, Iterable[str]]]]]) -> str:
    """Of services, each with its characteristics and what these allow, in whatever order."""
    lines = [
        f"{uuid.lower()} " + " ".join(sorted(_shape(name, allows) for name, allows in parts))
        for uuid, parts in services
        if uuid.lower() not in HIDDEN
    ]
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def _shape(uuid: str, allows: Iterable[str]) -> str:
    return f"{uuid.lower()}({','.join(sorted(allows))})"
