"""Days, places and scores as the report writes them.

Guarded by tests/export/test_report.py.
"""

from datetime import date, datetime

from devicelink.care.journal_words import DECLINED, Score
from devicelink.care.phrases import Phrases
from devicelink.data import points
from devicelink.plaintext import clean


def day(at: datetime) -> str:
    """A day in its own zone."""
    return f"{at:%Y-%m-%d}"


def day_of_ordinal(number: int) -> str:
    """An ordinal as a day."""
    return date.fromordinal(number).isoformat()


def place_words(place: str, phrases: Phrases) -> str:
    """Point and side by name; the whole person where there is none."""
    point, _, side = place.partition(" ")
    if not point:
        return phrases.text("trend", "overall")
    known = points().get(point)
    name = known.name if known is not None else point
    return clean(f"{name}, {side}" if side else name, 60)


def score(value: Score, phrases: Phrases) -> str:
    """A number, that it was not said, or a dash."""
    if value == DECLINED:
        return phrases.text("report_line", "declined")
    return phrases.text("report_line", "not_given") if value is None else str(value)
