"""What ends a command from outside, Ctrl-C and a closed terminal among it, ends it properly.

Guarded by tests/cli/test_signals.py and tests/cli/test_session.py.
"""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Final

ENDING: Final = tuple(
    signal.Signals[name]
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if name in signal.Signals.__members__
)
"""Windows has no SIGHUP."""


def when_told_to_end(call: Callable[..., object], *arguments: object) -> None:
    """Call that in the running loop, each time one of them comes.

    Windows' loops take no handlers: there Ctrl-C cancels, and what was recorded stays.
    """
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):
        for number in ENDING:
            loop.add_signal_handler(number, call, *arguments)
