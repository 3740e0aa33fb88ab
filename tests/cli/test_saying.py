"""What the commands say stands in the catalogue: each text is said somewhere, with all it needs."""

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from devicelink import data, wording

FOLDER = Path(data.__file__).parent
TABLES = {
    table: entries
    for name in ("phrases_commands.toml", "phrases_faces.toml")
    for table, entries in tomllib.loads((FOLDER / name).read_text("utf-8")).items()
}
SAYING = {"say", "tell", "text"}
CODE = [ast.parse(path.read_text("utf-8")) for path in sorted(FOLDER.parent.rglob("*.py"))]


def said() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Table, entry and values of every call that names both."""
    for tree in CODE:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            match [getattr(one, "value", None) for one in node.args[:2]]:
                case [str(table), str(entry)] if name in SAYING and table in TABLES:
                    yield table, entry, frozenset(one.arg or "**" for one in node.keywords)


SAID = list(said())


def texts(table: str) -> Iterator[tuple[str, str]]:
    for entry, value in TABLES[table].items():
        for text in value.values() if isinstance(value, dict) else [value]:
            yield entry, text


def test_enough_is_read_to_mean_something() -> None:
    assert len(SAID) > 100


@pytest.mark.parametrize("one", SAID, ids=lambda one: f"{one[0]}.{one[1]}")
def test_what_is_said_has_all_that_fills_it(one: tuple[str, str, frozenset[str]]) -> None:
    table, entry, values = one
    found = [text for name, text in texts(table) if name == entry]
    assert found
    places = {name for text in found for _, name, _, _ in string.Formatter().parse(text) if name}
    assert places <= values or "**" in values


@pytest.mark.parametrize("table", TABLES)
def test_nothing_stands_there_that_nobody_says(table: str) -> None:
    """An entry is named whole, or by its beginning where the end is a word of the model's."""
    named = {
        node.value
        for tree in CODE
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    begun = tuple(name for name in named if name.endswith("_") and len(name) > 2)
    assert [
        entry for entry, _ in texts(table) if entry not in named and not entry.startswith(begun)
    ] == []


def test_a_table_stands_in_one_file() -> None:
    """Of two the later would silently take the place of the first."""
    tables = [table for name in wording.names() for table in wording.shipped(name)]
    assert len(tables) == len(set(tables)) == len(wording.catalogue())
