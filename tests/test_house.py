"""The house rules, read from the code itself: who imports whom, how long, how clean.

Lint, formatting and types are `./run check`; here stand the rules no linter knows.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("devicelink", "firmware_protocol", "simulator")
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
LONG_FUNCTIONS: dict[str, str] = {}
"""`path:function` to the reason why it may be longer. A reason is a sentence, not an excuse."""
PURE = ("firmware_protocol", "devicelink.core", "devicelink.drivers", "devicelink.care")
HEAVY = ("asyncio", "bleak", "bumble", "sqlite3", "sqlite_utils", "textual", "click", "simulator")
SPEAKERS = ("run", "benchmarks/", "checks/", "examples/", "tools/", "tests/")
"""Where `print` may stand: programs of their own. The rooms speak through the command line."""


def committed() -> list[Path]:
    """Every file of the project, in git or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


FILES = committed()
MODULES = [path for path in FILES if path.suffix == ".py" or path == ROOT / "run"]
TEXTS = [path for path in FILES if path.suffix not in {".png", ".gz", ".sqlite"}]


def test_the_tree_is_seen() -> None:
    assert {"devicelink/__init__.py", "run", "tests/test_house.py"} <= set(map(name_of, MODULES))


def test_import_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_pure_floors_load_nothing_heavy() -> None:
    """The contracts read the source; this asks the interpreter what was really loaded."""
    loaded = run_python(
        "import importlib, json, pkgutil, sys, numpy\n"
        "before = set(sys.modules)\n"
        f"for package in {PURE!r}:\n"
        "    module = importlib.import_module(package)\n"
        "    for found in pkgutil.walk_packages(module.__path__, package + '.'):\n"
        "        importlib.import_module(found.name)\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    assert set(PURE) <= loaded
    assert not {name for name in loaded if name.split(".")[0] in HEAVY}


def test_the_session_is_reachable_without_a_screen() -> None:
    """The engine is headless: no face, no command line and no simulator come with it."""
    loaded = run_python(
        "import json, sys, devicelink.session.engine\nprint(json.dumps(sorted(sys.modules)))"
    )
    assert "devicelink.session.engine" in loaded
    assert not loaded & {"textual", "rich", "click", "simulator", "bumble", "bleak"}


def run_python(code: str) -> set[str]:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module(path: Path) -> None:
    """Short enough to be read in one sitting, and says at its top what it is."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    assert source.count("\n") <= MAX_FILE_LINES, "split the room, not the rule"
    assert ast.get_docstring(tree), "a module says at its top what it is"
    long = {f"{name_of(path)}:{name}": lines for name, lines in functions(tree)}
    long = {name: lines for name, lines in long.items() if lines > MAX_FUNCTION_LINES}
    assert not long.keys() - LONG_FUNCTIONS.keys(), f"lines: {long}"
    stars = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.TryStar)]
    assert not stars, "Python 3.11.2 raises a group out of except*, whatever is raised in it"
    if not name_of(path).startswith(SPEAKERS):
        assert not prints(tree), "stdout is data, stderr is speech: neither is print's"


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each function with its lines of code, its docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            docstring = first if ast.get_docstring(node) else None
            inside = 0 if docstring is None else (docstring.end_lineno or 0) - docstring.lineno + 1
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - inside


def prints(tree: ast.AST) -> bool:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == "print" for called in calls)


def test_long_functions_still_are() -> None:
    """An exemption leaves with its reason."""
    for entry in LONG_FUNCTIONS:
        path, _, name = entry.partition(":")
        lines = dict(functions(ast.parse((ROOT / path).read_text("utf-8"))))
        assert lines[name] > MAX_FUNCTION_LINES, entry


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_typed(room: str) -> None:
    assert (ROOT / room / "py.typed").exists()


PLACES = re.compile(r"(?<![\w.])/(?:home|root|Users|work|workspace|mnt|opt|tm[p])/\w|[A-Z]:\\Users")
INDEXES = re.compile(r"--(?:extra-)?index-ur[l]|--find-link[s]|pythonhosted\.or[g]|pypi\.or[g]/s")
UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b|raise NotImplemented[E]rror")


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_text(path: Path) -> None:
    """Nothing of the workplace, nothing unfinished, and a newline at the end."""
    text = path.read_text("utf-8")
    assert not text or text.endswith("\n"), "a file ends with a newline"
    assert "\r" not in text or path.suffix in {".csv", ".bat"}
    assert not PLACES.findall(text), "a path of one machine"
    assert not INDEXES.findall(text), "where packages come from is the machine's business"
    assert not UNFINISHED.findall(text), "finish it or leave it out"
