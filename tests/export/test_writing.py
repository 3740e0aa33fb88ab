"""An exported file is there whole, or what was there before is."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devicelink.errors import StoreError
from devicelink.export.writing import write


def test_a_file_takes_its_place_whole(tmp_path: Path) -> None:
    target = tmp_path / "holds.csv"
    target.write_bytes(b"old")
    write([b"a,b\n", b"1,2\n"], target)
    assert target.read_bytes() == b"a,b\n1,2\n"
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_that_breaks_leaves_what_was_there(tmp_path: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    target = tmp_path / "holds.csv"
    target.write_bytes(b"old")
    with pytest.raises(StoreError) as refusal:
        write(breaking(), target)
    assert refusal.value.why == f"Cannot write {target}: No space left on device."
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refusal:
        write([b""], tmp_path / "none" / "holds.csv")
    assert "-o PATH" in refusal.value.what_to_do


def test_without_a_path_it_goes_to_stdout(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write([b"t_s,force_n\n", b"0.0,\xc3\xa9\n"], None)
    assert capsysbinary.readouterr().out == b"t_s,force_n\n0.0,\xc3\xa9\n"


def test_on_a_terminal_bytes_that_are_no_text_are_not_obeyed(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    write([b"a,\x9b2J\n"], None)
    assert capsysbinary.readouterr().out == "a,\ufffd2J\n".encode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_links_and_devices_stay_what_they_are(tmp_path: Path) -> None:
    real, link, pipe = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "pipe"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write([b"new"], link)
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write([b"through"], pipe)
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
