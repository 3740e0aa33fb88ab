"""What `--since`, `--until` and `--point` ask for, as the store understands it.

Guarded by tests/export/test_choice.py.
"""

from datetime import datetime, timedelta

from devicelink.errors import UsageError
from devicelink.store.history import Chosen

_DAY = len("2026-03-01")


def chosen(since: str | None = None, until: str | None = None, point: str | None = None) -> Chosen:
    """Days or moments in ISO 8601, in the local zone where they name none; `until` a day: with it.

    Raises UsageError for what is no date, or an end before the start.
    """
    first, last = _moment("--since", since), _moment("--until", until, is_end=True)
    if first and last and last <= first:
        raise UsageError("until_before_since")
    return Chosen(since=first, until=last, point=point)


def _moment(option: str, text: str | None, *, is_end: bool = False) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        if is_end and len(text.strip()) == _DAY:
            moment += timedelta(days=1)
        return moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError("option_no_date", option=option, text=text) from error
