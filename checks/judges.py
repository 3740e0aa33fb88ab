"""Independent judges of our codecs and twins: grip-connect 0.13.0 under Node, both directions.

It decodes the same bytes as we do, and it connects to our twins, which have to understand what it
writes. Where it differs, checks/grip_connect/differences.py says who is right and why; a difference
that is not listed fails, and so does a listed one that is gone. 77 where Node or the library cannot
be had. The judge of the Bluetooth standard's values is a test:
tests/firmware_protocol/test_bluetooth_sig.py.
"""

import asyncio
import subprocess
import sys
from pathlib import Path

from checks.grip_connect.differences import DIFFERENCES
from checks.grip_connect.frames import MADE, judge
from checks.grip_connect.library import NAME, VERSION, MissingError, library
from checks.grip_connect.live import PLAYS, meet

SKIPPED = 77


def same_bytes(where: Path) -> int:
    """It and our drivers on the same frames; how many findings."""
    print(f"\nthe same bytes to {NAME} {VERSION} and to our drivers")
    findings = 0
    for device in MADE:
        judged = judge(where, device)
        listed = {one.about for one in DIFFERENCES if one.device == device}
        gone = sorted(listed - judged.seen)
        print(
            f"  {device:<12}{judged.streams:5} streams {judged.samples:6} samples: "
            f"{len(judged.seen)} known differences, {len(judged.odd)} unknown"
        )
        for odd in judged.odd[:5]:
            print(f"      FINDING {odd}")
        for about in gone:
            print(f"      FINDING no difference any more: {about}")
        findings += len(judged.odd) + len(gone)
    return findings


async def on_twins(where: Path) -> int:
    """It connects to each twin; how many findings."""
    print("\nit connects to our twins")
    findings = 0
    for met in await asyncio.gather(*(meet(where, device) for device in PLAYS)):
        commands = ", ".join(met.commands) or "sends nothing"
        print(f"  {met.device:<12}{met.samples:6} samples alike; understood: {commands}")
        for wrong in met.wrong:
            print(f"      FINDING {wrong}")
        findings += len(met.wrong)
    return findings


def main() -> int:
    """The exit code."""
    try:
        where = library()
    except MissingError as error:
        print(error)
        return SKIPPED
    node = subprocess.run(("node", "--version"), capture_output=True, text=True, check=True)
    print(f"Node {node.stdout.strip()}")
    findings = same_bytes(where) + asyncio.run(on_twins(where))
    print(f"\n{findings} findings" if findings else "\nno finding")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
