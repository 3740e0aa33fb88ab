"""Climbro hangboard: a stream of bytes whose meaning hangs on the last marker, both ways.

The markers' state goes on from one notification to the next. Any bytes parse to messages, never to
an exception. Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

from collections.abc import Iterable
from typing import Final

from firmware_protocol.messages import Battery, FrameRejected, Message, Readings, Unit

NAME: Final = "Climbro"
SERVICE: Final = "49535343-fe7d-4ae5-8fa9-9fafd205e455"
DATA: Final = "49535343-1e4d-4bd9-ba61-23c647249616"
WRITE: Final = "49535343-8841-43f4-a8d4-ecbe34729bb3"
CONTROL: Final = "49535343-4c8a-39b3-2f49-511cff073b7e"
"""Of its serial chip; nothing is written to either."""

_BATTERY, _FORCE, _IS_36 = 0xF0, 0xF5, 0xF6
_EMPTY, _FULL = 112, 230


class Parser:
    """One stream, from its first byte."""

    def __init__(self) -> None:
        self._marker: int | None = None

    def feed(self, data: bytes) -> tuple[Message, ...]:
        """What the next notification adds; runs of force stay together."""
        said: list[Message] = []
        run: list[int] = []
        unread = b""

        def end_run() -> None:
            if run:
                said.append(Readings(raw=tuple(run), unit=Unit.KILOGRAM))
                run.clear()

        for byte in data:
            value = 36 if byte == _IS_36 else byte
            if byte in {_BATTERY, _FORCE}:
                end_run()
                self._marker = byte
            elif self._marker == _FORCE:
                run.append(value)
            elif self._marker == _BATTERY:
                said.append(Battery(percent=_percent(value)))
            else:
                unread += bytes((byte,))
        end_run()
        return (FrameRejected("before any marker", unread), *said) if unread else tuple(said)


def _percent(level: int) -> float:
    return min(100.0, max(0.0, (level - _EMPTY) * 100 / (_FULL - _EMPTY)))


def serialize(messages: Iterable[Readings | Battery]) -> bytes:
    """A notification that says these, each behind its marker.

    Raises ValueError for what is no whole number of kilograms below 240, or no charge.
    """
    data = b""
    for message in messages:
        match message:
            case Readings(raw=raw, unit=Unit.KILOGRAM):
                data += bytes((_FORCE, *(_byte(round(kg)) for kg in raw)))
            case Battery(percent=float() | int() as percent):
                level = round(_EMPTY + percent * (_FULL - _EMPTY) / 100)
                data += bytes((_BATTERY, _byte(level)))
            case _:
                raise ValueError(f"a Climbro cannot say {message}")
    return data


def _byte(value: int) -> int:
    if value == 36:
        return _IS_36
    if not 0 <= value < _BATTERY:
        raise ValueError(f"{value} does not fit")
    return value
