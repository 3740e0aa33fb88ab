"""A hundred browsers watch a session for a minute: `./run more watch [--seconds 60]`.

A whole session on the emulated air, with the page beside it in the same loop; the watchers are a
process of their own. Targets: no sample lost, and every watcher is told all the time.
"""

import argparse
import asyncio
import json
import sys
import time
from typing import Final

from checks.figures import keep
from devicelink.data import phrases
from devicelink.watch import Endpoint, watched
from tests.session.live_bench import living

WATCHERS: Final = 100


async def watch(port: int, path: str, seconds: float) -> int:
    """One watcher: how often it was told."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path}/events HTTP/1.1\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    told, until_s = 0, time.monotonic() + seconds
    while time.monotonic() < until_s:
        await reader.readuntil(b"\n\n")
        told += 1
    writer.close()
    return told


async def audience(port: int, path: str, seconds: float) -> None:
    """All of them; prints how often each was told."""
    told = await asyncio.gather(*(watch(port, path, seconds) for _ in range(WATCHERS)))
    print(json.dumps(told))


async def measured(seconds: float) -> dict[str, float | int]:
    """The session with its audience."""
    async with living(speed=1.0) as live:
        here = Endpoint("127.0.0.1", 0)
        async with watched(live.session.view, live.clock.now, phrases(), here) as (port, path):
            began_s, cpu_s = time.monotonic(), time.process_time()
            asked = ("--port", str(port), "--path", path, "--seconds", str(seconds))
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "checks.watch", *asked, stdout=asyncio.subprocess.PIPE
            )
            out, _ = await process.communicate()
            took_s = time.monotonic() - began_s
            cpu = (time.process_time() - cpu_s) / took_s
        line = live.session._intake.timebase  # noqa: SLF001
        told = json.loads(out)
        return {
            "watchers": len(told), "seconds": took_s, "told_least": min(told),
            "samples": live.session._intake._count, "samples_lost": line.lost,  # noqa: SLF001
            "cpu_pct": 100.0 * cpu,
        }  # fmt: skip


def main() -> int:
    """0 passed, 1 failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--port", type=int)
    parser.add_argument("--path", default="")
    asked = parser.parse_args()
    if asked.port:
        asyncio.run(audience(asked.port, asked.path, asked.seconds))
        return 0
    found = asyncio.run(measured(asked.seconds))
    for name, value in found.items():
        print(f"  {name:<14} {value:,.1f}")
    if asked.seconds >= 60.0:
        keep("watch", found)
    good = found["samples_lost"] == 0 and found["told_least"] > 5 * asked.seconds
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
