"""Words: nothing is claimed anywhere a person reads, and the interface's sentences stand together.

Read are the catalogue and every data file, the documents, the help of every command, the words of
pictures, and every string in the code itself.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from devicelink.cli import cli
from tests.claims import CLAIM, DENIED, HONEST, STIFF, claims
from tools import commands

ROOT = Path(__file__).resolve().parents[1]
FORMS = ("*.md", "*.toml", "docs/**/*.md", "docs/**/*.svg")
PAGES = sorted(path for form in FORMS for path in ROOT.glob(form))
DATA = sorted(ROOT.glob("devicelink/data/*.toml"))
CODE = sorted(path for room in ("devicelink", "simulator") for path in (ROOT / room).rglob("*.py"))
SPOKEN = sorted((ROOT / "devicelink").rglob("*.py"))
NOT_SPOKEN = {
    "core/": "reasons of the core are kept in the record with its findings",
    "drivers/": "a driver declares its device, and what it does not understand is data",
    "export/page_pdf.py": "letters of a font that has not all of them",
    "link/radio.py": "forms of a name",
    "link/guarded.py": "what a driver did not understand is data",
    "store/": "statements of a database",
    "export/fhir": "names of a standard",
    "export/meanings.py": "the data dictionary, which stands with its columns",
    "export/dictionary.py": "the data dictionary's head",
    "care/coach_table.py": "the diagram of the documents",
    "care/diagram.py": "the diagram of the documents",
    "care/safety.py": "names of limits are kept in the record",
    "care/programme_edit.py": "where a copy's numbers come from is kept in its file",
    "cli/__init__.py": "the help of the commands",
    "__main__.py": "the last words where nothing else can be trusted",
}
"""Where a text is no sentence of the interface's, and why."""
MARKUP = re.compile(r"[<>{}=]|^[#.]\w|^[a-z][\w-]*(?:[ .:][\w-]+)*$|\.py\b|\r\n|-src |@media")
"""Parts of SVG, of style sheets, of bindings and of HTTP, and names: nothing that is read."""
WORDS = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z]{2,}")
"""Words one after the other, as in a sentence and in no path, type or name."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def strings(path: Path, *, errors: bool) -> Iterator[tuple[int, str]]:
    """Every text in a module that is no docstring, with its line; those of errors on request."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out = {
        id(part)
        for node in ast.walk(tree)
        if _is_docstring(node) or (not errors and (_is_error(node) or _is_help(node)))
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in left_out or not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_help(node: ast.AST) -> bool:
    """Help stands with its option and its command; docs/commands.md is made of it."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in {"option", "argument", "command", "group", "scores"}
    return isinstance(node, ast.keyword) and node.arg == "help"


def _is_error(node: ast.AST) -> bool:
    """An error names an entry of the catalogue; tests/test_errors.py reads those."""
    if isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return name.endswith("Error") or name == "Binding"
    return isinstance(node, ast.Raise)


@pytest.mark.parametrize("path", [*PAGES, *DATA], ids=name_of)
def test_no_page_and_no_sentence_claims_anything(path: Path) -> None:
    """S07, S08, S30, S31: no effect, no finding, no promise, no praise for force."""
    assert list(claims(path.read_text("utf-8"))) == []


def test_no_string_in_the_code_claims_anything() -> None:
    """S30, S31: also what stands beside a raise or in a label."""
    found = [
        (name_of(path), line, *told)
        for path in CODE
        for line, text in strings(path, errors=True)
        if " " in text.strip()
        for told in claims(text)
    ]
    assert found == []


def test_no_help_text_claims_anything() -> None:
    for name, command in commands.commands(cli):
        told = [command.help or "", command.short_help or "", command.epilog or ""]
        told += [option.help or "" for option in commands.options(command)]
        assert [(name, *found) for text in told for found in claims(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Treats trigger points.", "This cures it.", "It heals.", "A diagnosis in a minute.",
        "Pressing releases toxins.", "For fast relief of pain.", "You will feel better.",
        "A new personal best!", "Well done, 40 N!", "Press harder to get more out of it.",
        "Stiffness: 32 kPa.", "At 19.16 kPa it is no longer stiff.", "More force is better.",
        "Pain-free in a week.", "Guaranteed.", "Unlock a badge for 50 N.",
    ],
)  # fmt: skip
def test_a_claim_is_found(text: str) -> None:
    assert CLAIM.search(text) or STIFF.search(text)
    assert DENIED.search(text) or list(claims(text))


@pytest.mark.parametrize(
    "text",
    [
        "It does not diagnose or treat any condition.", "It promises no relief.",
        "Ease off.", "Press slowly and lightly.", "The band is what was aimed at.",
    ],
)  # fmt: skip
def test_an_honest_sentence_passes(text: str) -> None:
    assert list(claims(text)) == []


def test_nothing_is_let_pass_that_is_not_there() -> None:
    """An exemption leaves with its sentence."""
    everywhere = "\n".join(path.read_text("utf-8") for path in [*PAGES, *DATA, *CODE])
    assert [sentence for sentence in HONEST if sentence not in everywhere] == []


def spoken() -> list[Path]:
    return [
        path
        for path in SPOKEN
        if not path.relative_to(ROOT / "devicelink").as_posix().startswith(tuple(NOT_SPOKEN))
    ]


@pytest.mark.parametrize("path", spoken(), ids=name_of)
def test_what_a_person_reads_stands_in_the_catalogue(path: Path) -> None:
    """S55: in one place, in plain words, to be read, checked and one day translated."""
    loose = [
        (line, text)
        for line, text in strings(path, errors=False)
        if WORDS.search(text) and not MARKUP.search(text)
    ]
    assert loose == []
