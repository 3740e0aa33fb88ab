"""The sensitisation trend of a place: where pressing begins to hurt, and pain at the same force.

Beside what tests differ by themselves; a higher threshold is no achievement. Row S09. Guarded by
tests/cli/test_trend.py and tests/export/test_report.py.
"""

from collections.abc import Iterator

from devicelink.care.journal import Pressed
from devicelink.care.phrases import Phrases
from devicelink.care.threshold import comparable, compare, real_change_n, threshold_of
from devicelink.care.trend_text import status_words
from devicelink.store.diary import Diary, same_force

Row = dict[str, object]


def rows_of_tests(diary: Diary, place: str, title: str, say: Phrases) -> Iterator[Row]:
    """The sensitisation trend of a place: threshold, and pain at the same force (S09)."""
    bodies = [body for entry, body in diary.bodies(Pressed) if entry.place == place]
    results = [threshold_of(body) for body in bodies if isinstance(body, Pressed)]
    tests = comparable([one for one in results if one is not None])
    if tests:
        verdict = compare(tests[0], tests[-1])
        noise_n = real_change_n(tests[-1].tip_area_mm2)
        words = say.text("sensitivity", verdict, noise=noise_n or 0.0)
        yield {
            "type": "threshold", "place": place, "tests": len(tests), "first_n": tests[0].mean_n,
            "last_n": tests[-1].mean_n, "real_change_n": noise_n, "verdict": verdict.value,
            "tip_area_mm2": tests[-1].tip_area_mm2,
            "text": "  " + say.text(
                "sensitivity", "threshold" if len(tests) > 1 else "one",
                place=title, first=tests[0].mean_n,
                last=tests[-1].mean_n, tests=len(tests), verdict=words),
        }  # fmt: skip
    rated = same_force(diary, place)
    if rated is not None and rated.first is not None and rated.last is not None:
        yield {
            "type": "same_force", "place": place, "tests": rated.n, "first": rated.first,
            "last": rated.last, "status": rated.status.value,
            "text": "  " + say.text(
                "sensitivity", "same_force", place=title, first=f"{rated.first:g}",
                last=f"{rated.last:g}", tests=rated.n, status=status_words(rated, say)),
        }  # fmt: skip


def places_tested(diary: Diary) -> list[str]:
    """Every place with a pressure test, in the order of the first."""
    return list(dict.fromkeys(entry.place for entry, _ in diary.bodies(Pressed)))
