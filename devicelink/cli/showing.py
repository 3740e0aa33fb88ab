"""A session in lines: shown until it is over, and where its record is kept.

Guarded by tests/cli/test_guided.py and test_by_hand.py.
"""

import asyncio
import sys
from collections.abc import Callable
from typing import Final

from devicelink.answering import Answers
from devicelink.cli.guided import Guide, Shown
from devicelink.cli.options import Face
from devicelink.cli.saying import tell
from devicelink.cli.under_way import stop_on_signals
from devicelink.data import phrases
from devicelink.errors import StoreError
from devicelink.plaintext import clean

SAVED: Final = "saved"


async def show(session: Shown, face: Face, answers: Answers, guide: Guide) -> None:
    """A face of lines, until the session is over; on stderr, whether it is being saved."""
    from devicelink.jsonlines import run_json  # noqa: PLC0415
    from devicelink.plain import run_plain  # noqa: PLC0415

    stop_on_signals(session)
    saving = asyncio.create_task(tell_saving(guide.saving))
    try:
        if face is Face.JSON:
            await run_json(session, sys.stdout, answers, sys.stdin)
        else:
            whose = phrases().text("whose", "record", who=clean(guide.place.who))
            await run_plain(
                session, sys.stdout, answers, sys.stdin, whose, flags_shown=guide.flags_shown
            )
    finally:
        saving.cancel()


async def tell_saving(saving: Callable[[], str], every_s: float = 1.0) -> None:
    """Whether it is being saved, on stderr: each change of it, once. To be cancelled."""
    told = SAVED
    while True:
        now = saving()
        if now != told:
            tell("saving", "changed", saved=now)
            told = now
        await asyncio.sleep(every_s)


def told_where_kept(guide: Guide, saved: str) -> None:
    """The last words of a session's command. Raises StoreError where not all of it is kept."""
    if saved != SAVED:
        raise StoreError("session_unsaved", saved=saved)
    if guide.number is not None:
        tell("past", "kept", id=guide.number)
