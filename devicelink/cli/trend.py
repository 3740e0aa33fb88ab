"""`devicelink trend`: what the numbers of the weeks say, place by place, and when they say nothing.

How steadily it was done comes first; force is no achievement and stands nowhere here. Guarded by
tests/cli/test_trend.py.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from devicelink.care.adherence import weeks
from devicelink.care.trend import Trend
from devicelink.care.trend_text import (
    for_professional,
    professional_rule,
    remarks,
    rule_lines,
    status_words,
    trend_line,
    week_line,
)
from devicelink.cli.journal_asking import place_words
from devicelink.cli.journal_lines import status_lines
from devicelink.cli.journal_parts import AT, JSON, where_of
from devicelink.cli.noting import now
from devicelink.cli.options import place_of, stored
from devicelink.cli.saying import tell
from devicelink.cli.terminal import put
from devicelink.data import phrases
from devicelink.export.sensitivity import rows_of_tests
from devicelink.export.trend_picture import trend_svg
from devicelink.export.writing import make_folder, write
from devicelink.lines import as_json, plain_value
from devicelink.store.diary import Diary, care_days, day_of, diary_in, trends

Row = dict[str, object]


@click.command(short_help="What the weeks say, place by place, against chance.")
@AT
@click.option("--simulated", is_flag=True, help="Simulated sessions too: nobody's numbers.")
@click.option("--screen", is_flag=True, help="Look at them in the terminal.")
@click.option("--pictures", metavar="DIR", help="Draw each place into this folder, as SVG.")
@JSON
@stored
def trend(
    *, point: str | None, side: str | None, simulated: bool, pictures: str | None,
    as_objects: bool, **shown: Any,
) -> None:  # fmt: skip
    """Show how pain went at each place and overall: less, more, or not clear, and by which rule."""
    folder = place_of(shown["data"], shown["profile"])
    if shown["screen"]:
        from devicelink.cli.journal_pages import show_trends  # noqa: PLC0415

        show_trends(folder, simulated=simulated)
        return
    diary = diary_in(folder, simulated=simulated)
    only = where_of(point, side) if point else None
    if pictures is not None:
        _draw(diary, only, pictures)
    for row in rows(diary, only):
        put(as_json(row) if as_objects else row["text"])
    diary.unreadable.check()


def rows(diary: Diary, only: str | None = None) -> Iterator[Row]:
    """Everything the trend says, each with its `text`; `only` one place."""
    at = now()
    if only is None:
        yield from (row for row in status_lines(diary, at) if row["type"] != "due")
    found = [one for one in trends(diary, day_of(at)) if only in {None, one.place}]
    for one in found:
        yield _trend_row(one)
        yield from rows_of_tests(diary, one.place, place_title(one.place), phrases())
    yield from _professional_rows(found)
    if only is None:
        for week in weeks(diary.rated, diary.begin or 0):
            yield {
                "type": "week", "first_day": _iso(week.first_day), "worst": week.worst,
                "average": week.average, "n": week.n, "painful_places": week.regions,
                "overall": week.overall, "overall_n": week.overall_n,
                "text": week_line(week, phrases(), _iso),
            }  # fmt: skip
        yield {"type": "advice", "text": phrases().text("week", "advice")}
    for text in rule_lines(phrases()):
        yield {"type": "rule", "text": text}


def _trend_row(one: Trend) -> Row:
    say, place = phrases(), place_title(one.place)
    point, _, side = one.place.partition(" ")
    text = "\n  ".join([trend_line(one, place, say), *remarks(one, say, _iso)])
    return {
        "type": "trend", "point": point or None, "side": side or None, "status": one.status.value,
        "words": status_words(one, say), "n": one.n, "days": one.days, "declined": one.declined,
        "first": one.first, "last": one.last, "change": one.change, "noise": one.noise,
        "checkpoint": one.advice.value if one.advice else None,
        "returned": _iso(one.returned) if one.returned else None,
        "professional": one.why.value if one.why else None, "text": text,
    }  # fmt: skip


def _professional_rows(found: list[Trend]) -> Iterator[Row]:
    listed = [
        (one, for_professional(one, place_title(one.place), phrases()))
        for one in found
        if one.place
    ]
    for one, text in listed:
        if text is not None:
            yield {"type": "professional", "place": one.place, "why": plain_value(one.why),
                   "text": f"{phrases().text('professional', 'head')} {text}"}  # fmt: skip
    if not any(text for _, text in listed):
        yield {"type": "professional", "place": None, "why": None,
               "text": phrases().text("professional", "none")}  # fmt: skip
    yield {"type": "rule", "text": professional_rule(phrases())}


def place_title(place: str) -> str:
    """A place, or pain overall."""
    return place_words(place) if place else phrases().text("trend", "overall")


def _draw(diary: Diary, only: str | None, folder: str) -> None:
    """One SVG file a place."""
    home = make_folder(folder)
    found = [one for one in trends(diary, day_of(now())) if only in {None, one.place}]
    for one in found:
        name = one.place.replace(" ", "-") or "overall"
        picture = trend_svg(one, phrases(), place_title(one.place), care_days(diary, one.place))
        write([picture.encode()], home / f"trend-{name}.svg")
    tell("past", "pictures", n=len(found), folder=folder)


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
