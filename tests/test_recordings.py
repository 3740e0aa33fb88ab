"""Recordings made by whoever: read as they are meant, or refused in two plain lines."""

from pathlib import Path

import numpy as np
import pytest

from devicelink.errors import RecordingError
from devicelink.recordings import read_recording


def _file(folder: Path, text: str | bytes) -> str:
    path = folder / "force.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


@pytest.mark.parametrize(
    "text",
    [
        "t_s,force_n\n0,1\n0.1,2\n0.2,3\n",
        "t_s,force_n\r\n0,1\r\n0.1,2\r\n0.2,3\r\n",
        "\ufefft_s,force_n\n0,1\n0.1,2\n0.2,3\n",
        "note,force_n,t_s\nx,1,0\ny,2,0.1\nz,3,0.2\n",
        " t_s , force_n \n0,1\n0.1,2\n0.2,3",
        't_s,force_n,note\n0,1,"a, b"\n0.1,2,\n0.2,3,"c"\n',
    ],
)
def test_columns_are_found_by_name(tmp_path: Path, text: str) -> None:
    """Any order, further columns, other line ends, a byte order mark."""
    found = read_recording(_file(tmp_path, text))
    np.testing.assert_array_equal(found.block.t_s, [0.0, 0.1, 0.2])
    np.testing.assert_array_equal(found.block.force_n, [1.0, 2.0, 3.0])
    assert found.left_out == 0


def test_a_cell_that_is_no_number_is_a_sample_that_is_none(tmp_path: Path) -> None:
    """It keeps its time and has no force."""
    found = read_recording(_file(tmp_path, "t_s,force_n\n0,1\n0.1,\n0.2,lost\n0.3,4\n"))
    np.testing.assert_array_equal(found.block.t_s, [0.0, 0.1, 0.2, 0.3])
    np.testing.assert_array_equal(np.isnan(found.block.force_n), [False, True, True, False])


def test_rows_whose_time_does_not_rise_are_left_out_and_counted(tmp_path: Path) -> None:
    """Copies, steps back and rows without a time."""
    text = "t_s,force_n\n0,1\n0.1,2\n0.1,9\n0.05,9\nx,9\n0.2,3\n"
    found = read_recording(_file(tmp_path, text))
    np.testing.assert_array_equal(found.block.t_s, [0.0, 0.1, 0.2])
    assert found.left_out == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no column t_s"),
        ("time,force\n0,1\n", "no column t_s and no column force_n"),
        ("t_s,force\n0,1\n", "no column force_n"),
        ("t_s;force_n\n0;1\n", "no column"),
        ("t_s,force_n\n", "no row"),
        ("t_s,force_n\nx,y\n", "no row"),
        (b"\xff\xfe\x00\x01\x80", "not a text file"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_what_is_no_recording_is_refused(tmp_path: Path, text: str | bytes, why: str) -> None:
    """One line why, one line what to do."""
    with pytest.raises(RecordingError, match=why) as refused:
        read_recording(_file(tmp_path, text))
    assert refused.value.what_to_do
    assert "\n" not in refused.value.why + refused.value.what_to_do


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """The system's own word for it."""
    with pytest.raises(RecordingError, match="No such file"):
        read_recording(str(tmp_path / "none.csv"))
    with pytest.raises(RecordingError):
        read_recording(str(tmp_path))
