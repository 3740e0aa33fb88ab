"""`devicelink report`: one file, of the sessions asked for, with the hash of the raw record."""

import hashlib
import os
import re
from pathlib import Path

import pytest

from devicelink.store.place import Place
from tests.cli.conftest import Run
from tests.export.report_made import filled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    filled(Place.of(tmp_path / "data"))
    return tmp_path


def test_a_page_is_written_with_the_hash_of_the_raw_export(run: Run, folder: Path) -> None:
    """S60: whoever has the page can tell whether a raw export is the one it was made from."""
    done = run("report", "-o", folder / "r.html")
    assert (done.code, done.out) == (0, "")
    assert "12 sessions" in done.err
    text = (folder / "r.html").read_text()
    raw = run("export", "--format", "jsonl").out.encode()
    assert hashlib.sha256(raw).hexdigest() in text
    assert text.count("<svg") == 4, "two trends and the newest hold at each place"
    if os.name == "posix":
        assert (folder / "r.html").stat().st_mode & 0o077 == 0


def test_the_choice_of_sessions_is_that_of_the_export(run: Run, folder: Path) -> None:
    choice = ["--since", "2026-03-04", "--until", "2026-03-10", "--point", "ut"]
    run("report", "-o", folder / "r.html", *choice, "--sections", "summary,flags")
    text = (folder / "r.html").read_text()
    assert " ".join(["--format jsonl", *choice]) in text
    raw = run("export", "--format", "jsonl", *choice).out.encode()
    assert hashlib.sha256(raw).hexdigest() in text
    assert re.findall("<h2>(.*?)</h2>", text) == [
        "In short", "Warnings and answers", "What this page cannot say",
    ]  # fmt: skip


def test_a_pdf(run: Run, folder: Path) -> None:
    pytest.importorskip("fpdf", reason="fpdf2 is not installed")
    assert run("report", "-o", folder / "r.pdf").code == 0
    assert (folder / "r.pdf").read_bytes().startswith(b"%PDF-")


def test_it_names_whom_it_is_for(run: Run, folder: Path) -> None:
    """S24: by name or by role."""
    for name in ("Ruth Klein", "ruth klein", "physical therapist"):
        assert run("report", "-o", folder / "r.html", "--to", name).code == 0
        assert "For Ruth Klein, physical therapist." in (folder / "r.html").read_text()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (["-o", "r.docx"], "is no page"),
        (["--sections", "summary,feelings"], "no part 'feelings'"),
        (["--to", "Nobody"], "knows nobody"),
        (["--point", "zz"], "No point is called zz"),
        (["--since", "yesterday"], "is no date"),
        (["--since", "2999-01-01"], "Nothing was kept"),
    ],
)
def test_what_cannot_be_is_said(run: Run, folder: Path, asked: list[str], why: str) -> None:
    done = run("report", *([] if "-o" in asked else ["-o", str(folder / "r.html")]), *asked)
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert why in first
    assert second
    assert not (folder / "r.html").exists()
