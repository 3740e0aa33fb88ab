"""The runner of heavier checks and benchmarks: what it finds, and how it tells each end."""

from pathlib import Path

import pytest

from tools import each

PARTS = {
    "good.py": "def main():\n    pass\n\n\nprint('seen')\n",
    "bad.py": "def main():\n    pass\n\n\nraise SystemExit(3)\n",
    "absent.py": "def main():\n    pass\n\n\nprint('no radio here')\nraise SystemExit(77)\n",
    "helper.py": "raise SystemExit(4)\n",
}


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "parts"
    folder.mkdir()
    for name, text in PARTS.items():
        folder.joinpath(name).write_text(f'"""One."""\n\n\n{text}', "utf-8")
    monkeypatch.setattr(each, "ROOT", tmp_path)
    return folder


def test_each_end_is_told_and_one_failure_is_enough(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert each.main([parts.name]) == 1
    said = capsys.readouterr().out.splitlines()
    ends = said[said.index("-- parts") + 1 :]
    assert [line.split()[:2] for line in ends] == [
        ["absent", "skipped:"],
        ["bad", "failed"],
        ["good", "done"],
    ]
    assert ends[0].endswith("no radio here")
    assert "seen" in said


def test_a_skip_is_no_failure(parts: Path) -> None:
    assert each.main([parts.name, "good", "absent"]) == 0


def test_an_unknown_name_runs_nothing(parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert each.main([parts.name, "good", "helper"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.splitlines()[1] == "There are: absent, bad, good"
