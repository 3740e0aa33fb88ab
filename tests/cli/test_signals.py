"""Whatever ends a session from outside: it ends as by the stop key, and the record says so."""

import json
import sys
from pathlib import Path

import pytest

from devicelink.cli.signals import ENDING
from tests.cli.conftest import run_command
from tests.cli.processes import command, lines_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_a_session_ends_as_by_the_stop_key(tmp_path: Path, number: int) -> None:
    with command(tmp_path, "demo", "--json", "--speed", "4") as session:
        lines_until(session, '"touched"')
        session.send_signal(number)
        out, err = session.communicate(timeout=30)
    assert session.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["end"] == "stopped"
    assert "Kept as session 1" in err
    assert (
        json.loads(run_command("--data", tmp_path, "history", "--json").out)["ending"] == "stopped"
    )


def test_a_closed_terminal_is_among_them() -> None:
    assert "SIGHUP" in {number.name for number in ENDING}
