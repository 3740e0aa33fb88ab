"""The emulated machine: QEMU with the guest, its Bluetooth controller on our air, its D-Bus here.

The guest's controller is one more client of a simulated air at a UNIX socket, so its kernel and
bluetoothd believe in a real chip. Only loopback is forwarded; the guest has no network, and dies
with this process. KVM is used only where the processor itself is known to have it: that
/dev/kvm answers proves nothing. Used by checks/real_stack.py.
"""

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.auth import AuthExternal

BOOT_S: Final = 180.0
CALL_S: Final = 10.0
AGENT: Final = "/devicelink/agent"
ADAPTER: Final = "/org/bluez/hci0"
_DIE_WITH_PARENT: Final = 1
_POLL_S: Final = 0.1


class BootError(Exception):
    """The guest did not come up: `str()` holds the end of what it said."""


@dataclass(slots=True)
class Machine:
    """A guest that is up. `environment` is what its clients have to be started with."""

    bus: MessageBus
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    powered_s: float
    accelerator: str
    asked: list[str]
    """What BlueZ asked its pairing agent."""

    async def call(self, path: str, interface: str, member: str, *body: Any) -> list[Any]:
        """A method of BlueZ's. Raises RuntimeError with what it says against it."""
        return await _call(self.bus, path, interface, member, *body)

    async def adapter(self, **wanted: bool) -> None:
        """Sets properties of the adapter, as a person would in the system's settings."""
        for name, value in wanted.items():
            await _set(self.bus, name, value)

    async def devices(self) -> dict[str, dict[str, Any]]:
        """The devices that BlueZ keeps, by address, with their properties."""
        interface = "org.freedesktop.DBus.ObjectManager"
        (objects,) = await self.call("/", interface, "GetManagedObjects")
        found = (held.get("org.bluez.Device1") for held in objects.values())
        told = ({name: one.value for name, one in held.items()} for held in found if held)
        return {device["Address"]: device for device in told}

    async def register_agent(self) -> None:
        """From now on somebody agrees to every pairing; until then nobody does."""
        self.bus.add_message_handler(self._answer)
        manager = "org.bluez.AgentManager1"
        await self.call("/org/bluez", manager, "RegisterAgent", AGENT, "NoInputNoOutput")
        await self.call("/org/bluez", manager, "RequestDefaultAgent", AGENT)

    def _answer(self, message: Message) -> Message | None:
        if message.interface != "org.bluez.Agent1":
            return None
        self.asked.append(message.member or "")
        return Message.new_method_return(message)

    @property
    def cpu_s(self) -> float:
        """Seconds of processor that the guest has taken."""
        return cpu_of(self.process.pid)


def cpu_of(pid: int) -> float:
    """Seconds of processor that a process has taken."""
    words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def machine(
    kernel: Path, initrd: Path, air: Path, *, options: str = ""
) -> AsyncIterator[Machine]:
    """A guest whose controller joins the air at that socket. Raises BootError."""
    began_s, port = time.monotonic(), _free_port()
    accelerator = _accelerator()
    with tempfile.TemporaryFile() as console:
        process = subprocess.Popen(  # noqa: ASYNC220 - it is back at once
            _command(kernel, initrd, air, port, accelerator, options),
            stdin=subprocess.DEVNULL, stdout=console, stderr=console,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread is running yet
        )  # fmt: skip
        try:
            async with asyncio.timeout(BOOT_S):
                bus = await _connected(port, process)
                await _powered(bus, process)
        except (TimeoutError, BootError) as error:
            console.seek(0)
            said = console.read().decode(errors="replace").splitlines()[-25:]
            what = f"it ended with {process.poll()}" if process.poll() is not None else "too late"
            raise BootError("\n".join((f"The guest is not up: {what}.", *said))) from error
        else:
            yield Machine(
                bus=bus,
                environment={
                    "DBUS_SYSTEM_BUS_ADDRESS": f"tcp:host=127.0.0.1,port={port}",
                    "BLEAK_DBUS_AUTH_UID": "0",
                },
                process=process,
                powered_s=time.monotonic() - began_s,
                accelerator=accelerator[1],
                asked=[],
            )
            bus.disconnect()
        finally:
            process.terminate()
            process.wait(10)


def _command(
    kernel: Path, initrd: Path, air: Path, port: int, accelerator: list[str], options: str
) -> list[str]:
    forward = f"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:55555"
    return [
        "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
        "-M", "q35", *accelerator, "-m", "256", "-smp", "2", "-serial", "stdio",
        "-kernel", str(kernel), "-initrd", str(initrd),
        "-append", f"console=ttyS0 quiet reboot=t panic=-1 mitigations=off {options}",
        "-device", "virtio-serial-pci", "-chardev", f"socket,id=hci,path={air}",
        "-device", "virtconsole,chardev=hci",
        "-netdev", forward, "-device", "virtio-net-pci,netdev=net,romfile=",
    ]  # fmt: skip


def _accelerator() -> list[str]:
    words = Path("/proc/cpuinfo").read_text().split()
    if os.access("/dev/kvm", os.R_OK | os.W_OK) and {"vmx", "svm"} & set(words):
        return ["-accel", "kvm", "-cpu", "host"]
    return ["-accel", "tcg,thread=multi,tb-size=256", "-cpu", "max"]


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


async def _connected(port: int, process: "subprocess.Popen[bytes]") -> MessageBus:
    """The guest's system bus, once it answers: QEMU accepts before anybody listens in there."""
    address = f"tcp:host=127.0.0.1,port={port}"
    while process.poll() is None:
        try:
            bus = MessageBus(bus_address=address, bus_type=BusType.SYSTEM, auth=AuthExternal(uid=0))
            return await asyncio.wait_for(bus.connect(), 0.6)
        except (OSError, EOFError, TimeoutError):
            await asyncio.sleep(_POLL_S)
    raise BootError


async def _powered(bus: MessageBus, process: "subprocess.Popen[bytes]") -> None:
    """Waits until the adapter is there and on."""
    while process.poll() is None:
        try:
            if await _get(bus, "Powered"):
                return
            await _set(bus, "Powered", value=True)
        except RuntimeError:
            await asyncio.sleep(_POLL_S)
    raise BootError


async def _get(bus: MessageBus, name: str) -> Any:
    interface = "org.freedesktop.DBus.Properties"
    (told,) = await _call(bus, ADAPTER, interface, "Get", "org.bluez.Adapter1", name)
    return told.value


async def _set(bus: MessageBus, name: str, value: bool) -> None:  # noqa: FBT001
    body = ("org.bluez.Adapter1", name, Variant("b", value))
    await _call(bus, ADAPTER, "org.freedesktop.DBus.Properties", "Set", *body)


_SIGNATURES: Final = {"RegisterAgent": "os", "RequestDefaultAgent": "o", "Get": "ss", "Set": "ssv"}


async def _call(bus: MessageBus, path: str, interface: str, member: str, *body: Any) -> list[Any]:
    message = Message(
        destination="org.bluez", path=path, interface=interface, member=member,
        signature=_SIGNATURES.get(member, "o" * len(body)), body=list(body),
    )  # fmt: skip
    reply = await asyncio.wait_for(bus.call(message), CALL_S)
    if reply.message_type is not MessageType.METHOD_RETURN:
        raise RuntimeError(f"BlueZ refuses {member}: {reply.body}")
    return list(reply.body)
