"""`./run more [NAME...]` and `./run bench [NAME...]`: each module of a folder that has a `main`.

Each is a process of its own; one that fails does not keep the next from running. In the end stands
how each ended. Guarded by tests/test_each.py.
"""

import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SKIPPED: Final = 77


def found(folder: Path) -> list[str]:
    """The names of what can be run: modules with a `main`, packages with a `__main__`."""
    modules = [
        path.stem for path in folder.glob("*.py") if "\ndef main(" in path.read_text("utf-8")
    ]
    return sorted(modules + [path.parent.name for path in folder.glob("*/__main__.py")])


def run(module: str, options: Sequence[str]) -> tuple[str, int]:
    """Run one, passing on what it prints: how it ended in words, and its exit code (skipped: 0)."""
    started = time.monotonic()
    last: deque[str] = deque(["no reason given"], maxlen=1)
    with subprocess.Popen(
        [sys.executable, "-u", "-m", module, *options],
        cwd=ROOT,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if line.strip():
                last.append(line.strip())
    if process.returncode == SKIPPED:
        return f"skipped: {last[0]}", 0
    how = "failed" if process.returncode else "done"
    return f"{how} in {time.monotonic() - started:.0f} s", process.returncode


def main(arguments: Sequence[str]) -> int:
    """FOLDER [NAME...] [-OPTION...]: 0, 1 if any failed, 2 for an unknown name."""
    folder, names = arguments[0], [word for word in arguments[1:] if not word.startswith("-")]
    options = [word for word in arguments[1:] if word.startswith("-")]
    there = found(ROOT / folder)
    unknown = [name for name in names if name not in there]
    if unknown:
        print(f"Nothing in {folder}/ is called {', '.join(unknown)}.", file=sys.stderr)
        print(f"There are: {', '.join(there) or 'none'}", file=sys.stderr)
        return 2
    ends = {}
    for name in names or there:
        print(f"-- {name}", flush=True)
        ends[name] = run(f"{folder}.{name}", options)
    print(f"-- {folder}")
    for name, (how, _) in ends.items():
        print(f"{name:<16} {how}")
    return 1 if any(code for _, code in ends.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
