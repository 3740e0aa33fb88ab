"""Two small helps with event loops and task groups. Guarded by tests/session/test_live.py."""

import asyncio
from collections.abc import Callable
from contextlib import suppress


def from_afar(
    loop: asyncio.AbstractEventLoop,
    ask: Callable[[bool], object],
    on: bool,  # noqa: FBT001
) -> None:
    """Have the loop ask, out of another thread; a loop that has ended asks nothing any more."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(ask, on)


def first_of(group: BaseExceptionGroup[Exception]) -> Exception:
    """The one that matters out of a task group: the first that is not itself a group."""
    for error in group.exceptions:
        return first_of(error) if isinstance(error, BaseExceptionGroup) else error
    raise AssertionError("an exception group is never empty")
