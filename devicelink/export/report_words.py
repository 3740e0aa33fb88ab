"""Days, places and scores as the report writes them.

Guarded by tests/export/test_report.py.
"""

from datetime import date, datetime

from devicelink.care.journal_words import DECLINED, Score
from devicelink.care.phrases import Phrases
from devicelink.care.point_record import PointRecord
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


def found_line(place: str, record: PointRecord, phrases: Phrases) -> str:
    """What a person found at a place, in their own answers: nothing is concluded (S01-S03)."""
    say = phrases.text
    told = [
        say("report_line", name, answer=getattr(record, name).value)
        for name in ("taut_band", "tender_spot", "referred_pain")
        if getattr(record, name) is not None
    ]
    if record.areas:
        told.append(say("report_line", "areas", areas=clean(record.areas_in_words, 200)))
    if record.note:
        told.append(f'"{clean(record.note, 200)}"')
    none = say("report_line", "not_given")
    return say("report_line", "found", place=place_words(place, phrases),
               told=", ".join(told) or none)  # fmt: skip
