"""Who the device at the other end is. Guarded by tests/link/test_identity.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Met:
    """The device of a link: its address, empty before there is one, and a name safe to print."""

    address: str = ""
    name: str = ""
