"""Which device is meant, and the list for a person: no names, namesakes, unknown kinds."""

import pytest

from devicelink.errors import LinkError
from devicelink.link.choice import Choice
from devicelink.link.port import Radio
from devicelink.link.scan import scan_devices
from firmware_protocol.frames import Advertisement
from firmware_protocol.profile import SERVICE
from tests.link.peripheral import ADDRESS, NAME, Peripheral

PROBE = Advertisement(address="F0:00:00:00:00:01", name="DL-Probe", service_uuids=(SERVICE,))
OTHER = Advertisement(address="F0:00:00:00:00:02", name="DL-Probe", service_uuids=(SERVICE,))
NAMELESS = Advertisement(address="F0:00:00:00:00:03", service_uuids=(SERVICE,))
LAMP = Advertisement(address="F0:00:00:00:00:04", name="Lamp")


def test_a_namesake_does_not_step_in_for_the_device_there_was_a_link_to() -> None:
    choice = Choice("dl-probe")
    assert choice.fits(PROBE)
    assert choice.fits(OTHER)
    assert choice.fits(PROBE)
    choice.settle()
    assert not choice.fits(OTHER)
    assert choice.fits(PROBE)


def test_without_a_wish_the_first_supported_device_is_taken_named_or_not() -> None:
    choice = Choice(None)
    assert not choice.fits(LAMP)
    assert choice.fits(NAMELESS)
    assert choice.kind().id == "open_profile"


def test_a_device_of_no_known_kind_is_told_from_one_not_heard() -> None:
    choice = Choice("lamp")
    assert "No device lamp" in choice.missed().why
    assert not choice.fits(LAMP)
    assert "no kind that can be read" in choice.missed().why
    with pytest.raises(LinkError):
        choice.kind()


async def test_what_is_in_range_is_listed_once(device: Peripheral, radio: Radio) -> None:
    (found,) = await scan_devices(radio, 0.2)
    assert (found.advertisement.address, found.advertisement.name) == (ADDRESS, NAME)
    assert found.kind is not None
    assert found.why_not == ""
