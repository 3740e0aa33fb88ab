"""The exercises of a person's plan, and which were done on a day (S19).

Done, not done and not said are three things. Pure. Guarded by tests/care/test_exercises.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from devicelink.errors import UsageError

LONGEST = 60
MOST = 20


@dataclass(frozen=True, slots=True)
class Logged:
    """One exercise on one day (an ordinal), done or not; the newest of a day counts."""

    name: str
    day: int
    done: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """An exercise of the plan. `today` is None where nothing was said; `week` counts days done."""

    name: str
    today: bool | None
    week: int


def named(name: str, plan: Iterable[str] = ()) -> str:
    """A name that may be put into the plan. Raises UsageError."""
    text, known = " ".join(name.split()), list(plan)
    if not text or len(text) > LONGEST:
        raise UsageError("exercise_has_no_name", name=name, longest=LONGEST)
    if text.lower() in {one.lower() for one in known}:
        raise UsageError("exercise_is_planned", text=text)
    if len(known) >= MOST:
        raise UsageError("exercises_are_many", number=MOST)
    return text


def plan_of(said: Iterable[tuple[str, bool]]) -> list[str]:
    """The names that count, in the order they came; what was said last of one counts."""
    newest = dict(said)
    return [name for name, planned in newest.items() if planned]


def standing(plan: Iterable[str], log: Iterable[Logged], today: int) -> list[Planned]:
    """Each planned exercise with what was said of it today, and on how many of seven days."""
    days: Mapping[tuple[str, int], bool] = {(one.name, one.day): one.done for one in log}
    return [
        Planned(
            name,
            days.get((name, today)),
            sum(days.get((name, day), False) for day in range(today - 6, today + 1)),
        )
        for name in plan
    ]
