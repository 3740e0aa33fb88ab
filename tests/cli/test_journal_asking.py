"""The journal's questions at a terminal: skipped stays missing, d declines, nonsense asks again."""

import io
import json
import sys

import pytest

from tests.cli.conftest import Run


class Typed(io.StringIO):
    """Lines of a person at a terminal."""

    def isatty(self) -> bool:
        return True


def types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("\n".join([*lines, ""])))


def newest(run: Run) -> dict[str, object]:
    return dict(json.loads(run("journal", "list", "--json").lines[0]))


def test_it_asks_for_an_entry(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "nowhere", "ut left", "", "eleven", "6", "d", "aching", "", "", "", "so so")
    done = run("journal", "add")
    assert done.code == 0, done.err
    assert "No point is called nowhere" in done.err
    assert "no number from 0 to 10" in done.err
    rows = [json.loads(line)["fields"] for line in run("journal", "list", "--json").lines]
    assert {"when": "after", "pain": "declined"} in rows
    assert {"when": "before", "pain": 6, "quality": ["aching"], "text": "so so"} in rows


def test_it_asks_the_check_in(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "5", "4", "6", "", "no change", "", "")
    assert run("journal", "check-in").code == 0
    assert newest(run)["fields"] == {
        "average": 5, "enjoyment": 4, "activity": 6, "change": "no_change",
    }  # fmt: skip


def test_all_skipped_is_no_entry(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, *[""] * 12)
    done = run("journal", "add")
    assert done.code == 2
    assert "says nothing" in done.err


def test_it_asks_the_day_after(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("journal", "add", "--point", "ut", "--side", "left", "--after", "4", "--about", "yesterday")
    types(monkeypatch, "3", "d")
    done = run("journal", "next-day")
    assert done.code == 0, done.err
    assert "Upper trapezius, left: the day after" in done.err
    assert newest(run)["fields"] == {"when": "next_day", "pain": 3, "soreness": "declined"}
