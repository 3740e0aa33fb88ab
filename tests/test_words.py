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
FACES = sorted(
    [
        *(ROOT / "devicelink" / "tui").glob("*.py"),
        *(ROOT / "devicelink" / f"{name}.py" for name in ("plain", "lines", "keys", "answering")),
        *(ROOT / "devicelink" / "export").glob("report*.py"),
        ROOT / "devicelink" / "export" / "picture.py",
        ROOT / "devicelink" / "export" / "trend_picture.py",
        ROOT / "devicelink" / "session" / "hold_picture.py",
    ]
)
MARKUP = re.compile(r"[<>{}=]|^[#.]\w|^[a-z][\w-]*(?:[ .:][\w-]+)*$|\.py\b")
"""Parts of SVG, of style sheets and of bindings, and names: nothing that is read."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def strings(path: Path, *, errors: bool) -> Iterator[tuple[int, str]]:
    """Every text in a module that is no docstring, with its line; those of errors on request."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out = {
        id(part)
        for node in ast.walk(tree)
        if _is_docstring(node) or (not errors and _is_error(node))
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in left_out or not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_error(node: ast.AST) -> bool:
    """An error's sentence stands where it is raised."""
    if isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return name.endswith("Error") or name in {"Binding", "Refused"}
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


@pytest.mark.parametrize("path", FACES, ids=name_of)
def test_the_sentences_of_a_face_stand_in_the_catalogue(path: Path) -> None:
    """S55: in one place, in plain words, to be read, checked and one day translated."""
    loose = [
        (line, text)
        for line, text in strings(path, errors=False)
        if len(re.findall(r"[A-Za-z]{2,}", text)) >= 3 and not MARKUP.search(text)
    ]
    assert loose == []
