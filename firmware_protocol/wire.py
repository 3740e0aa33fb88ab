"""Fixed layouts of little-endian integers, declared once.

The codec packs by them and docs/protocol.md shows them, so the two cannot part. A layout holds no
meaning: what a value may be is said where the message is. Guarded by
tests/firmware_protocol/test_wire.py and test_protocol_page.py.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Self

FORMATS: Final = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q", "s16": "h", "s32": "i"}
"""The integers on the wire and their letter in `struct`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One integer of a layout, `offset` bytes after its start."""

    name: str
    type: str
    offset: int


class Layout:
    """A row of integers without padding: `Layout("token u8", "rate_hz u16")`."""

    __slots__ = ("_struct", "fields", "size")

    def __init__(self, *declared: str) -> None:
        fields, offset = [], 0
        for name, kind in (text.split() for text in declared):
            fields.append(Field(name, kind, offset))
            offset += struct.calcsize(FORMATS[kind])
        self.fields: Final = tuple(fields)
        self._struct: Final = struct.Struct("<" + "".join(FORMATS[f.type] for f in fields))
        self.size: Final = offset

    def pack(self, *values: int) -> bytes:
        """The values as bytes. Raises ValueError where one does not fit its field."""
        try:
            return self._struct.pack(*values)
        except struct.error as error:
            raise ValueError(f"{[f.name for f in self.fields]} cannot hold {values}") from error

    def unpack(self, data: bytes, offset: int = 0) -> tuple[int, ...]:
        """The values at `offset`; there must be `size` bytes."""
        return self._struct.unpack_from(data, offset)

    def unpack_all(self, data: bytes) -> Iterator[tuple[int, ...]]:
        """The values of layout after layout; the length must divide by `size`."""
        return self._struct.iter_unpack(data)


class Packed:
    """Serialises a dataclass by its `LAYOUT`, whose names are the dataclass's.

    A message that starts with its own number has that in `NUMBER` and first in its layout.
    """

    __slots__ = ()
    LAYOUT: ClassVar[Layout]
    NUMBER: ClassVar[int | None] = None

    def serialize(self) -> bytes:
        """The bytes on the wire. Raises ValueError where a value does not fit its field."""
        numbered = self.NUMBER is not None
        values = (getattr(self, field.name) for field in self.LAYOUT.fields[numbered:])
        head = () if self.NUMBER is None else (self.NUMBER,)
        return self.LAYOUT.pack(*head, *values)

    @classmethod
    def unpacked(cls, data: bytes, offset: int = 0) -> Self:
        """The value whose bytes end `data`. Raises ValueError where size or values are wrong."""
        if len(data) - offset != cls.LAYOUT.size:
            raise ValueError(f"must be {cls.LAYOUT.size + offset} bytes long, not {len(data)}")
        return cls(*cls.LAYOUT.unpack(data, offset)[cls.NUMBER is not None :])
