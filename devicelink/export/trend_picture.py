"""A place's pain numbers over the weeks as SVG, with the band of chance behind them.

Stands alone, reads aloud, follows the reader's light or dark; nothing from elsewhere. Numbers from
before sessions are joined, those from after are not: no trend rests on them. Guarded by
tests/export/test_trend_picture.py.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from devicelink.care.journal_words import When
from devicelink.care.phrases import Phrases
from devicelink.care.trend import Rated, Trend
from devicelink.care.trend_text import remarks, trend_line
from devicelink.export.drawing import PAPER_STYLE, line, stroke, text
from devicelink.plaintext import clean

WIDTH: Final = 760
LEFT, RIGHT, HIGH, LINE, LANE = 58, 700, 170, 18, 16
DAY_S: Final = 86400.0
MOST_DATES: Final = 8
STYLE: Final = (
    PAPER_STYLE
    + """\
.noise { fill: #e6ebee }
.edge { stroke: #8d9aa2; stroke-dasharray: 6 4; stroke-width: 1 }
.run { fill: none; stroke: #17637f; stroke-width: 1.4; stroke-linejoin: round }
.before, .dot { fill: #17637f }
.after { fill: none; stroke: #17637f; stroke-width: 1.4 }
.other { fill: #6b3fa8 }
.unsaid { stroke: #56656d; stroke-width: 1.4 }
.mark { stroke: #9a4a12; stroke-width: 1; stroke-dasharray: 2 3 }
@media (prefers-color-scheme: dark) {
text { fill: #e4e8ea }
.quiet { fill: #a3b4bd }
.paper { fill: #10161a }
.grid { stroke: #263239 }
.axis { stroke: #a3b4bd }
.noise { fill: #232e35 }
.edge { stroke: #73838c }
.run, .after { stroke: #7fd0ee }
.before, .dot { fill: #7fd0ee }
.other { fill: #c9aef7 }
.unsaid { stroke: #a3b4bd }
.mark { stroke: #f0c05a }
}
"""
)


class _Sheet:
    """Where things lie."""

    def __init__(self, trend: Trend, sentences: list[str], last_day: int) -> None:
        self.trend = trend
        self.lines = [part for sentence in sentences for part in wrap(sentence, 104)]
        self.first_day = trend.ratings[0].day if trend.ratings else last_day
        self.days = max(last_day - self.first_day + 1, 7)
        self.top = 34 + LINE * len(self.lines) + LANE + 8
        self.zero = self.top + HIGH
        self.height = self.zero + 84

    def x(self, day: float) -> float:
        """A day, with its fraction, across."""
        return LEFT + (day - self.first_day) / self.days * (RIGHT - LEFT)

    def y(self, value: float) -> float:
        """0 to 10, up."""
        return self.zero - min(max(value, 0.0), 10.0) / 10 * HIGH

    def at(self, one: Rated) -> float:
        """A rating's time of day, as a place on its day: several a day stand side by side."""
        same = [other for other in self.trend.ratings if other.day == one.day]
        return self.x(one.day + (same.index(one) + 0.5) / len(same))


def trend_svg(
    trend: Trend, phrases: Phrases, place: str, care: Mapping[int, str] | None = None
) -> str:
    """The picture. `care` are days on which somebody else did something, and what."""
    care = care or {}
    said = [trend_line(trend, place, phrases), *remarks(trend, phrases, _iso)]
    days = [one.day for one in trend.ratings] + list(care)
    sheet = _Sheet(trend, said, max(days, default=0))
    size = f'viewBox="0 0 {WIDTH} {sheet.height}" width="{WIDTH}" height="{sheet.height}"'
    named = 'role="img" aria-labelledby="title description"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>',
        f'<title id="title">{escape(clean(place, 80))}</title>',
        f'<desc id="description">{escape(_aloud(trend, said))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{sheet.height}"/>',
        text(14, 24, clean(place, 80), "name"),
        *(text(14, 34 + LINE * (n + 0.7), words) for n, words in enumerate(sheet.lines)),
        *_axes(sheet, phrases),
        *_care(sheet, care, phrases),
        *_numbers(sheet),
        *_legend(sheet, phrases),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _axes(sheet: _Sheet, phrases: Phrases) -> Iterator[str]:
    trend = sheet.trend
    if trend.first is not None and trend.noise is not None:
        top, bottom = sheet.y(trend.first + trend.noise), sheet.y(trend.first - trend.noise)
        yield (
            f'<rect class="noise" x="{LEFT}" y="{top:.1f}" width="{RIGHT - LEFT}" '
            f'height="{bottom - top:.1f}"/>'
        )
        yield line("edge", LEFT, sheet.y(trend.first), RIGHT, sheet.y(trend.first))
        yield text(RIGHT + 4, sheet.y(trend.first) + 4, phrases.text("picture", "start"), "quiet")
    for value in range(0, 11, 2):
        kind = "axis" if value == 0 else "grid"
        yield line(kind, LEFT, sheet.y(value), RIGHT, sheet.y(value))
        yield text(LEFT - 8, sheet.y(value) + 4, str(value), "quiet", "end")
    step = -(-sheet.days // MOST_DATES)
    for day in range(sheet.first_day, sheet.first_day + sheet.days, step):
        yield line("axis", sheet.x(day), sheet.zero, sheet.x(day), sheet.zero + 4)
        words = f"{date.fromordinal(day):%d %b}" if day > 0 else ""
        yield text(sheet.x(day) + 2, sheet.zero + 30, words, "quiet")


def _care(sheet: _Sheet, care: Mapping[int, str], phrases: Phrases) -> Iterator[str]:
    for day, done in care.items():
        if day >= sheet.first_day:
            x = sheet.x(day + 0.5)
            yield line("mark", x, sheet.top, x, sheet.zero)
            words = phrases.text("care_kind", done)
            anchor = "end" if x > (LEFT + RIGHT) / 2 else "start"
            yield text(x, sheet.top - 6, words, "quiet", anchor)


def _numbers(sheet: _Sheet) -> Iterator[str]:
    told = sheet.trend.ratings
    counted = [one for one in told if one.when is When.BEFORE]
    counted = counted or [one for one in told if one.when is When.NOW]
    run = [(sheet.at(one), sheet.y(one.value)) for one in counted if one.value is not None]
    if len(run) > 1:
        yield stroke("run", run)
    for one in told:
        x = sheet.at(one)
        if one.value is None:
            yield line("unsaid", x - 3, sheet.zero + 7, x + 3, sheet.zero + 13)
            yield line("unsaid", x - 3, sheet.zero + 13, x + 3, sheet.zero + 7)
        else:
            yield _shape(one, x, sheet.y(one.value), counted=one in counted)


def _shape(one: Rated, x: float, y: float, *, counted: bool) -> str:
    """A dot for what counts, a ring for after, a diamond for the rest."""
    if counted:
        return f'<circle class="before" cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>'
    if one.when is When.AFTER:
        return f'<circle class="after" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    return (
        f'<path class="other" transform="translate({x:.1f} {y:.1f})" d="M0,-4 L4,0 L0,4 L-4,0 Z"/>'
    )


def _legend(sheet: _Sheet, phrases: Phrases) -> Iterator[str]:
    y, x = sheet.zero + 58, LEFT
    shapes = {
        "before": '<circle class="before" cx="{x}" cy="{y}" r="3.2"/>',
        "after": '<circle class="after" cx="{x}" cy="{y}" r="3"/>',
        "other": '<path class="other" transform="translate({x} {y})" d="M0,-4 L4,0 L0,4 L-4,0 Z"/>',
        "unsaid": '<path class="unsaid" d="M{x},{y} m-3,-3 l6,6 m0,-6 l-6,6"/>',
        "noise": '<rect class="noise" x="{x}" y="{top}" width="14" height="10"/>',
    }
    for name, shape in shapes.items():
        yield shape.format(x=x, y=y - 4, top=y - 10)
        words = phrases.text("picture", name)
        yield text(x + (20 if name == "noise" else 9), y, words, "quiet")
        x += 34 + round(6.2 * len(words))


def _aloud(trend: Trend, said: list[str]) -> str:
    """The picture in words: what was said, and each number with its day."""
    told = [
        f"{_iso(one.day)}: {'not said' if one.value is None else one.value}"
        f" ({one.when.value.replace('_', ' ')})"
        for one in trend.ratings
    ]
    return " ".join([*said, "; ".join(told)])


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if day > 0 else ""
