"""Read force from a device, print it, and nothing else: python examples/read_force.py [RADIO]

RADIO is a Bumble transport (tcp-client:127.0.0.1:9601 joins `devicelink simulate`) or `os` for this
computer's Bluetooth. Without one, a simulated probe is pressed in this process; the client is the
same. Reconnecting, bonding and subscribing are the supervisor's business.
"""

import asyncio
import sys
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from devicelink.care.inputs import LinkChanged
from devicelink.clock import Clock
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio, open_radio
from devicelink.link.supervisor import Sinks, Supervisor, Wish
from firmware_protocol.messages import Message, Readings
from simulator.serve import Setup, in_process


async def read(radio: AbstractAsyncContextManager[Radio], clock: Clock, lines: int) -> None:
    """Print the link's news, and the newest force of each frame."""
    enough = asyncio.Event()
    seen = 0

    def on_message(at_s: float, message: Message) -> None:
        nonlocal seen
        if isinstance(message, Readings):
            print(f"{at_s:7.3f} s  {message.force_n[-1]:6.2f} N")
            seen += 1
            if seen >= lines:
                enough.set()

    def on_link(change: LinkChanged) -> None:
        print(f"{clock.now():7.3f} s  {change.state.value} {change.detail}")

    link = Supervisor(lambda: radio, Wish(), clock, Sinks(message=on_message, link=on_link))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(link.run())
        await enough.wait()
        await link.close()


async def main() -> None:
    """On the radio that was asked for, or on an emulated one with a probe beside it."""
    clock = Clock()
    async with AsyncExitStack() as stack:
        if len(sys.argv) > 1:
            radio = open_radio(None if sys.argv[1] == "os" else sys.argv[1], clock.now)
        else:
            bench = await stack.enter_async_context(in_process(Setup(routine=False)))
            bench.hand.press(20.0, ramp_s=1.0)
            radio = bumble_radio(bench.client, bench.client, clock.now)
        await read(radio, clock, lines=15)


if __name__ == "__main__":
    asyncio.run(main())
