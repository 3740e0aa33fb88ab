"""Installs the optional packages from their lock and runs the tests that need them.

They are too heavy for everybody's first run. A test that needs one says "not installed" when it
skips: by these words its file is found here, and to skip for them here is a failure.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
LOCK: Final = ROOT / "requirements-more.lock"
SAYS: Final = "not installed"


def installer() -> list[str]:
    """The command that installs into this interpreter's environment."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install", "--quiet", "--no-input"]


def tests() -> list[Path]:
    """The test files that skip where an optional package is not there."""
    return [
        path for path in sorted((ROOT / "tests").rglob("test_*.py")) if SAYS in path.read_text()
    ]


def main() -> int:
    """0 passed, 1 failed, 77 where the packages cannot be had."""
    wanted = ["--require-hashes", "-r", str(LOCK)]  # one has no wheel: built, by its hash
    if subprocess.call([*installer(), *wanted], cwd=ROOT) != 0:
        print("the optional packages could not be installed")
        return 77
    command = [sys.executable, "-m", "pytest", "-q", "-rs", *map(str, tests())]
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=False)
    print(done.stdout, end="")
    return 1 if done.returncode or SAYS in done.stdout else 0


if __name__ == "__main__":
    sys.exit(main())
