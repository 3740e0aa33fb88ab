"""Each thing that can stand in the way of Bluetooth, on each system, with its exact next step."""

import pytest

from devicelink.link import trouble
from devicelink.link.diagnosis import Facts, Health, diagnose

OFF, DENIED = trouble.switched_off(), trouble.no_permission()
SERVICE, MISSING = trouble.no_service(), trouble.no_adapter()
LINUX = Facts(system="Linux", scan=SERVICE, adapters=("hci0",), bus=True, service=True)


@pytest.mark.parametrize(
    ("facts", "name", "step"),
    [
        (Facts(system="Linux", scan=SERVICE, adapters=("hci0",), hard_blocked=True), "adapter",
         "rfkill list"),
        (Facts(system="Linux", scan=OFF, adapters=("hci0",), soft_blocked=True), "adapter",
         "rfkill unblock bluetooth"),
        (Facts(system="Linux", scan=MISSING, adapters=()), "adapter", "dmesg"),
        (Facts(system="Linux", scan=SERVICE, adapters=(), is_wsl=True), "adapter", "usbipd"),
        (Facts(system="Linux", scan=SERVICE, adapters=(), is_container=True), "adapter",
         "/run/dbus"),
        (Facts(system="Linux", scan=SERVICE, adapters=("hci0",), bus=False), "service",
         "apt install dbus"),
        (Facts(system="Linux", scan=SERVICE, adapters=("hci0",), bus=True, service=False,
               installed=False), "service", "apt install bluez"),
        (Facts(system="Linux", scan=SERVICE, adapters=("hci0",), bus=True, service=False,
               installed=True), "service", "systemctl enable --now bluetooth"),
        (Facts(system="Linux", scan=OFF, adapters=("hci0",), bus=True, service=True,
               powered=False), "power", "bluetoothctl power on"),
        (Facts(system="Linux", scan=DENIED, adapters=("hci0",), bus=True, service=True,
               in_group=False), "permission", "usermod -aG bluetooth"),
        (Facts(system="Linux", scan=DENIED, adapters=("hci0",), in_group=True), "permission",
         "sandbox"),
        (Facts(system="Darwin", scan=DENIED, program="iTerm"), "permission",
         "Privacy & Security, Bluetooth: switch iTerm on"),
        (Facts(system="Darwin", scan=DENIED, is_remote=True), "permission", "Over ssh"),
        (Facts(system="Darwin", scan=OFF), "power", "Control Centre"),
        (Facts(system="Darwin", scan=MISSING), "adapter", "virtual machine"),
        (Facts(system="Windows", scan=OFF, version="10.0.22631"), "power", "Bluetooth & devices"),
        (Facts(system="Windows", scan=MISSING, version="10.0.22631"), "adapter",
         "Device Manager"),
        (Facts(system="Windows", scan=DENIED, version="10.0.22631"), "permission", "Radios"),
        (Facts(system="Windows", scan=SERVICE, version="10.0.10240"), "system", "16299"),
        (Facts(system="Windows", scan=SERVICE, version="10.0.22631", single_threaded=True),
         "system", "pywin32"),
        (Facts(system="FreeBSD", scan=SERVICE), "bluetooth", "--radio"),
        (LINUX, "bluetooth", "systemctl start bluetooth"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_what_to_do(facts: Facts, name: str, step: str) -> None:
    bad = [one for one in diagnose(facts) if one.health is Health.BAD]
    (found,) = [one for one in bad if one.name == name]
    assert step in found.to_do
    assert found.said.endswith(".")
    for one in bad:
        assert one.to_do, "each with its next step"


@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows", "Haiku"])
def test_where_listening_works_nothing_is_bad(system: str) -> None:
    told = diagnose(Facts(system=system, adapters=(), bus=False, hard_blocked=True))
    assert [one for one in told if one.health is Health.BAD] == []
    assert told[-1].said == "usable: listening works"


def test_another_machines_bluez_needs_no_adapter_here() -> None:
    """The real-stack check reaches BlueZ in an emulated kernel over its bus."""
    told = diagnose(Facts(system="Linux", adapters=(), bus=True, service=True, powered=True))
    assert "adapter" not in {one.name for one in told}
