"""`devicelink points`: the atlas, searched by name, region or where it hurts.

A search says which places people with such pain often press, never where the pain comes from; the
caution of the group comes first (S05). Guarded by tests/cli/test_points.py.
"""

import click

from devicelink.care.atlas import Found, Match, search
from devicelink.care.point import CareClass, Point, Region, Side
from devicelink.cli.options import place_of as folder_of
from devicelink.cli.options import stored
from devicelink.cli.places import SIDES, Places
from devicelink.cli.terminal import put
from devicelink.data import atlas, phrases
from devicelink.errors import UsageError
from devicelink.lines import as_json


@click.command(short_help="The atlas: find a point by name, region, or where it hurts.")
@click.argument("query", nargs=-1)
@click.option(
    "--region", type=click.Choice([one.value for one in Region]), help="Only this part of the body."
)
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@stored
def points(
    *, query: tuple[str, ...], region: str | None, as_objects: bool, data: str | None, profile: str
) -> None:
    """List points: all of them, or those that fit QUERY, such as: behind the eye."""
    places = Places(folder_of(data, profile))
    text = " ".join(query)
    found = search(atlas(), text, places.own_areas())
    matches = [m for m in found.matches if region is None or m.point.region == region]
    if not matches:
        raise UsageError("points_none", text=text or region)
    for line in _rows(Found(tuple(matches), found.cautions), places):
        put(as_json(line) if as_objects else line["text"])


def _rows(found: Found, places: Places) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"type": "caution", "text": f"First: {caution}"} for caution in found.cautions
    ]
    return rows + [_row(match, places) for match in found.matches]


def _row(match: Match, places: Places) -> dict[str, object]:
    point = match.point
    closed = {side: places.at(point, side).closed for side in SIDES}
    why = match.why(phrases())
    return {
        "type": "point", "id": point.id, "number": point.number, "name": point.name,
        "region": point.region.value if point.region else None,
        "class": point.care_class.value, "cap_kpa": point.cap_kpa, "ball_cap_n": point.ball_cap_n,
        "tool": point.tool.value, "why": why,
        **{f"closed_{side.value}": closed[side] or None for side in SIDES},
        "text": f"{point.number:>2} {point.id:<4}{point.care_class} {point.name:<31}"
                f"{_closed_words(point, closed) or f'  {why}'}".rstrip(),
    }  # fmt: skip


def _closed_words(point: Point, closed: dict[Side, str]) -> str:
    """Why it is not to be pressed; which side, where it is one of them."""
    if point.care_class is CareClass.C:
        return f"  {closed[Side.LEFT]}"
    sides = [side for side in SIDES if closed[side]]
    return f"  {' and '.join(sides)}: {closed[sides[0]]}" if sides else ""
