"""The command line as a whole: quick help, exit codes, two plain lines for whatever is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from devicelink.cli import COMMANDS
from tests.cli.conftest import run_command

HEAVY = ("numpy", "bleak", "bumble", "textual", "sqlite3", "asyncio", "devicelink.core")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command here works in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEVICELINK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DEVICELINK_DEBUG", raising=False)
    return tmp_path


def test_help_lists_every_command_and_loads_none() -> None:
    code = (
        "import json, sys\n"
        "from devicelink.__main__ import main\n"
        "code = main(['--help'])\n"
        "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    exit_code, loaded = json.loads(done.stderr)
    assert exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout
    assert not set(loaded) & set(HEAVY)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    done = run_command(name, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: devicelink {name}")


def test_the_version() -> None:
    done = run_command("--version")
    assert done.code == 0
    assert done.out.startswith("devicelink, version ")


USAGE = [
    ("frobnicate", "No such command"),
    ("replay", "Missing argument"),
    ("replay --nonsense x.csv", "No such option"),
    ("replay --chunk 0 x.csv", "'--chunk'"),
    ("replay --jobs 2 x.csv", "--jobs needs a result file"),
    ("replay --dask tcp://x:1 x.csv", "--dask needs a result file"),
    ("replay --jobs 2 --dask tcp://x:1 -o x.jsonl x.csv", "two ways for the same"),
    ("replay -o all.jsonl empty.jsonl", "is an exported session"),
    ("replay --mode hammer x.csv", "'--mode'"),
    ("demo --point nope", "No point is called nope"),
    ("demo --programme nope", "No programme is called nope"),
    ("demo --device toaster", "'--device'"),
    ("demo --side middle", "'--side'"),
    ("demo --speed 0", "'--speed'"),
    ("demo --plain --json", "exclude each other"),
    ("demo --profile ../x", "cannot name a profile"),
    ("simulate --fault bogus", "There is no fault 'bogus'"),
    ("simulate --fault loss=2", "Loss goes from 0 to 1"),
    ("session --radio nonsense --plain", "not the name of a radio"),
    ("session --rate 3", "'--rate'"),
    ("decode toaster 00", "No device is called toaster"),
    ("decode tindeq 0z", "is not hex"),
    ("show three", "'ID'"),
    ("forget nobody", "No device called nobody"),
]
FAILS = [
    ("replay none.csv", "No such file"),
    ("replay none.jsonl", "No such file"),
    ("replay spoilt", "no .csv file in spoilt"),
    ("replay none-*.csv", "Nothing fits none-*.csv"),
    ("replay long.csv -o taken", "is no result of devicelink replay"),
    ("replay long.csv -o spoilt", "Is a directory"),
    ("replay columns.csv", "no column force_n"),
    ("replay binary.csv", "not a text file"),
    ("replay rows.csv", "not a text file"),
    ("replay empty.csv", "no column t_s"),
    ("replay header.csv", "no row with a time and a force"),
    ("replay long.csv", "not a text file"),
    ("replay wide.csv", "not a text file"),
    ("replay binary.jsonl", "no line of a session file"),
    ("replay empty.jsonl", "nothing in empty.jsonl"),
    ("demo --point sc", "a point for a professional"),
    ("demo --programme none.toml", "cannot be read"),
    ("demo --plain --data taken", "Cannot write in taken"),
    ("session --plain --data taken/deeper", "Cannot write in"),
    ("session --plain --radio tcp-client:127.0.0.1:1", "Nothing serves an air"),
    ("scan --radio tcp-client:127.0.0.1:1", "Nothing serves an air"),
    ("pair x --radio tcp-client:127.0.0.1:1", "Nothing serves an air"),
    ("simulate --radio tcp:192.0.2.1:1", "can be reached by others"),
    ("simulate --radio tcp:127.0.0.1:x", "is not HOST:PORT"),
    ("simulate --play none.csv", "No such file"),
    ("history --data nowhere", "There is no data in nowhere yet"),
    ("show 1 --data nowhere", "There is no data in nowhere yet"),
    ("export --data nowhere", "There is no data in nowhere yet"),
    ("history --data spoilt", ""),
]


@pytest.fixture
def files(folder: Path) -> None:
    """What people give to a command by mistake."""
    junk = bytes(range(256)) * 40
    (folder / "columns.csv").write_text("t_s,kg\n0,1\n")
    (folder / "binary.csv").write_bytes(junk)
    (folder / "rows.csv").write_bytes(b"t_s,force_n\n0,1\n" + junk)
    (folder / "empty.csv").write_text("")
    (folder / "header.csv").write_text("t_s,force_n\n")
    (folder / "long.csv").write_text("x" * 200_000)
    (folder / "wide.csv").write_text("t_s,force_n,x\n0,1,a\n1,2," + "y" * 200_000 + "\n2,b,c\n")
    (folder / "binary.jsonl").write_bytes(junk)
    (folder / "empty.jsonl").write_text("")
    (folder / "taken").write_text("a file, no folder")
    (folder / "spoilt").mkdir()
    (folder / "spoilt" / "default.sqlite").write_bytes(junk)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("line", "why"), USAGE)
def test_wrong_usage_is_code_2_and_two_lines(line: str, why: str) -> None:
    told_in_two_lines(line, why, 2)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("line", "why"), FAILS)
def test_what_fails_is_code_1_and_two_lines(line: str, why: str) -> None:
    told_in_two_lines(line, why, 1)


def told_in_two_lines(line: str, why: str, code: int) -> None:
    done = run_command(*line.split())
    assert done.code == code, done.err
    assert done.out == ""
    lines = [text for text in done.err.splitlines() if not text.startswith("Searching for ")]
    assert len(lines) == 2, done.err
    assert why in lines[0]
    first = lines[0].split()[0].strip("'")
    assert first[0].isupper() or first in line
    assert lines[0].rstrip("'\"").endswith((".", "?"))
    assert len(lines[1]) > 10
    assert "Traceback" not in done.err


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no /dev/full there")
def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    rows = "".join(f"{n / 100},{20 if n % 1000 > 300 else 0}\n" for n in range(20_000))
    (folder / "many.csv").write_text("t_s,force_n\n" + rows)
    command = f"{sys.executable} -m devicelink replay --json many.csv many.csv many.csv | head -1"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["type"] == "hold"


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("devicelink.cli.replay.read_recording", interrupted)
    assert run_command("replay", "any.csv").code == 130


def test_a_bug_is_shown_in_full_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEVICELINK_DEBUG", "1")
    with pytest.raises(Exception, match="No such file"):
        run_command("replay", "none.csv")
