"""The operating system's own Bluetooth, from end to end: `./run more real_stack`.

BlueZ's bluetoothd in an emulated kernel (QEMU, no KVM needed), our simulator as the device on an
emulated air that the kernel's controller joins, and bleak's own BlueZ backend under our unchanged
link and commands. 0: every step came out; 1: one did not, or the guest did not come up; 77: QEMU or
Debian's packages cannot be had here. What it does not show: a radio's losses and air time.
"""

import asyncio
import logging
import os
import platform
import sys
import time

import numpy as np

from checks.bluez.guest import UnavailableError
from checks.bluez.machine import BootError
from checks.bluez.stage import StepError, stage
from checks.bluez.steps import STEPS

SKIPPED = 77
HAND = (np.arange(0.0, 600.0, 0.05), 15.0 + 12.0 * np.sin(np.arange(0.0, 600.0, 0.05)))
"""What presses on the probe: seconds and newtons."""


async def run() -> int:
    """All steps; how many did not come out. Raises UnavailableError and BootError."""
    began_s, failed = time.monotonic(), 0
    async with stage(HAND, os.environ.get("DEVICELINK_GUEST", "")) as ready:
        guest = ready.guest
        print(
            f"BlueZ in an emulated kernel ({guest.accelerator}), {platform.machine()}, load "
            f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: up in {guest.powered_s:.1f} s, "
            f"{guest.cpu_s:.1f} s of CPU",
            flush=True,
        )
        for name, step in STEPS:
            step_s = time.monotonic()
            try:
                ending, figures = "passed", await step(ready)
            except StepError as error:
                ending, figures, failed = "FAILED", str(error), failed + 1
            took_s = time.monotonic() - step_s
            print(f"{ending}  {name:<20}{took_s:6.1f} s  {figures}", flush=True)
    took_s = time.monotonic() - began_s
    print(f"{len(STEPS) - failed} of {len(STEPS)} steps passed in {took_s:.0f} s")
    return failed


def main() -> int:
    """The exit code."""
    if sys.platform != "linux":
        print("skipped: BlueZ is Linux's, and the guest needs a Linux host")
        return SKIPPED
    logging.getLogger().setLevel(logging.ERROR)  # the guest has no bluetoothctl, and ends abruptly
    try:
        return 1 if asyncio.run(run()) else 0
    except UnavailableError as error:
        print(f"skipped: {error}")
        return SKIPPED
    except BootError as error:
        print(f"FAILED  {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
