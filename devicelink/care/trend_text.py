"""Trends in words, all out of the catalogue; a number never stands without its n.

Guarded by tests/care/test_trend_text.py.
"""

from collections.abc import Callable, Iterator

from devicelink.care import trend as rules
from devicelink.care.adherence import Week
from devicelink.care.phrases import Phrases
from devicelink.care.trend import Status, Trend, band_word

Day = Callable[[int], str]
"""An ordinal as a date in words."""


def status_words(trend: Trend, phrases: Phrases) -> str:
    """The status in a few words: clearly less, not clear, clearly more, too few."""
    if trend.status is not Status.TOO_FEW:
        return phrases.text("status", trend.status)
    return phrases.text(
        "status", trend.status, n=trend.n, sessions=rules.SESSIONS, days=trend.days,
        least_days=rules.DAYS,
    )  # fmt: skip


def trend_line(trend: Trend, place: str, phrases: Phrases) -> str:
    """Status, medians with their words, noise, n: one line."""
    if trend.first is None:
        return phrases.text("trend", "none", place=place)
    status, numbers = status_words(trend, phrases), detail(trend, phrases)
    return phrases.text("trend", "line", place=place, status=status, detail=numbers)


def detail(trend: Trend, phrases: Phrases) -> str:
    """The medians with their words, the noise, the n; "" without a number."""
    if trend.first is None or trend.last is None:
        return ""
    noise = phrases.text("trend", "noise", noise=trend.noise) if trend.noise else ""
    declined = phrases.text("trend", "declined", n=trend.declined) if trend.declined else ""
    return phrases.text(
        "trend", "detail", first=f"{trend.first:g}", last=f"{trend.last:g}",
        first_band=phrases.text("band", band_word(trend.first)),
        last_band=phrases.text("band", band_word(trend.last)),
        noise=noise, n=trend.n, days=trend.days, declined=declined,
    )  # fmt: skip


def remarks(trend: Trend, phrases: Phrases, day: Day) -> Iterator[str]:
    """The checkpoint (S33) and that it returned (S35), where there is something to say."""
    if trend.advice is not None:
        yield phrases.text("advice", trend.advice, n=trend.n)
    if trend.returned is not None:
        yield phrases.text(
            "trend", "returned", day=day(trend.returned), mild=rules.MILD, quiet=rules.QUIET_DAYS,
            back=rules.BACK,
        )  # fmt: skip


def for_professional(trend: Trend, place: str, phrases: Phrases) -> str | None:
    """Its line on the list, None where it is not on it (S52)."""
    return None if trend.why is None else phrases.text(
        "professional", trend.why, place=place, n=trend.n
    )  # fmt: skip


def rule_lines(phrases: Phrases) -> list[str]:
    """The rules behind every word above (S59)."""
    return [
        phrases.text(
            "trend", "rule", sessions=rules.SESSIONS, least_days=rules.DAYS, run=rules.RUN,
            drop=rules.DROP, share=rules.DROP_SHARE * 100, rise=rules.RISE,
        ),
        phrases.text("trend", "noise_rule"),
        phrases.text("trend", "after"),
    ]  # fmt: skip


def professional_rule(phrases: Phrases) -> str:
    """The rule of the list."""
    return phrases.text(
        "professional", "rule", sessions=rules.SESSIONS, least_days=rules.DAYS, mild=rules.MILD
    )


def week_line(week: Week, phrases: Phrases, day: Day) -> str:
    """A week at a glance; what is not known is a dash, never a zero."""
    return phrases.text(
        "week", "line", day=day(week.first_day), worst=_or_dash(week.worst),
        average=_or_dash(week.average), n=week.n, regions=week.regions,
        overall=_or_dash(week.overall), overall_n=week.overall_n,
    )  # fmt: skip


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}".removesuffix(".0")
