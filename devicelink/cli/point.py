"""`devicelink point ID`: all the atlas says of one point, and the person's own record of it.

What the person tells is kept beside the atlas and never in its place (S01-S03). Guarded by
tests/cli/test_points.py.
"""

from functools import partial
from typing import Any, Final

import click

from devicelink.care.point import CareClass, Point, Side
from devicelink.care.point_record import Finding, PointRecord, area_of
from devicelink.care.screening import place_of
from devicelink.cli.options import place_of as folder_of
from devicelink.cli.options import point_of, stored
from devicelink.cli.own import statements_in
from devicelink.cli.places import SIDES, Places, keep, record_of, recorded, said
from devicelink.cli.saying import say
from devicelink.cli.terminal import put
from devicelink.data import atlas
from devicelink.errors import UsageError
from devicelink.lines import as_json
from devicelink.store.statements import Topic

FINDINGS: Final = click.Choice([one.value for one in Finding])
_FINDING_NAMES: Final = {
    "taut_band": "taut band felt",
    "tender_spot": "tender spot",
    "referred_pain": "pain felt elsewhere",
}


@click.command(short_help="One point: what the atlas says, and what you found there.")
@click.argument("point_id", metavar="ID")
@click.option("--side", type=click.Choice([side.value for side in SIDES]), help="Which side.")
@click.option("--taut-band", type=FINDINGS, help="You felt a taut band.")
@click.option("--tender-spot", type=FINDINGS, help="There is a tender spot in it.")
@click.option("--referred-pain", type=FINDINGS, help="Pressing it is felt elsewhere.")
@click.option("--pain", type=click.IntRange(0, 10), help="Pain at the place itself.")
@click.option(
    "--hurts", multiple=True, metavar="AREA[=0-10]",
    help="Where else you feel it, in your words; none takes them back.",
)  # fmt: skip
@click.option("--note", help="Anything to remember about the place.")
@click.option("--cleared", is_flag=True, help="A professional has looked at this flagged point.")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@stored
def point(
    *,
    point_id: str,
    side: str | None,
    as_objects: bool,
    data: str | None,
    profile: str,
    **told: Any,
) -> None:
    """Show a point; with --side and something to record, keep it first."""
    found, place = point_of(point_id), folder_of(data, profile)
    given = {name: value for name, value in told.items() if value not in (None, (), False)}
    if given and side is None:
        raise UsageError("finding_needs_side", id=found.id)
    if side is not None and given:
        where = place_of(found.id, Side(side))
        cleared = given.pop("cleared", False)
        new = [said(Topic.CLEARED, "seen", where)] if cleared else []
        if given:
            before = record_of(statements_in(place), where)
            new.append(recorded(_changed(before, given), where))
        keep(place, new)
    places = Places(place)
    rows = [_atlas_row(found)]
    rows += [_own_row(found, Side(one), places) for one in ([side] if side else SIDES)]
    for row in rows:
        put(as_json(row) if as_objects else row["text"])


def _changed(before: PointRecord, given: dict[str, Any]) -> PointRecord:
    names = {name: Finding(given[name]) for name in _FINDING_NAMES if name in given}
    more: dict[str, object] = {name: given[name] for name in ("pain", "note") if name in given}
    if "hurts" in given:
        words = [text for text in given["hurts"] if text != "none"]
        more["areas"] = tuple(area_of(text) for text in words)
    return before.changed(**names, **more)


def _atlas_row(one: Point) -> dict[str, object]:
    book = atlas()
    values = {
        "type": "atlas", "id": one.id, "number": one.number, "name": one.name,
        "region": one.region.value if one.region else None, "class": one.care_class.value,
        "why": one.why, "cap_kpa": one.cap_kpa, "ball_cap_n": one.ball_cap_n,
        "find": one.find, "often_felt_in": one.referral, "tool": one.tool.value,
        "position": one.position, "stretch": one.stretch, "stay_off": one.stay_off,
        "no_go": list(book.no_go), "sources": list(one.sources), "grade": one.grade,
        "atlas_version": book.version, "reviewed_by_clinician": book.reviewed_by_clinician,
    }  # fmt: skip
    return values | {"text": "\n".join(about(one))}


def about(one: Point) -> list[str]:
    """The atlas's entry, a line a fact."""
    book = atlas()
    told, is_pressed = partial(say, "atlas_line"), one.care_class is not CareClass.C
    limits = (
        told("caps", cap_kpa=one.cap_kpa, ball_cap_n=one.ball_cap_n)
        if is_pressed
        else told("class_c")
    )
    return [
        told("head", number=one.number, name=one.name, id=one.id),
        told("find", find=one.find),
        told("felt", referral=one.referral),
        *([told("tool", tool=one.tool, position=one.position)] if is_pressed else []),
        told("stretch", stretch=one.stretch),
        told("stay_off", places=one.stay_off),
        told("never_at", places=", ".join(book.no_go)),
        told("class_why" if one.why else "class", care_class=one.care_class, limits=limits,
             why=one.why),
        told("graded", sources=", ".join(one.sources), grade=one.grade,
             reviewed=book.reviewed_by_clinician),
    ]  # fmt: skip


def _own_row(one: Point, side: Side, places: Places) -> dict[str, object]:
    at = places.at(one, side)
    record = at.record
    findings = {name: getattr(record, name) for name in _FINDING_NAMES}
    return {
        "type": "place", "point": one.id, "side": side.value, "closed": at.closed or None,
        **{name: value and value.value for name, value in findings.items()},
        "pain": record.pain,
        "areas": [{"area": area.area, "pain": area.pain} for area in record.areas],
        "note": record.note, "text": "\n".join(own_words(side, record, at.closed)),
    }  # fmt: skip


def own_words(side: Side, record: PointRecord, closed: str) -> list[str]:
    """The person's own record of a place, a line a fact."""
    told, named = partial(say, "own_line"), side.value.capitalize()
    lines = [told("closed", why=closed)] if closed else []
    for name, words in _FINDING_NAMES.items():
        value = getattr(record, name)
        if value is not None:
            lines.append(told("finding", finding=words, value=value))
    if record.pain is not None:
        lines.append(told("pain", pain=record.pain))
    lines += [
        told("area" if one.pain is None else "area_pain", area=one.area, pain=one.pain)
        for one in record.areas
    ]
    if record.note:
        lines.append(told("note", note=record.note))
    return [told("side", side=named), *lines] if lines else [told("nothing", side=named)]
