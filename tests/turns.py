"""Leaving something at any moment: a cancellation after a given number of turns of the loop."""

import asyncio
from collections.abc import Coroutine
from typing import Any

PATIENCE_S = 5.0


async def left_after(turns: int, doing: Coroutine[Any, Any, None] | asyncio.Task[None]) -> None:
    """Lets it run for so many turns, cancels it, and fails unless it ends as cancelled."""
    task = doing if isinstance(doing, asyncio.Task) else asyncio.create_task(doing)
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task}, timeout=PATIENCE_S)
    assert task.cancelled(), f"left after {turns} turns of the loop"
