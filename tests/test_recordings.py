"""Recorded force from CSV files: whoever wrote them, nothing guessed, nothing silently lost."""

from pathlib import Path

import numpy as np
import pytest

from devicelink.errors import RecordingError
from devicelink.recordings import Recording, read_recording


def read(folder: Path, text: str | bytes) -> Recording:
    file = folder / "file.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_recording(str(file))


@pytest.mark.parametrize(
    "text",
    [
        "t_s,force_n\n0,1\n0.5,2\n1,3\n",
        "t_s,force_n\r\n0,1\r\n0.5,2\r\n1,3\r\n",
        "\ufefft_s,force_n\n0,1\n0.5,2\n1,3",
        "note,force_n,t_s\na,1,0\nb,2,0.5\nc,3,1\n",
        ' t_s , force_n ,"a, b"\n0,1,"x, y"\n0.5,2,\n1,3,z\n',
        "t_s,force_n\n0,1\n\n0.5,2\n1,3\n\n",
        "t_s,force_n,n\n0.0e0,1.0,#1\n5e-1,2.0,#2\n1,3,#3\n",
    ],
)
def test_columns_wherever_they_stand(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    np.testing.assert_array_equal(found.block.t_s, [0.0, 0.5, 1.0])
    np.testing.assert_array_equal(found.block.force_n, [1.0, 2.0, 3.0])
    assert found.left_out == 0
    assert found.path == str(tmp_path / "file.csv")


def test_a_force_that_is_missing_is_no_number_and_keeps_its_place(tmp_path: Path) -> None:
    found = read(tmp_path, "t_s,force_n\n0,1\n1,\n2,?\n3\n4,5\n")
    np.testing.assert_array_equal(found.block.t_s, [0, 1, 2, 3, 4])
    np.testing.assert_array_equal(np.isnan(found.block.force_n), [0, 1, 1, 1, 0])


@pytest.mark.parametrize(
    "times", ["0,1,2,1,3", "0,1,1,2,3", "0,x,1,2,3", "0,1,nan,2,3", "0,1,inf,2,3"]
)
def test_rows_whose_time_does_not_rise_are_counted(tmp_path: Path, times: str) -> None:
    rows = "".join(f"{t_s},{n}\n" for n, t_s in enumerate(times.split(",")))
    found = read(tmp_path, "t_s,force_n\n" + rows)
    assert found.left_out == 1
    assert np.all(np.diff(found.block.t_s) > 0)
    assert found.block.t_s[-1] == 3.0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no column t_s and no column force_n"),
        ("t_s,kg\n0,1\n", "no column force_n"),
        ("0,1\n1,2\n", "no column t_s"),
        ("t_s,force_n\n", "no row with a time and a force"),
        ("t_s,force_n\na,b\n", "no row with a time and a force"),
        ("t_s,force_n\n0,\n1,nan\n", "no row with a time and a force"),
        (b"t_s,force_n\n\xff\xfe\x00\n", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\xff", "not a text file"),
        ("x" * 200_000, "not a text file"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(
    tmp_path: Path, text: str | bytes, why: str
) -> None:
    with pytest.raises(RecordingError, match=why) as refused:
        read(tmp_path, text)
    assert refused.value.what_to_do


def test_a_file_that_is_not_there_and_one_that_is_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(RecordingError, match="Cannot read"):
            read_recording(str(path))


def test_the_quick_and_the_patient_reader_agree(tmp_path: Path) -> None:
    rows = [f"{n / 80:.4f},{np.sin(n / 9) * 20:.5f}\n" for n in range(2000)]
    quick = read(tmp_path, "t_s,force_n\n" + "".join(rows))
    patient = read(tmp_path, "t_s,force_n\n" + "".join(rows) + "end,\n")
    assert patient.left_out == 1
    np.testing.assert_array_equal(quick.block.t_s, patient.block.t_s)
    np.testing.assert_array_equal(quick.block.force_n, patient.block.force_n)
