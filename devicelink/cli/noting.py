"""Keeps journal entries and finds them again; what all who write in the journal share.

Guarded by tests/cli/test_journal.py.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from devicelink.care.journal import of_fields
from devicelink.clock import Clock
from devicelink.errors import StoreError, UsageError
from devicelink.store.diary import Diary
from devicelink.store.entries import Entry
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder


def now() -> datetime:
    """The wall's time in the zone of this machine."""
    return Clock.wall().astimezone()


def entry_of(
    kind: str,
    fields: Mapping[str, object],
    *,
    about_at: datetime,
    place: str = "",
    session: int | None = None,
    supersedes: str | None = None,
) -> Entry:
    """A new entry, written down now. Raises UsageError for what its kind cannot be."""
    of_fields(kind, fields)
    return Entry(
        uid=secrets.token_hex(8), recorded_at=now(), about_at=about_at, kind=kind, place=place,
        session=session, supersedes=supersedes, fields=dict(fields),
    )  # fmt: skip


def replacing(
    old: Entry, kind: str, fields: Mapping[str, object], about_at: datetime | None = None
) -> Entry:
    """What stands for an entry from now on. Raises UsageError for what its kind cannot be."""
    return entry_of(
        kind, fields, about_at=about_at or old.about_at, place=old.place, session=old.session,
        supersedes=old.uid,
    )  # fmt: skip


def keep(place: Place, entries: Iterable[Entry]) -> None:
    """Put them on the disk. Raises StoreError where that fails."""
    recorder = Recorder(place)
    try:
        for entry in entries:
            recorder.note(entry)
        saved = recorder.flush().result()
    finally:
        status = recorder.close()
    if not saved:
        raise StoreError("record_unsaved", saved=status.text)


def numbered(diary: Diary, number: int) -> Entry:
    """The entry of that number as it counts now: an edited one is followed to its newest.

    Raises UsageError where there is none, or where it was taken back.
    """
    found = next((entry for entry in diary.kept if entry.id == number), None)
    if found is None:
        raise UsageError("entry_unknown", number=number)
    newest = found
    while later := next((e for e in diary.kept if e.supersedes == newest.uid), None):
        newest = later
    if newest.kind == "withdrawn":
        raise UsageError("entry_taken_back", number=number)
    return newest


def earlier(diary: Diary, entry: Entry) -> list[Entry]:
    """What an entry said before it was edited, newest first."""
    by_uid = {one.uid: one for one in diary.kept}
    found = []
    while entry.supersedes is not None and entry.supersedes in by_uid:
        entry = by_uid[entry.supersedes]
        found.append(entry)
    return found
