"""Listens until the device that is meant is heard, and a moment longer where two could be meant.

Guarded by tests/link/test_search.py.
"""

import asyncio
from contextlib import aclosing, suppress
from typing import Final

from devicelink.link.choice import Choice
from devicelink.link.port import Radio

ALIKE_S: Final = 0.5
"""Wall seconds to wait for a second device that fits as well, where no address was named."""


async def search(radio: Radio, choice: Choice, for_s: float) -> bool:
    """Whether it was heard within that many seconds.

    Raises LinkError: ManyError where several were heard that fit alike.
    """
    choice.begin()
    is_heard = False
    with suppress(TimeoutError):
        async with asyncio.timeout(None) as patience, aclosing(radio.scan(for_s)) as heard:
            async for advertisement in heard:
                if not choice.fits(advertisement):
                    continue
                if choice.is_certain:
                    return True
                if not is_heard:
                    patience.reschedule(asyncio.get_running_loop().time() + ALIKE_S)
                is_heard = True
    if is_heard:
        choice.check()
    return is_heard
