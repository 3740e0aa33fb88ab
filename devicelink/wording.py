"""The catalogue of all that a person reads: data/phrases*.toml, found by table, entry and field.

Imports nothing of ours, so every room may say something, and the floors that do no I/O do not: they
name an entry, and whoever tells it looks it up. Guarded by tests/test_words.py and
tests/care/test_phrases.py.
"""

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

_FOLDER: Final = resources.files("devicelink") / "data"


class _Filling(string.Formatter):
    """Fills places as `str.format` does, and counts: `{n:~session}` is 1 session or 3 sessions,
    `{n:~entry/entries}` 1 entry or 3 entries."""

    def format_field(self, value: object, spec: str) -> str:
        if not spec.startswith("~"):
            return str(super().format_field(value, spec))
        one, _, many = spec[1:].partition("/")
        return f"{value} {one if value == 1 else many or f'{one}s'}"


_FILLING: Final = _Filling()


def filled(text: str, values: Mapping[str, object]) -> str:
    """The text with its places filled. KeyError where a value is missing."""
    return _FILLING.vformat(text, (), values)


@cache
def shipped(name: str) -> dict[str, Any]:
    """One file of it. OSError, UnicodeDecodeError or TOMLDecodeError for one that is broken."""
    return tomllib.loads((_FOLDER / name).read_text("utf-8"))


def names() -> list[str]:
    """The files of the catalogue."""
    found = (file.name for file in _FOLDER.iterdir())
    return sorted(name for name in found if name.startswith("phrases") and name.endswith(".toml"))


@cache
def catalogue() -> Mapping[str, Any]:
    """The tables of every file together: each stands in one of them. Raises as `shipped`."""
    return {table: entries for name in names() for table, entries in shipped(name).items()}


def text(table: str, entry: str, field: str = "say", /, **values: object) -> str:
    """One text with its places filled; an entry that is nothing but its sentence has no field.

    KeyError for what is not there.
    """
    found = catalogue()[table][entry]
    return filled(found if isinstance(found, str) else found[field], values)
