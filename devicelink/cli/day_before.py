"""Around a session: how it was the day after the last one, and the checkpoint after the fourth.

What is answered before a session counts in it: a spot still sore from last time is left alone.
Guarded by tests/cli/test_day_before.py.
"""

import asyncio
import sys

from devicelink.care.trend import SESSIONS, trend
from devicelink.care.trend_text import remarks, rule_lines
from devicelink.cli.journal_asking import ask_due
from devicelink.cli.noting import keep, now
from devicelink.cli.options import Face
from devicelink.cli.terminal import put
from devicelink.cli.trend import place_title
from devicelink.data import phrases
from devicelink.store.diary import day_of, diary_in
from devicelink.store.lock import is_held
from devicelink.store.place import Place


def ask_of_the_day_before(folder: Place, face: Face) -> None:
    """Ask what is due and keep the answers; where nobody is there it stays open."""
    if not sys.stdin.isatty() or is_held(folder.lock):
        return  # nobody to ask, or another devicelink writes
    if not diary_in(folder).due_next_day(day_of(now())):
        return
    if face is Face.SCREEN:
        from devicelink.cli.journal_pages import ask_due_on_screen  # noqa: PLC0415

        asyncio.run(ask_due_on_screen(folder))
        return
    made = ask_due(folder)
    if made:
        keep(folder, made)


def tell_checkpoint(folder: Place, place: str) -> None:
    """After the fourth rated session at a place: change against chance, and what to do (S33)."""
    found = trend(place, diary_in(folder).rated, day_of(now()))
    if found.n != SESSIONS:
        return
    put(place_title(place), err=True)
    for line in (*remarks(found, phrases(), str), rule_lines(phrases())[0]):
        put(line, err=True)
