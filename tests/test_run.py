"""`run` as a stranger meets it: copied into an empty folder, run as a program.

A stand-in for uv makes set-ups instant and counts them; pip itself is met where it fails. A real
set-up from a fresh clone is what CI does before these tests run.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
FAKE_UV = """\
#!/bin/sh
echo "$1 $2" >> "$UV_CALLS"
case "$1" in
venv) for place; do :; done; mkdir -p "$place/bin"; ln -s "$REAL_PYTHON" "$place/bin/python" ;;
pip) sleep "${UV_SLOW:-0}"; echo "${UV_SAYS:-}"; exit "${UV_EXIT:-0}" ;;
esac
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")


class Checkout:
    """A bare checkout with a program that tells what it was given."""

    def __init__(self, folder: Path, *, uv: bool) -> None:
        self.folder = folder / "checkout"
        self.calls = folder / "calls"
        self.bin = folder / "bin"
        self.bin.mkdir()
        package = self.folder / "devicelink"
        package.mkdir(parents=True)
        shutil.copy(ROOT / "run", self.folder)
        (self.folder / "pyproject.toml").write_text("[project]\n")
        (self.folder / "requirements.lock").write_text("numpy==2.4.6 --hash=sha256:00\n")
        package.joinpath("__main__.py").write_text(
            "import sys\nprint(sys.argv[1:])\nsys.exit(7 if 'seven' in sys.argv else 0)\n"
        )
        if uv:
            (self.bin / "uv").write_text(FAKE_UV)
            (self.bin / "uv").chmod(0o755)

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        keep = {"PATH": f"{self.bin}:/usr/bin:/bin", "PYTHONPATH": str(self.folder)}
        environment = keep | {"UV_CALLS": str(self.calls), "REAL_PYTHON": sys.executable} | settings
        return subprocess.Popen(
            [sys.executable, str(self.folder / "run"), *arguments],
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, **settings: str) -> tuple[int, str, str]:
        process = self.start(*arguments, **settings)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    @property
    def set_ups(self) -> int:
        return self.calls.read_text().count("venv") if self.calls.exists() else 0


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path, uv=True)


def test_sets_up_once_and_leaves_stdout_to_the_command(checkout: Checkout) -> None:
    code, out, err = checkout.run("demo", "--plain")
    assert (code, out) == (0, "['demo', '--plain']\n")
    assert err.startswith("Setting up .venv, once")
    assert "ready in" in err
    assert checkout.run("devicelink", "scan") == (0, "['scan']\n", "")
    assert checkout.set_ups == 1


def test_the_exit_code_is_the_commands(checkout: Checkout) -> None:
    assert checkout.run("devicelink", "seven")[0] == 7


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.lock"])
def test_a_changed_file_is_noticed_by_content(checkout: Checkout, changed: str) -> None:
    checkout.run("demo")
    (checkout.folder / changed).touch()
    checkout.run("demo")
    assert checkout.set_ups == 1
    (checkout.folder / changed).write_text("[project] # changed\n")
    checkout.run("demo")
    assert checkout.set_ups == 2


def test_a_moved_checkout_is_set_up_again(checkout: Checkout) -> None:
    checkout.run("demo")
    checkout.folder = checkout.folder.rename(checkout.folder.parent / "moved")
    assert checkout.run("demo")[0] == 0
    assert checkout.set_ups == 2


def test_a_vanished_interpreter_is_noticed(checkout: Checkout) -> None:
    checkout.run("demo")
    (checkout.folder / ".venv/bin/python").unlink()
    assert checkout.run("demo")[0] == 0
    assert checkout.set_ups == 2


def test_an_interrupted_set_up_is_begun_again(checkout: Checkout) -> None:
    halfway = checkout.start("demo", UV_SLOW="1")
    while not checkout.calls.exists() or "pip install" not in checkout.calls.read_text():
        assert halfway.poll() is None
    halfway.kill()
    halfway.communicate()
    code, out, err = checkout.run("demo")
    assert (code, out) == (0, "['demo']\n")
    assert "Waiting for another set-up" in err, "the orphan of the killed one still installs"
    assert checkout.set_ups == 2


def test_two_at_once_make_one_environment(checkout: Checkout) -> None:
    both = [checkout.start("demo", UV_SLOW="0.3") for _ in range(2)]
    ends = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [out for out, _ in ends] == ["['demo']\n"] * 2
    assert checkout.set_ups == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("error: Failed to fetch\n  cause: no such host", "index cannot be reached"),
        ("error: Hash mismatch for numpy", "is not the one named in requirements.lock"),
        ("error: numpy has no usable wheels", "not to be had ready-made"),
        ("noise\nerror: No space left on device", "No space left on device"),
    ],
)
def test_a_failed_install_is_one_line_why_and_one_what_to_do(
    checkout: Checkout, said: str, why: str
) -> None:
    no_pip = shim(checkout, "ensurepip = None")
    code, out, err = checkout.run("demo", UV_SAYS=said, UV_EXIT="2", PYTHONPATH=no_pip)
    told = err.splitlines()[1:]
    assert (code, out, len(told)) == (1, "", 2), err
    assert why in told[0]


def shim(checkout: Checkout, line: str) -> str:
    """A folder for PYTHONPATH whose start-up file spoils one thing in sys.modules."""
    folder = checkout.folder.parent / "shim"
    folder.mkdir()
    name, value = line.split(" = ")
    folder.joinpath("sitecustomize.py").write_text(f"import sys\nsys.modules[{name!r}] = {value}\n")
    return str(folder)


def test_no_ensurepip_is_one_line_that_says_what_to_install(tmp_path: Path) -> None:
    bare = Checkout(tmp_path, uv=False)
    code, out, err = bare.run("demo", PYTHONPATH=shim(bare, "ensurepip = None"))
    assert (code, out) == (1, "")
    assert "sudo apt install python3-venv" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert len(err.splitlines()) == 2, "what it was doing, and what to install"


def test_no_network_with_pip(tmp_path: Path) -> None:
    """The real pip, pointed at a port where nobody listens."""
    bare = Checkout(tmp_path, uv=False)
    code, out, err = bare.run(
        "demo",
        PIP_INDEX_URL="http://127.0.0.1:9/",
        PIP_CONFIG_FILE=os.devnull,
        PIP_RETRIES="1",
        HOME=str(tmp_path),
    )
    assert (code, out) == (1, "")
    assert err.splitlines()[1:] == [
        "The packages could not be fetched: the package index cannot be reached.",
        "Connect to the network, or point pip at a mirror (PIP_INDEX_URL), and run this again.",
    ]


def test_an_old_python_is_told_so(checkout: Checkout) -> None:
    folder = checkout.folder.parent / "old"
    folder.mkdir()
    folder.joinpath("sitecustomize.py").write_text("import sys\nsys.version_info = (3, 9, 2)\n")
    code, out, err = checkout.run("demo", PYTHONPATH=str(folder))
    assert (code, out) == (1, "")
    assert err == "devicelink needs Python 3.11 or newer and this is 3.9.2: python3.11 run demo\n"


def test_usage(checkout: Checkout) -> None:
    code, out, err = checkout.run("nonsense")
    assert (code, out) == (2, "")
    assert err.startswith("usage: ./run COMMAND")
    code, out, _ = checkout.run("--help")
    assert code == 0
    assert {"demo", "test", "check", "more", "bench", "lock", "devicelink"} <= set(out.split())
    assert checkout.set_ups == 0


def test_the_lock_covers_the_project_with_hashes_alone() -> None:
    """Every direct dependency is locked in a version pyproject allows; every pin has its hash."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["test"],
        *project["dependency-groups"]["build"],
        *project["build-system"]["requires"],
    ]
    pins = re.split(r"\n(?=\w)", LOCK.read_text("utf-8"))[1:]
    assert all("--hash=sha256:" in pin for pin in pins)
    locked = [Requirement(pin.split("\\")[0]) for pin in pins]
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        versions = [str(pin.specifier)[2:] for pin in locked if pin.name == name]
        assert versions, f"{requirement} is not locked: ./run lock"
        assert all(version in requirement.specifier for version in versions), requirement
