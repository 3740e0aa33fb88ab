"""Which device is meant, and the list for a person: no names, namesakes, unknown kinds."""

import pytest

from devicelink.errors import LinkError
from devicelink.link.choice import Choice
from devicelink.link.port import Radio
from devicelink.link.scan import listed, merged, scan_devices
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


def heard(number: int, name: str | None = "DL-Probe", rssi_dbm: int | None = -50) -> Advertisement:
    return Advertisement(
        address=f"F0:00:00:00:01:{number:02}", name=name, service_uuids=(SERVICE,),
        rssi_dbm=rssi_dbm,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rssi_dbm", "word"),
    [(-30, "strong"), (-60, "strong"), (-61, "good"), (-76, "weak"), (-89, "faint"),
     (None, "unknown")],
)  # fmt: skip
def test_a_signal_in_a_word(rssi_dbm: int | None, word: str) -> None:
    (one,) = listed([heard(1, rssi_dbm=rssi_dbm)])
    assert one.strength == word
    assert ("too far off to hold a link" in one.remarks) is (word == "faint")


def test_namesakes_are_numbered_the_nearest_first_and_the_nameless_are_not() -> None:
    found = listed(
        [heard(1, rssi_dbm=-80), heard(2), heard(3, None), heard(4, None), heard(5, "X")]
    )
    names = [one.name for one in found]
    assert names.count("(no name)") == 2
    assert [one.advertisement.address[-1] for one in found if "of 2" in one.name] == ["2", "1"]
    assert {"DL-Probe (1 of 2)", "DL-Probe (2 of 2)", "X"} <= set(names)


def test_ones_own_is_first_however_far_and_however_its_address_is_written() -> None:
    found = listed([heard(1, rssi_dbm=-40), heard(2, rssi_dbm=-90)], ["f0:00:00:00:01:02"])
    assert [one.is_mine for one in found] == [True, False]


def test_a_device_heard_again_keeps_its_name_and_its_best_signal() -> None:
    again = merged(heard(1, rssi_dbm=-50), heard(1, None, -70))
    assert (again.name, again.rssi_dbm) == ("DL-Probe", -50)
    assert merged(None, heard(1)).rssi_dbm == -50
    assert merged(heard(1, rssi_dbm=None), heard(1, rssi_dbm=None)).rssi_dbm is None


def test_a_device_that_takes_no_bond_is_said_to_be_open() -> None:
    gauge = Advertisement(address="x", name="Progressor_1", rssi_dbm=-50)
    (one,) = listed([gauge])
    assert "open: anyone near can read or fake this" in one.remarks
    (bonded,) = listed([heard(1)])
    assert not any("open" in remark for remark in bonded.remarks)
