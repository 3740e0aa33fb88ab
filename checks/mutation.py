"""Mutation testing of the rooms that keep people safe and of the decoders: `./run more mutation`.

Each mutant has one small thing wrong: a comparison, a sign, a number, an `and`. It is killed when
the room's own tests fail. A process with everything loaded forks for each, so that hundreds take
minutes. Numbers that are named at the top of a module count too. Target: 90 of 100 are killed.
"""

import argparse
import ast
import contextlib
import copy
import importlib.abc
import importlib.util
import io
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from checks.figures import Figure, keep

ROOT: Final = Path(__file__).resolve().parents[1]
PARTS: Final = (
    "profile", "profile_data", "profile_control", "profile_event", "open_profile_vectors", "wire",
)  # fmt: skip
PROFILE_TESTS: Final = tuple(f"tests/firmware_protocol/test_{part}.py" for part in PARTS)
ROOMS: Final[dict[str, tuple[str, ...]]] = {
    "devicelink/core/overforce.py": ("tests/core/test_overforce.py",),
    "devicelink/core/doubt.py": (
        "tests/core/test_doubt.py",
        "tests/core/test_doubt_line.py",
        "tests/core/test_doubt_coarse.py",
    ),
    "devicelink/session/siren.py": ("tests/session/test_siren.py",),
    "devicelink/session/vigil.py": ("tests/session/test_vigil.py",),
    "devicelink/care/safety.py": ("tests/care/test_safety.py",),
    "firmware_protocol/wire.py": PROFILE_TESTS,
    "firmware_protocol/profile.py": PROFILE_TESTS,
    "firmware_protocol/profile_data.py": PROFILE_TESTS,
    "firmware_protocol/profile_control.py": PROFILE_TESTS,
    "firmware_protocol/profile_event.py": PROFILE_TESTS,
    "firmware_protocol/progressor.py": (
        "tests/firmware_protocol/test_progressor.py", "tests/drivers/test_tindeq.py",
    ),
}  # fmt: skip
PATIENCE_S: Final = 60
COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
RECKONED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Mod: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module's source with one thing wrong."""

    path: str
    line: int
    what: str
    tree: ast.Module


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The node with one thing wrong, in each way there is."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            made = copy.deepcopy(node)
            made.ops = [COMPARED[type(op)]()]
            yield f"{type(op).__name__} to {type(made.ops[0]).__name__}", made
        case ast.BinOp(op=op) if type(op) in RECKONED:
            reckoned = copy.deepcopy(node)
            reckoned.op = RECKONED[type(op)]()
            yield f"{type(op).__name__} to {type(reckoned.op).__name__}", reckoned
        case ast.BoolOp(op=op):
            joined = copy.deepcopy(node)
            joined.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "and, or swapped", joined
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield "sign or not left out", operand
        case ast.Constant(value=bool() as value):
            yield f"{value} to {not value}", ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield f"{value} to {value + 1}", ast.Constant(value + 1)
        case ast.Call(func=ast.Name(id="min" | "max" as name)):
            called = copy.deepcopy(node)
            called.func = ast.Name("max" if name == "min" else "min", ast.Load())
            yield "min, max swapped", called


class Spot(ast.NodeTransformer):
    """Puts a node in the place of the one that is the n-th to be met."""

    def __init__(self, target: ast.AST, put: ast.AST) -> None:
        self._target, self._put = target, put

    def visit(self, node: ast.AST) -> ast.AST:
        """One node."""
        return self._put if node is self._target else super().generic_visit(node)


def mutable(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that do something: no annotations, no asserts about types."""
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST):
                yield node
                yield from mutable(node)


def mutants(path: str) -> list[Mutant]:
    """Every mutant of a file."""
    source = (ROOT / path).read_text("utf-8")
    count = len(list(mutable(ast.parse(source))))
    made = []
    for at in range(count):
        ways = len(list(variants(list(mutable(ast.parse(source)))[at])))
        for way in range(ways):
            tree = ast.parse(source)
            node = list(mutable(tree))[at]
            what, put = list(variants(node))[way]
            ast.copy_location(put, node)
            Spot(node, put).generic_visit(tree)
            mutated = ast.fix_missing_locations(tree)
            made.append(Mutant(path, getattr(node, "lineno", 0), what, mutated))
    return made


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant when its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self._name = mutant.path.removesuffix(".py").replace("/", ".")
        self._code = compile(mutant.tree, str(ROOT / mutant.path), "exec")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Only for that one module."""
        del path, target
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        """The mutated code, where the module's would be."""
        exec(self._code, module.__dict__)  # noqa: S102 - our own source, with a thing changed


def survives(mutant: Mutant | None, tests: tuple[str, ...]) -> bool:
    """Whether the tests pass nevertheless; with no mutant, whether they pass at all."""
    child = os.fork()
    if child == 0:
        _be_mutant(mutant, tests)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _be_mutant(mutant: Mutant | None, tests: tuple[str, ...]) -> None:
    import pytest  # noqa: PLC0415 - loaded already

    signal.alarm(PATIENCE_S)
    if mutant is not None:
        sys.meta_path.insert(0, Instead(mutant))
    out = io.StringIO()
    code = 1
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
        code = int(pytest.main([*options, *(str(ROOT / test) for test in tests)]))
    os._exit(code)


def load_all() -> None:
    """What every child needs and no child changes."""
    for name in ("pytest", "hypothesis", "numpy", "msgspec", "_pytest.assertion.rewrite"):
        importlib.import_module(name)


def main() -> int:
    """0 passed, 1 failed, 77 where processes cannot fork."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rooms", nargs="*", help="only files whose name has this in it")
    parser.add_argument("--sample", type=int, help="so many mutants of all, drawn by chance")
    asked = parser.parse_args()
    if not hasattr(os, "fork"):
        print("mutants are forked, which this system cannot")
        return 77
    os.chdir(ROOT)
    load_all()
    began_s = time.monotonic()
    rooms = {p: t for p, t in ROOMS.items() if not asked.rooms or any(r in p for r in asked.rooms)}
    for path, tests in rooms.items():
        if not survives(None, tests):
            print(f"{path}: its tests fail without any mutant")
            return 1
    made = [mutant for path in rooms for mutant in mutants(path)]
    all_of_them = len(made)
    if asked.sample is not None and asked.sample < len(made):
        made = random.Random(7).sample(made, asked.sample)
    killed: Counter[str] = Counter()
    for mutant in made:
        if survives(mutant, ROOMS[mutant.path]):
            print(f"  survives: {mutant.path}:{mutant.line} {mutant.what}", flush=True)
        else:
            killed[mutant.path] += 1
    count = Counter(mutant.path for mutant in made)
    for path in count:
        print(f"{path}: {killed[path]} of {count[path]} killed")
    score = 100.0 * killed.total() / len(made)
    print(f"score {score:.1f} % of {len(made)}, {time.monotonic() - began_s:.0f} s")
    if not asked.rooms:
        told: dict[str, Figure] = {"mutants": len(made), "of": all_of_them}
        keep("mutation", told | {"killed": killed.total(), "score_pct": score})
    return 0 if score >= 90.0 else 1


if __name__ == "__main__":
    sys.exit(main())
