"""What can go wrong with a simulated device, by name: `NAME` or `NAME=VALUE`.

One table says every fault, its unit, its range and what it does in a sentence. The device asks
`Faults` for a value and does the harm itself, or has it done by spoil.py. Pure. Guarded by
tests/simulator/test_faults.py, where each fault is seen to do what its sentence says.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


class FaultError(ValueError):
    """A fault asked for that there is not, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultKind:
    """`default` stands where no value was given; values go from `low` to `high`, both included."""

    name: str
    what: str
    unit: str = ""
    default: float = 1.0
    low: float = 0.0
    high: float = math.inf
    takes_value: bool = True


def _at(name: str, what: str, default: float = 20.0) -> FaultKind:
    return FaultKind(name=name, what=what, unit="s", default=default)


def _share(name: str, what: str, default: float = 0.1) -> FaultKind:
    return FaultKind(name=name, what=what, unit="share", default=default, high=1.0)


def _plain(name: str, what: str) -> FaultKind:
    return FaultKind(name=name, what=what, takes_value=False)


FAULTS: Final = {
    kind.name: kind
    for kind in (
        _at("drop_link", "the link is lost T s after each start of the stream"),
        _at("disconnect", "the device hangs up T s after each start of the stream"),
        _at("sleep", "the device says so and falls asleep T s after each start of the stream"),
        _at("reboot", "the device restarts T s after the stream's first start"),
        _at("silent", "connected, but nothing is sent from T s after each start on"),
        _share("loss", "this share of the data notifications never arrives"),
        _share("duplicate", "this share of the data notifications arrives twice"),
        _share("reorder", "this share of the data notifications arrives after the next one"),
        _share("garbage", "this share of the data notifications is followed by junk bytes"),
        FaultKind(
            name="late",
            what="each notification is held up by anything up to this",
            unit="ms",
            default=50.0,
            high=10_000.0,
        ),
        _at("stuck", "the force stays as it was at T s after each start"),
        _at("nan", "the force is not known for one second, T s after each start", 10.0),
        FaultKind(
            name="spike",
            what="one sample every 5 s is off by this",
            unit="N",
            default=80.0,
            low=-1000.0,
            high=1000.0,
        ),
        FaultKind(
            name="clip", what="no force above this is measured", unit="N", default=20.0, high=1000.0
        ),
        FaultKind(
            name="noise",
            what="the sensor's noise has this standard deviation (0: none at all)",
            unit="N",
            default=0.0,
            high=100.0,
        ),
        FaultKind(
            name="drift",
            what="the zero moves by so much a minute",
            unit="N/min",
            default=2.0,
            low=-100.0,
            high=100.0,
        ),
        FaultKind(
            name="offset",
            what="the zero is off by this until it is set (refused above 2 N)",
            unit="N",
            default=1.5,
            low=-100.0,
            high=100.0,
        ),
        FaultKind(
            name="gain",
            what="every force reads so many times what it is",
            unit="times",
            default=1.05,
            low=0.01,
            high=100.0,
        ),
        _at("tare", "somebody sets the zero T s after each start, under load or not"),
        _plain("clock_wrap", "the device's clock and its count start 10 s before they wrap"),
        _plain("low_battery", "the charge is 11 % and falls by 1 % every 20 s"),
        _plain("no_backfill", "the device keeps no samples"),
        _plain("slow_backfill", "samples kept are sent again at five notifications a second"),
        _plain("pair_refused", "the device refuses to pair"),
    )
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault to have, checked."""

    name: str
    value: float


def fault_names() -> tuple[tuple[str, str], ...]:
    """Each fault's form (`loss=SHARE`) and what it does, to be listed for people."""
    return tuple(
        (f"{kind.name}={kind.unit.upper()}" if kind.takes_value else kind.name, kind.what)
        for kind in FAULTS.values()
    )


def parse_fault(text: str) -> Fault:
    """The fault in `NAME` or `NAME=VALUE`. Raises FaultError with a sentence."""
    name, equals, number = text.partition("=")
    kind = FAULTS.get(name.strip().lower().replace("-", "_"))
    if kind is None:
        raise FaultError(f"there is no fault {name.strip()!r}; there are: {', '.join(FAULTS)}")
    if not equals:
        return Fault(kind.name, kind.default)
    if not kind.takes_value:
        raise FaultError(f"the fault {kind.name} takes no value")
    try:
        value = float(number)
    except ValueError:
        raise FaultError(f"{number.strip()!r} is not a number (fault {kind.name})") from None
    if not (math.isfinite(value) and kind.low <= value <= kind.high):
        limits = f"{kind.low:g} to {kind.high:g}" if kind.high < math.inf else f"{kind.low:g} up"
        raise FaultError(f"{kind.name} goes from {limits} {kind.unit}, not {value:g}")
    return Fault(kind.name, value)


class Faults:
    """The faults that a device has; asked by name."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._values = {fault.name: fault.value for fault in faults}

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def get(self, name: str) -> float | None:
        """The fault's value, None where the device does not have it. Raises KeyError if unknown."""
        FAULTS[name]
        return self._values.get(name)
