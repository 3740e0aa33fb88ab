"""A person's own programmes beside the shipped ones: kept as statements, the newest counts.

Guarded by tests/cli/test_programme.py.
"""

from collections.abc import Iterable

from devicelink.care.programme import Programme
from devicelink.care.programme_edit import of_fields, to_fields
from devicelink.cli.places import keep, said
from devicelink.data import programmes
from devicelink.errors import UsageError
from devicelink.store.place import Place
from devicelink.store.statements import Statement, Topic


def own_programmes(told: Iterable[Statement]) -> dict[str, Programme]:
    """Those that count, by id. Raises PlanError for one that cannot be read."""
    newest = {one.item: one.body for one in told if one.topic is Topic.PROGRAMME}
    return {id_: of_fields(id_, body) for id_, body in newest.items() if body}


def keep_programme(place: Place, programme: Programme) -> None:
    """Keep one of the person's own. Raises UsageError for a shipped id, StoreError."""
    refuse_shipped(programme.id)
    keep(place, [said(Topic.PROGRAMME, programme.id, body=to_fields(programme))])


def drop_programme(place: Place, id_: str) -> None:
    """Take one back; what was kept stays in the record. Raises UsageError for a shipped id."""
    refuse_shipped(id_)
    keep(place, [said(Topic.PROGRAMME, id_)])


def refuse_shipped(id_: str) -> None:
    """A shipped programme stays as its source has it. Raises UsageError."""
    if id_ in programmes():
        raise UsageError("programme_shipped", id=id_)
