"""Lives two weeks through the program's own commands: python -m tools.two_weeks FOLDER

Three places: one that eases, one that does not, one that returns; with the days between, the
journal, answers, medicine, care by somebody else, a correction and a number declined. Sessions are
real ones with the simulated device, sped up; only the wall's clock is set. Nothing is written but
by commands. checks/two_weeks.py looks at what comes of it.
"""

import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from devicelink.__main__ import main as devicelink
from devicelink.clock import Clock

BEGIN: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SPEED: Final = "12"
WHO: Final = "Ana"
TRIES: Final = 4
"""How often a session is begun anew when nobody could answer in it; the others stay kept."""
SESSIONS: Final = {
    "ut left": {0: 7, 1: 7, 3: 6, 5: 5, 7: 4, 9: 4, 11: 3, 13: 3},
    "is right": {0: 5, 2: 6, 4: 5, 6: 5, 8: 6, 10: 5, 12: 6},
    "gm left": {0: 5, 1: 2, 12: 5, 13: 4},
}
"""Place to day to the pain before."""
QUIET: Final = {2: 2, 4: 1, 6: 1, 8: 2, 10: 1}
"""The third place on the days without a session, from the journal."""
OVERALL: Final = (6, 6, 5, 6, 5, 5, 4, 5, 4, 4, 4, 3, 4, 3)
SLEEP: Final = (5, 6, 4, 6, 6, 7, 6, 5, 7, 7, 6, 7, 7, 8)

Command = tuple[datetime, list[str]]


def commands() -> Iterator[Command]:
    """Every command with the moment at which it is given, in order."""
    first = BEGIN - timedelta(minutes=30)
    yield first, ["journal", "begin"]
    yield first, ["limits", "--answer", "blood=no", "--answer", "bones=yes"]
    yield first, ["redflags"]
    yield first, ["journal", "provider", "Ruth Klein", "--role", "physical_therapist"]
    for day in range(14):
        yield from _day(day, BEGIN + timedelta(days=day))


def _day(day: int, morning: datetime) -> Iterator[Command]:
    hour, evening = timedelta(hours=1), morning + timedelta(hours=12)
    for number, (place, pain) in enumerate(SESSIONS.items()):
        if day in pain:
            point, _, side = place.partition(" ")
            yield morning + number * hour, [
                "demo", "--plain", "--speed", SPEED, "--programme", "short", "--seed",
                str(100 * number + day), "--point", point, "--side", side, "--pain",
                str(pain[day]),
            ]  # fmt: skip
    if day in QUIET:
        at = ["--point", "gm", "--side", "left"]
        yield morning + 3 * hour, ["journal", "add", *at, "--before", str(QUIET[day])]
    if day in {1, 4}:
        at = ["--point", "ut", "--side", "left"]
        yield morning, ["journal", "add", *at, "--next-day", "6" if day == 1 else "declined",
                        "--soreness", "3"]  # fmt: skip
    yield evening, ["journal", "add", "--pain", str(OVERALL[day]), "--sleep", str(SLEEP[day])]
    if day in {2, 5}:
        yield evening, ["journal", "add", "--medication", "ibuprofen@07:30"]
    if day == 9:
        yield evening, ["journal", "care", "dry-needling", "--provider", "Ruth Klein", "--role",
                        "physical_therapist", "--place", "is right", "--before", "6", "--after",
                        "5"]  # fmt: skip
    if day in {6, 13}:
        numbers = ("5", "4", "4", "7") if day == 6 else ("4", "3", "2", "6")
        names = ("--average", "--enjoyment", "--activity", "--worst")
        told = [word for pair in zip(names, numbers, strict=True) for word in pair]
        yield evening, ["journal", "check-in", *told, "--change", "a_little_better"]


@contextlib.contextmanager
def lived(folder: Path, say: Callable[[str], None]) -> Iterator[datetime]:
    """Give every command; inside, the wall shows the evening of the last day.

    Raises RuntimeError for a command that fails.
    """
    os.environ["TZ"] = "UTC"  # so that days begin where the story says, on any machine
    getattr(time, "tzset", lambda: None)()
    wall, last = Clock.wall, BEGIN + timedelta(days=13, hours=13)
    try:
        for moment, words in commands():
            _set(moment)
            say(f"{moment:%Y-%m-%d %H:%M}  devicelink {' '.join(words)}")
            _give(words, folder)
            for _ in range(TRIES if words[0] == "demo" else 0):
                if _told_pain(folder):
                    break
                say("  again: the machine was too busy for the simulated person to answer")
                _give(words, folder)
        _set(last)
        yield last
    finally:
        Clock.wall = wall  # type: ignore[method-assign]


def _give(words: list[str], folder: Path) -> None:
    code = devicelink([*words, "--data", str(folder), "--profile", WHO])
    if code != 0:
        raise RuntimeError(f"exit {code}: devicelink {' '.join(words)}")


def _told_pain(folder: Path) -> bool:
    """Whether the pain before the newest session was answered, as history tells it."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        _give(["history", "--json", "--limit", "1"], folder)
    return str(json.loads(out.getvalue())["pain_before"]).isdecimal()


def _set(moment: datetime) -> None:
    """The wall shows this moment now, and goes on at its own pace."""
    began = time.monotonic()

    def wall() -> datetime:
        return moment + timedelta(seconds=time.monotonic() - began)

    Clock.wall = staticmethod(wall)  # type: ignore[method-assign]


def main() -> int:
    """FOLDER: where the record goes; prints each command."""
    with lived(Path(sys.argv[1]), partial(print, flush=True)):
        return 0


if __name__ == "__main__":
    sys.exit(main())
