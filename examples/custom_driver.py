"""A device that devicelink does not know, added in one file: python examples/custom_driver.py

The device is made up: "Thumbscale", a button that notifies what presses on it, two bytes a sample,
little-endian, in hundredths of a newton, ten samples a notification at 50 Hz. Put such a file into
a package of your own and name its DRIVER in an entry point; nothing of devicelink's is touched:

    [project.entry-points."devicelink.drivers"]
    thumbscale = "custom_driver:DRIVER"

Then `devicelink scan` lists it, and `devicelink session` and `record` read it. docs/devices.md says
what each part is for.
"""

from typing import ClassVar, Final

from devicelink.drivers.base import ABOUT, DriverType, Step, Streamer, Subscribe, named, offers
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import FrameRejected, Message, Readings, Unit
from firmware_protocol.profile import Direction, Kind

SERVICE: Final = "7a5e0001-4c6f-4d2e-9b7a-746875626d00"
FORCE: Final = "7a5e0002-4c6f-4d2e-9b7a-746875626d00"
UNIT: Final = 0.01


def parse(data: bytes) -> tuple[Message, ...]:
    """What a notification means. Whatever the bytes, it never raises: what is no frame is said."""
    if not data or len(data) % 2:
        return (FrameRejected(f"{len(data)} bytes are no whole samples", data),)
    counts = [
        int.from_bytes(data[at : at + 2], "little", signed=True) for at in range(0, len(data), 2)
    ]
    return (Readings(raw=tuple(count * UNIT for count in counts), unit=Unit.NEWTON),)


class Thumbscale(Streamer):
    """One open link. `Streamer` answers for a device that streams and takes no commands."""

    id: ClassVar[str] = "thumbscale"
    label: ClassVar[str] = "Thumbscale"
    measures = DeviceCapabilities(
        kind=Kind.PROBE,
        direction=Direction.PUSH,
        full_scale_n=100.0,
        resolution_n=UNIT,
        rates_hz=(50,),
    )

    def __init__(self) -> None:
        self.parsers = {FORCE: parse}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002 - it has one rate
        """Subscribe, then read charge and names, where there are any."""
        return Subscribe(FORCE), *ABOUT


def matches(heard: Advertisement) -> bool:
    """By name and by service: either alone may be shared with devices of another kind."""
    return named(heard, "Thumb") and offers(heard, SERVICE)


DRIVER: Final = DriverType(
    Thumbscale.id,
    Thumbscale.label,
    matches,
    Thumbscale,
    evidence=(Evidence.OWN,),
    measures=Thumbscale.measures,
    note="an example: there is no such device",
)

if __name__ == "__main__":
    heard = Advertisement(address="F0:0D:CA:FE:00:77", name="Thumb-7", service_uuids=(SERVICE,))
    print("matches:", DRIVER.matches(heard), "- remarks:", ", ".join(DRIVER.remarks))
    driver = DRIVER.make()
    for sent in ("c4094a0a00fe", "c409ff"):
        print(sent, "->", driver.decode(Frame(0.0, FORCE, bytes.fromhex(sent))))
