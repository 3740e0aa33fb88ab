"""The wheel that `pip install` makes: whole, with its data, its types and its command."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CACHE = re.compile(r"__pycache__|/\.")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built by the locked back end, offline."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_every_module_and_data_file_is_in_it(wheel: zipfile.ZipFile) -> None:
    packed = set(wheel.namelist())
    for room in ("devicelink", "firmware_protocol", "simulator"):
        files = (path.relative_to(ROOT) for path in (ROOT / room).rglob("*") if path.is_file())
        ours = {file.as_posix() for file in files if not CACHE.search(file.as_posix())}
        assert len(ours) > 5
        assert ours <= packed


def test_nothing_else_is_in_it(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        *("devicelink", "firmware_protocol", "simulator"),
    }


def test_it_gives_the_command_and_its_licence(wheel: zipfile.ZipFile) -> None:
    info = next(name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name)
    assert (
        "devicelink = devicelink.__main__:main" in wheel.read(f"{info}/entry_points.txt").decode()
    )
    assert "MIT" in wheel.read(f"{info}/licenses/LICENSE").decode()
