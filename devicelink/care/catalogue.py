"""Parsed data files to the types of the plan, with a sentence for what is wrong in one.

Takes dicts and never opens a file (devicelink/data does). Guarded by tests/care/test_catalogue.py.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar

import msgspec

from devicelink.care.atlas import Atlas, Symptom
from devicelink.care.point import Point
from devicelink.care.programme import Programme
from devicelink.care.stages import Stage
from devicelink.errors import PlanError

_Entry = TypeVar("_Entry", Point, Programme, Symptom, Stage)


def _entries(tables: Mapping[str, object], table: str, kind: type[_Entry]) -> dict[str, _Entry]:
    entries = tables.get(table)
    if not isinstance(entries, Mapping) or not entries:
        raise PlanError("table_missing", table=table)
    return {str(id_): _entry(str(id_), body, table, kind) for id_, body in entries.items()}


def _entry(id_: str, body: object, table: str, kind: type[_Entry]) -> _Entry:
    """One checked entry; a field nobody knows is refused, as it is most often misspelt."""
    if not isinstance(body, Mapping):
        raise PlanError("table_is_none", table=table, id=id_)
    unknown = sorted(set(body) - {field.name for field in fields(kind)})
    if unknown:
        raise PlanError("table_unknown_field", table=table, id=id_, field=unknown[0])
    try:
        return msgspec.convert({**body, "id": id_}, kind)
    except msgspec.ValidationError as error:
        raise PlanError("table_value", table=table, id=id_, error=error) from error
    except PlanError as error:
        raise PlanError(
            "table_refused", table=table, id=id_, why=error.why, do=error.what_to_do
        ) from error


def programmes(tables: Mapping[str, object]) -> dict[str, Programme]:
    """Every programme of a parsed file by its id. PlanError for one that breaks a rule."""
    return _entries(tables, "programme", Programme)


def points(tables: Mapping[str, object]) -> dict[str, Point]:
    """Every point of a parsed atlas by its id, in the file's order. PlanError for a broken one."""
    return _entries(tables, "point", Point)


def atlas(tables: Mapping[str, object]) -> Atlas:
    """The whole of a parsed atlas. PlanError for a broken one, or a group with an unknown point."""
    known = points(tables)
    groups = _entries(tables, "symptom", Symptom)
    for group in groups.values():
        strange = [id_ for id_ in group.points if id_ not in known]
        if strange:
            raise PlanError("symptom_names_no_point", id=group.id, point=strange[0])
    head = {name: tables.get(name) for name in ("version", "reviewed_by_clinician", "no_go")}
    try:
        empty = msgspec.convert({**head, "points": {}}, Atlas, strict=True)
    except msgspec.ValidationError as error:
        raise PlanError("atlas_broken", error=error) from error
    return empty.with_entries(known, groups)


def stages(tables: Mapping[str, object]) -> tuple[Stage, ...]:
    """The stages of a parsed file, the first one first. PlanError for a broken one."""
    return tuple(_entries(tables, "stage", Stage).values())
