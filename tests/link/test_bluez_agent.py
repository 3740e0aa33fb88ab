"""The pairing agent on Linux: yes to the one device that is being paired with, no to all else.

That BlueZ asks it, and that pairing fails without, is shown by checks/real_stack.py.
"""

import sys

import pytest

from devicelink.link.bluez_agent import PATH, agreeing, answer

if sys.platform != "linux":
    pytest.skip("BlueZ is Linux's", allow_module_level=True)

from dbus_fast import Message, MessageType

OURS = "F0:0D:CA:FE:00:01"


def asked(member: str, address: str, path: str = PATH) -> Message:
    """A question of BlueZ's about a device."""
    device = f"/org/bluez/hci0/dev_{address.replace(':', '_')}"
    return Message(
        path=path, interface="org.bluez.Agent1", member=member,
        signature="o", body=[device], serial=7,
    )  # fmt: skip


@pytest.mark.parametrize("member", ["RequestConfirmation", "RequestAuthorization"])
@pytest.mark.parametrize("address", [OURS, OURS.lower()])
def test_yes_to_the_device_that_is_paired_with(member: str, address: str) -> None:
    reply = answer(asked(member, OURS), address)
    assert reply is not None
    assert reply.message_type is MessageType.METHOD_RETURN


@pytest.mark.parametrize(
    ("member", "address"),
    [
        ("RequestAuthorization", "F0:0D:CA:FE:00:02"),
        ("RequestConfirmation", "00:0D:CA:FE:00:01"),
        ("RequestPasskey", OURS),
        ("RequestPinCode", OURS),
        ("AuthorizeService", OURS),
    ],
)
def test_no_to_all_else(member: str, address: str) -> None:
    reply = answer(asked(member, address), OURS)
    assert reply is not None
    assert reply.message_type is MessageType.ERROR
    assert reply.error_name == "org.bluez.Error.Rejected"


def test_what_is_meant_for_others_is_left_to_them() -> None:
    assert answer(asked("RequestAuthorization", OURS, "/somebody/else"), OURS) is None


async def test_without_a_bus_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    async with agreeing(OURS):
        pass
