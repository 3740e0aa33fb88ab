"""What is said where something cannot be: each entry of the catalogue against where it is raised.

Read are every raise in the code and every entry of phrases_errors.toml.
"""

import ast
import pickle
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

from devicelink import errors
from devicelink.errors import CATALOGUE, DevicelinkError, StoreError, UsageError
from devicelink.link.port import RadioError
from devicelink.store.lock import BusyError

ROOT = Path(errors.__file__).parent
ENTRIES = tomllib.loads((ROOT / "data" / CATALOGUE).read_text("utf-8"))["error"]
ROOMS_OF_THEIR_OWN = (RadioError, BusyError)
"""Kinds of error that rooms add: known once imported."""


Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


class Raised(NamedTuple):
    """One making of an error: the entries it may have, and what fills them."""

    where: str
    entries: frozenset[str]
    values: frozenset[str]


def kinds(of: type[DevicelinkError] = DevicelinkError) -> Iterator[str]:
    yield of.__name__
    for kind in of.__subclasses__():
        yield from kinds(kind)


def raised() -> Iterator[Raised]:
    """Every error of ours that the code makes."""
    ours = set(kinds())
    assert {kind.__name__ for kind in ROOMS_OF_THEIR_OWN} <= ours
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for scope in (node for node in ast.walk(tree) if isinstance(node, Function)):
            for node in ast.walk(scope):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ours:
                    where = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
                    values = frozenset(one.arg or "**" for one in node.keywords)
                    yield Raised(where, frozenset(_entries(node.args, scope)), values)


def _entries(args: list[ast.expr], scope: Function) -> Iterator[str]:
    """The names an error may be made with; those of a variable stand in the same function."""
    for part in args:
        named = [
            node.value
            for node in ast.walk(scope)
            if isinstance(part, ast.Name)
            and isinstance(node, ast.Assign)
            and getattr(node.targets[0], "id", "") == part.id
        ]
        for one in named or [part]:
            yield from (
                node.value
                for node in ast.walk(one)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )


RAISED = list(raised())


def places(entry: str) -> frozenset[str]:
    texts = ENTRIES[entry].values()
    parts = (part for text in texts for part in string.Formatter().parse(text))
    return frozenset(name for _, name, _, _ in parts if name)


def test_enough_is_read_to_mean_something() -> None:
    assert len(RAISED) > 200
    assert all(one.entries for one in RAISED), [one.where for one in RAISED if not one.entries]


@pytest.mark.parametrize("one", RAISED, ids=lambda one: one.where)
def test_s55_an_error_is_an_entry_of_the_catalogue_with_all_that_fills_it(one: Raised) -> None:
    """No sentence stands where it is raised; none is told with a hole in it."""
    assert one.entries <= set(ENTRIES)
    used = frozenset[str]().union(*(places(entry) for entry in one.entries))
    assert one.values == used


def test_every_entry_is_raised_somewhere() -> None:
    assert set(ENTRIES) == {entry for one in RAISED for entry in one.entries}


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_says_why_and_what_to_do_in_a_line_each(entry: str) -> None:
    assert set(ENTRIES[entry]) == {"why", "do"}
    for text in ENTRIES[entry].values():
        assert text == text.strip()
        assert "\n" not in text
        assert not text[0].islower() or "." in text.split()[0], "a field of a file, or a capital"
    assert ENTRIES[entry]["why"].endswith((".", ":", "}", "?"))


def test_an_error_becomes_words_where_it_is_read() -> None:
    error = UsageError("point_unknown", name="knee", known="ls, ut")
    assert error.why == "No point is called knee."
    assert error.what_to_do == "Choose one of: ls, ut."
    assert str(error) == error.why


def test_what_fills_an_error_is_told_as_plain_text_on_one_line() -> None:
    """A name, a path or a complaint about a file may hold anything."""
    error = StoreError("cannot_write_output", target=Path("a\x1b[2J\u202e.csv"), reason="x\ny\x9b")
    assert error.why == "Cannot write a[2J.csv: x y."
    assert error.values["target"] == Path("a\x1b[2J\u202e.csv")
    assert len(UsageError("point_unknown", name="a" * 9999, known="b").why) < 600


def test_an_error_of_another_process_says_the_same() -> None:
    error = StoreError("cannot_write_output", target=Path("a.csv"), reason="no room")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is StoreError
    assert (again.why, again.what_to_do) == (error.why, error.what_to_do)
