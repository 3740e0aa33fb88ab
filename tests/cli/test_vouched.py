"""A session says of its device who else could send its numbers."""

import signal
import sys
from pathlib import Path

import pytest

from tests.cli.processes import command, lines_until, on_air

OPEN = "The device is open: anyone near can read or fake this."


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize(("kind", "is_open"), [("sig_force", True), ("probe", False)])
def test_a_session_with_an_open_device_says_so(tmp_path: Path, kind: str, *, is_open: bool) -> None:
    with (
        on_air(tmp_path / "air", "--device", kind) as (_, moniker),
        command(tmp_path / "data", "session", "--json", "--radio", moniker) as session,
    ):
        lines_until(session, '"phase_changed"')
        session.send_signal(signal.SIGINT)
        _, err = session.communicate(timeout=30)
    assert session.returncode == 0, err
    assert (OPEN in err.splitlines()) is is_open
