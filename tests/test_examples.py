"""Every example runs as its first line says, quickly, and says something."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAYS = {
    "custom_driver": r"matches: True.*Readings.*25\.0.*FrameRejected",
    "decode_a_frame": r"'force_n': 196\.133.*rejected",
    "holds_in_a_recording": r"slip at 30\.\d s.*hold 1 from \d.*cannot tell",
    "read_force": r"live.*\d+\.\d\d N",
    "guided_session": r"because .*ended: SessionOver.*complete.*would be kept: .*'rep_ended': 2",
    "export_a_session": r"saved.*session,.*t_s,force_n",
}
"""What each prints, so that one that runs and does nothing fails."""


def test_every_example_is_tried() -> None:
    assert {path.stem for path in (ROOT / "examples").glob("*.py")} == SAYS.keys()


@pytest.mark.parametrize("name", SAYS)
def test_example(name: str, tmp_path: Path) -> None:
    example = ROOT / "examples" / f"{name}.py"
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", str(example)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(SAYS[name], done.stdout, re.DOTALL), done.stdout
    assert not list(tmp_path.rglob("*.sqlite")), "an example keeps nothing of its own accord"
