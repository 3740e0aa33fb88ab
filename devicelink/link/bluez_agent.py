"""Somebody who agrees: the agent that BlueZ wants to ask before this computer pairs (Linux).

A desktop has one; a machine without a desktop has none, and there BlueZ fails every pairing as if
the device had refused it. Ours stands in only where nobody else does, only while we pair, and says
yes to that one device only. Guarded by tests/link/test_bluez_agent.py and checks/real_stack.py.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

PATH: Final = "/devicelink/agent"
MANAGER: Final = "org.bluez.AgentManager1"
_AGREED: Final = {"RequestConfirmation", "RequestAuthorization"}
"""What pairing without a display asks; whatever else is asked is refused."""
_NOTED: Final = {"Cancel", "Release"}


@asynccontextmanager
async def agreeing(address: str) -> AsyncIterator[None]:
    """For the block, agree to pair with the device of that address. Never raises by itself."""
    bus = await _registered(address) if sys.platform == "linux" else None
    try:
        yield
    finally:
        if bus is not None:
            bus.disconnect()  # the agent ends with it


async def _registered(address: str) -> "MessageBus | None":
    """A connection of our own with the agent on it; None where there is no such bus or BlueZ."""
    from bleak.backends.bluezdbus.utils import get_dbus_authenticator  # noqa: PLC0415
    from dbus_fast import BusType, Message  # noqa: PLC0415
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    with suppress(Exception):
        bus = MessageBus(bus_type=BusType.SYSTEM, auth=get_dbus_authenticator())
        await bus.connect()
        bus.add_message_handler(lambda message: answer(message, address))
        # Not asked to be the default: BlueZ takes it for one only where there is no other.
        await bus.call(
            Message(
                destination="org.bluez", path="/org/bluez", interface=MANAGER,
                member="RegisterAgent", signature="os", body=[PATH, "NoInputNoOutput"],
            )
        )  # fmt: skip
        return bus
    return None


def answer(message: "Message", address: str) -> "Message | None":
    """What the agent says to BlueZ; None for what is not asked of it."""
    from dbus_fast import Message  # noqa: PLC0415

    if message.path != PATH or message.interface != "org.bluez.Agent1":
        return None
    ours = address.upper().replace(":", "_")
    about = str(message.body[0]) if message.body else ""
    if message.member in _NOTED or (message.member in _AGREED and about.endswith(f"dev_{ours}")):
        return Message.new_method_return(message)
    return Message.new_error(message, "org.bluez.Error.Rejected", "not the device to pair with")
