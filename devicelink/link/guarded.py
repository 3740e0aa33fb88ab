"""A fence around a driver that others wrote: whatever it raises or returns, the program goes on.

A failure while decoding is a rejected frame; one while asking for steps is a LinkError that names
the driver. Our own drivers are not fenced: theirs would be bugs to be seen. Guarded by
tests/link/test_registry.py.
"""

from collections.abc import Callable, Iterator
from typing import ClassVar, Final, TypeVar, get_args

from devicelink.drivers.base import Driver, DriverType, Step, Write
from devicelink.drivers.declared import DeviceCapabilities
from devicelink.errors import LinkError
from devicelink.link import trouble
from devicelink.plaintext import clean
from firmware_protocol.command import Sendable
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import FrameRejected, Message

_T = TypeVar("_T")
_STEPS: Final = get_args(Step)
_MESSAGES: Final = get_args(Message)
_STEPS_MAX: Final = 1000
"""A driver that never stops asking for steps would never open."""


def fenced_matches(kind: DriverType) -> Callable[[Advertisement], bool]:
    """Does it match? A failure is a no."""

    def matches(advertisement: Advertisement) -> bool:
        try:
            return bool(kind.matches(advertisement))
        except Exception:  # noqa: BLE001 - whatever others wrote
            return False

    return matches


def fenced_make(kind: DriverType) -> Callable[[], Driver]:
    """Makes drivers with a fence around them. Raises LinkError where it cannot be made."""

    def make() -> Driver:
        try:
            inner = kind.make()
            facts = {
                "id": kind.id,
                "label": clean(kind.label),
                "needs_bond": bool(inner.needs_bond),
                "pulse_s": None if inner.pulse_s is None else max(0.1, float(inner.pulse_s)),
            }
        except Exception as error:
            raise trouble.driver_failed(kind.id, error) from error
        made: Driver = type("Fenced", (_Fenced,), facts)(inner)
        return made

    return make


class _Fenced:
    id: ClassVar[str]
    label: ClassVar[str]
    needs_bond: ClassVar[bool]
    pulse_s: ClassVar[float | None]

    def __init__(self, inner: Driver) -> None:
        self._inner = inner

    @property
    def commands(self) -> tuple[type[Sendable], ...]:
        return self._asked(lambda: tuple(self._inner.commands))

    def opening(self, rate_hz: int | None) -> Iterator[Step]:
        steps = iter(self._asked(lambda: self._inner.opening(rate_hz)))
        for _ in range(_STEPS_MAX):
            step = self._asked(lambda: next(steps, None))
            if step is None:
                return
            if not isinstance(step, _STEPS):
                raise trouble.driver_failed(self.id, TypeError("what it asks for is no step"))
            yield step

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        try:
            messages = tuple(self._inner.decode(frame))
        except Exception as error:  # noqa: BLE001 - whatever others wrote
            return (FrameRejected(f"its driver failed: {type(error).__name__}", frame.data),)
        if all(isinstance(one, _MESSAGES) for one in messages):
            return messages
        return (FrameRejected("its driver gave what is no message", frame.data),)

    def reply_token(self, frame: Frame) -> int | None:
        return self._or(None, lambda: self._inner.reply_token(frame))

    def fetch(self, first_seq: int, count: int) -> Write | None:
        return self._or(None, lambda: self._inner.fetch(first_seq, count))

    def tare(self) -> Write | None:
        return self._or(None, self._inner.tare)

    def pulse(self) -> tuple[Step, ...]:
        return self._steps(lambda: tuple(self._inner.pulse()))

    def closing(self) -> tuple[Step, ...]:
        return self._steps(lambda: tuple(self._inner.closing()))

    @property
    def capabilities(self) -> DeviceCapabilities | None:
        found = self._or(None, lambda: self._inner.capabilities)
        return found if isinstance(found, DeviceCapabilities) else None

    @property
    def boot_id(self) -> int | None:
        found = self._or(None, lambda: self._inner.boot_id)
        return found if isinstance(found, int) else None

    def _asked(self, ask: Callable[[], _T]) -> _T:
        try:
            return ask()
        except LinkError:
            raise
        except Exception as error:
            raise trouble.driver_failed(self.id, error) from error

    def _steps(self, ask: Callable[[], tuple[Step, ...]]) -> tuple[Step, ...]:
        none: tuple[Step, ...] = ()
        found = self._or(none, ask)
        return tuple(step for step in found if isinstance(step, _STEPS))

    def _or(self, otherwise: _T, ask: Callable[[], _T]) -> _T:
        try:
            return ask()
        except Exception:  # noqa: BLE001 - whatever others wrote
            return otherwise
