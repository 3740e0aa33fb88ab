"""`devicelink exercise`: the exercises of one's plan, done or not; the log stands in the journal.

Guarded by tests/cli/test_exercise.py.
"""

from collections.abc import Sequence

import click

from devicelink.care.exercises import Logged, Planned, named, plan_of, standing
from devicelink.care.journal import Note
from devicelink.cli.noting import entry_of, now
from devicelink.cli.noting import keep as note
from devicelink.cli.options import place_of, stored
from devicelink.cli.own import statements_in
from devicelink.cli.places import keep, said
from devicelink.cli.saying import say, tell
from devicelink.cli.terminal import put
from devicelink.data import phrases
from devicelink.errors import UsageError
from devicelink.lines import as_json
from devicelink.plaintext import clean
from devicelink.store.diary import day_of, diary_in
from devicelink.store.place import Place
from devicelink.store.statements import Topic
from devicelink.tui.home import Page

NAME = click.argument("name", metavar="NAME", nargs=-1, required=True)


class Exercises:
    """The plan and the log of one profile; read anew after each change."""

    def __init__(self, place: Place) -> None:
        """Reads the record. Raises StoreError for a spoilt one."""
        self._place = place
        self._read()

    def _read(self) -> None:
        told = [one for one in statements_in(self._place) if one.topic is Topic.EXERCISE]
        self._plan = plan_of((one.item, bool(one.body["planned"])) for one in told)
        self._log = [
            Logged(exercise.name, day_of(entry.about_at), exercise.done)
            for entry, body in diary_in(self._place).bodies(Note)
            if isinstance(body, Note)
            for exercise in body.exercises
        ]

    def all(self) -> Sequence[Planned]:
        """Each planned one, with today and the week."""
        return standing(self._plan, self._log, day_of(now()))

    def plan(self, name: str) -> None:
        """Put one into the plan. Raises UsageError, StoreError."""
        self._state(named(name, self._plan), planned=True)

    def drop(self, name: str) -> None:
        """Take one off the plan; what was logged stays. Raises UsageError, StoreError."""
        self._state(self._known(name), planned=False)

    def log(self, name: str, *, done: bool) -> None:
        """Say that it was done today, or not. Raises UsageError, StoreError."""
        fields = {"exercises": [{"name": self._known(name), "done": done}]}
        note(self._place, [entry_of("note", fields, about_at=now())])
        self._read()

    def _known(self, name: str) -> str:
        for one in self._plan:
            if one.lower() == name.strip().lower():
                return one
        raise UsageError("exercise_not_planned", name=name)

    def _state(self, name: str, *, planned: bool) -> None:
        keep(self._place, [said(Topic.EXERCISE, name, body={"planned": planned})])
        self._read()


@click.group(short_help="The exercises of your plan: done or not.")
def exercise() -> None:
    """Keep the exercises that belong to your plan, and whether you did them."""


@exercise.command("list")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@stored
def list_(*, as_objects: bool, data: str | None, profile: str) -> None:
    """List the plan with what was said of it today."""
    planned = Exercises(place_of(data, profile)).all()
    for one in planned:
        row: dict[str, object] = {
            "type": "exercise", "name": one.name, "today": one.today, "days_of_7": one.week,
        }  # fmt: skip
        put(as_json(row) if as_objects else in_words(one))
    if not planned:
        tell("exercise", "none")


def in_words(one: Planned) -> str:
    """One exercise in a line."""
    entry = {True: "done", False: "not_done", None: "not_said"}[one.today]
    return say("exercise", "line", name=one.name, today=say("exercise", entry), days=one.week)


@exercise.command("plan")
@NAME
@stored
def plan(*, name: tuple[str, ...], data: str | None, profile: str) -> None:
    """Put an exercise into the plan."""
    Exercises(place_of(data, profile)).plan(" ".join(name))
    _tell("exercise_planned", " ".join(name))


@exercise.command("drop")
@NAME
@stored
def drop(*, name: tuple[str, ...], data: str | None, profile: str) -> None:
    """Take an exercise off the plan; what was logged stays."""
    Exercises(place_of(data, profile)).drop(" ".join(name))
    _tell("exercise_dropped", " ".join(name))


@exercise.command("done")
@NAME
@stored
def done(*, name: tuple[str, ...], data: str | None, profile: str) -> None:
    """Say that an exercise was done today."""
    Exercises(place_of(data, profile)).log(" ".join(name), done=True)
    _tell("exercise_done", " ".join(name))


@exercise.command("not-done")
@NAME
@stored
def not_done(*, name: tuple[str, ...], data: str | None, profile: str) -> None:
    """Say that an exercise was not done today."""
    Exercises(place_of(data, profile)).log(" ".join(name), done=False)
    _tell("exercise_not_done", " ".join(name))


def _tell(what: str, name: str) -> None:
    put(phrases().text("done", what, name=clean(name)), err=True)


def exercise_screen(place: Place) -> Page:
    """The plan, in the app."""
    from devicelink.tui.exercises import ExerciseScreen  # noqa: PLC0415

    return ExerciseScreen(Exercises(place))
