"""`devicelink redflags`: shown as information, and kept that it was."""

import json
from pathlib import Path

from devicelink.cli.own import statements_in
from devicelink.store.place import Place
from devicelink.store.statements import Topic
from tests.cli.conftest import Run


def test_red_flags_are_listed_most_urgent_first_and_kept_as_shown(run: Run, tmp_path: Path) -> None:
    done = run("redflags")
    assert done.code == 0
    assert done.lines[0].startswith("Emergency: Call an ambulance")
    assert done.lines[-1].startswith("This is information.")
    levels = [json.loads(line)["level"] for line in run("redflags", "--json").lines]
    assert levels == ["Emergency", "Today", "Soon", "Ask a professional"]
    told = statements_in(Place(tmp_path / "data"))
    assert [(one.topic, one.item, one.body) for one in told] == [(Topic.SHOWN, "red_flags", {})] * 2


def test_help_is_shown_where_nothing_can_be_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("--data", tmp_path / "file", "redflags")
    assert done.code == 0
    assert "Emergency" in done.out
    assert "could not be kept" in done.err
