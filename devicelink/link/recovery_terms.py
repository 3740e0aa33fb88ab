"""The words of link recovery: its states, what can happen to it, and what it has done.

Guarded by tests/link/test_recovery.py.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from devicelink.care.inputs import LinkChanged

SHORTEST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 8.0
CONNECT_S: Final = 8.0
"""Deadline of one try to connect, in wall seconds."""
SCAN_S: Final = 8.0
"""A scan that hears nothing is begun anew after this many wall seconds."""
SILENCE_S: Final = 1.0
"""A live link without a frame for this long is lost, whatever the radio believes."""
STEADY_S: Final = 1.0
"""A link that lived this long counts as good: the next loss is a first one again."""
ASLEEP_WAIT_S: Final = 2.0
"""A device that goes to sleep is heard for a moment more; calling it now would wake it."""


@dataclass(frozen=True, slots=True)
class Trials:
    """How recovery stands: tries so far, the last wait, whether there ever was a live link."""

    attempt: int = 0
    wait_s: float = SHORTEST_WAIT_S
    was_live: bool = False
    device_off: bool = False


@dataclass(frozen=True, slots=True)
class Reopening:
    """The radio is being opened."""

    trials: Trials


@dataclass(frozen=True, slots=True)
class Searching:
    """A scan is under way."""

    trials: Trials


@dataclass(frozen=True, slots=True)
class Connecting:
    """A device was chosen and is being called."""

    trials: Trials


@dataclass(frozen=True, slots=True)
class Opening:
    """Connected; bonding and the driver's opening steps are under way."""

    trials: Trials


@dataclass(frozen=True, slots=True)
class Live:
    """Frames arrive; the newest at `frame_s`."""

    trials: Trials
    since_s: float
    frame_s: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing is done until then; `reopen` if the radio is what failed."""

    trials: Trials
    until_s: float
    reopen: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """The end."""


State: TypeAlias = Reopening | Searching | Connecting | Opening | Live | Waiting | Closed


@dataclass(frozen=True, slots=True)
class RadioOpen:
    """The radio is open."""


@dataclass(frozen=True, slots=True)
class TransportGone:
    """The radio could not be opened, or is gone."""

    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """The scan heard the device at this address."""

    address: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """The scan ended without the device."""

    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Scanning, connecting or opening failed; the link, if there was one, is to be closed."""

    why: str


@dataclass(frozen=True, slots=True)
class Connected:
    """The device answered."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The driver's opening steps are done."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The radio says that the link is gone."""

    why: str


@dataclass(frozen=True, slots=True)
class FellAsleep:
    """The device says that it switches itself off; `empty`: for want of charge."""

    empty: bool = False


@dataclass(frozen=True, slots=True)
class AskedToClose:
    """The session wants no link any more."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time passed; `frame_s` is when the newest frame of this link came, None if none did."""

    frame_s: float | None = None


What: TypeAlias = (
    RadioOpen
    | TransportGone
    | Found
    | NotFound
    | Failed
    | Connected
    | Opened
    | Lost
    | FellAsleep
    | AskedToClose
    | Ticked
)


@dataclass(frozen=True, slots=True)
class OpenRadio:
    """Close the radio if there is one, and open it."""


@dataclass(frozen=True, slots=True)
class Scan:
    """Look for the device for so many wall seconds."""

    for_s: float = SCAN_S


@dataclass(frozen=True, slots=True)
class Connect:
    """Call the device, within so many wall seconds."""

    address: str
    within_s: float = CONNECT_S


@dataclass(frozen=True, slots=True)
class Open:
    """Bond if need be and take the driver's opening steps."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Close the connection if there is one, and end what is under way."""


@dataclass(frozen=True, slots=True)
class Close:
    """Take the driver's closing steps, close connection and radio."""


@dataclass(frozen=True, slots=True)
class Report:
    """Tell the session."""

    change: LinkChanged


Action: TypeAlias = OpenRadio | Scan | Connect | Open | Drop | Close | Report
Step: TypeAlias = tuple[State, tuple[Action, ...]]
