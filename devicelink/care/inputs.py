"""What reaches the coach beside the core's events: the person's keys, the clock and the link.

Every one of them is recorded as it comes, so that a session can be replayed. Guarded by
tests/care/.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TypeAlias

from devicelink.core.events import Event
from firmware_protocol.messages import DeviceFault, FrameRejected, LowPower


@unique
class Quality(StrEnum):
    """Pain that means: wrong place (S45). Any of them stops the hold."""

    SHARP = "sharp"
    BURNING = "burning"
    ELECTRIC = "electric"
    NUMB = "numb"


@unique
class Sensation(StrEnum):
    """What people feel when a muscle lets go, in their own report (S46)."""

    WARMTH = "warmth"
    RELAXATION = "relaxation"
    TWITCH = "twitch"
    """The muscle jumped: a local twitch response (S13)."""


@dataclass(frozen=True, slots=True)
class Go:
    """Yes, go on: the big key, or the device's own button."""


@dataclass(frozen=True, slots=True)
class Pain:
    """Pain now, 0-10. Answers the open question, or is a note on the hold under way."""

    value: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no to the open question."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Decline:
    """The person will not answer the open question, or nobody is there to."""


@dataclass(frozen=True, slots=True)
class Easing:
    """The person feels the tissue ease."""


@dataclass(frozen=True, slots=True)
class BadPain:
    """Sharp, burning, electric or numb: stop this hold."""

    quality: Quality = Quality.SHARP


@dataclass(frozen=True, slots=True)
class Unwell:
    """Dizzy, faint, sick or trouble seeing: the session ends at once."""


@dataclass(frozen=True, slots=True)
class Felt:
    """A sensation noted for the hold under way or just over."""

    sensation: Sensation


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave out the present step."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the session, keeping what there is."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Silence the alarm's sound for a while; it stays on the screen."""


Intent: TypeAlias = (
    Go | Pain | Answer | Decline | Easing | BadPain | Unwell | Felt | Skip | Stop | Mute
)


@unique
class LinkState(StrEnum):
    """The link as a person needs to know it."""

    SEARCHING = "searching"
    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChanged:
    """The link went to another state. `detail` is a plain sentence, `attempt` counts retries."""

    state: LinkState
    attempt: int = 0
    detail: str = ""
    device_off: bool = False
    """The device said that it switches itself off: there is nothing to wait for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensed:
    """The newest the core knows, at a tick. `force_n` is None where there is no live signal."""

    force_n: float | None
    slope_n_s: float
    in_contact: bool
    in_zone: bool
    in_zone_s: float
    """Time in the zone in the contact under way."""
    contact_s: float
    """How long the contact under way has lasted, gaps left out."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed. Comes about ten times a second whether or not there is signal."""

    sensed: Sensed


@unique
class ZeroBy(StrEnum):
    """Who moved the zero."""

    DEVICE = "device"
    SOFTWARE = "software"
    """This program, for a device that cannot: it takes `offset_n` off every force."""
    RESTART = "restart"
    """The device began anew: nobody knows its zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroMoved:
    """Force is counted from another zero, from the next sample on; `offset_n` None: not known."""

    by: ZeroBy
    offset_n: float | None = None


@dataclass(frozen=True, slots=True)
class ZeroRefused:
    """The zero could not be set: the device was not still, or something lay on it.

    `why` is which: `moving`, `load`, `no signal`; empty where the device itself refused.
    """

    why: str = ""


@dataclass(frozen=True, slots=True)
class DriftedAtRest:
    """With the hand off, over five still seconds, the device read this instead of nothing."""

    force_n: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesRejected:
    """So many of the last frames meant nothing, too many to pass over."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class StrangerRefused:
    """Another device answered under the address of the one in use, and was not used."""

    detail: str


FromDevice: TypeAlias = (
    ZeroMoved
    | ZeroRefused
    | DriftedAtRest
    | FramesRejected
    | FrameRejected
    | DeviceFault
    | LowPower
)
DeviceNews: TypeAlias = FromDevice | StrangerRefused
"""What the device tells beside force, and what was made of it."""

Input: TypeAlias = Event | Intent | LinkChanged | DeviceNews | Tick
