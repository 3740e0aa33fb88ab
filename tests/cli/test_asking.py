"""The questions before a session as lines: who answers, what is kept, what is asked again."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devicelink.care.plan import Side
from devicelink.care.screening import Reply
from devicelink.cli.asking import ask_first, tell_if_halved
from devicelink.cli.guided import Guide
from devicelink.cli.own import Own, answers, item_of, statements_in
from devicelink.clock import Clock
from devicelink.errors import PlanError
from devicelink.store.place import Place
from tests.care.playbook import PROBE
from tests.cli.before import had_sessions
from tests.cli.test_guided import wanted


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[Guide]:
    made = Guide(wanted(tmp_path), Clock())
    yield made
    made.close()


def asked(own: Own, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    ask_first(own, somebody=True)
    tell_if_halved(own)


def test_every_answer_is_kept_and_asked_only_once(
    guide: Guide,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    due = [item.id for item in guide.own.due()]
    asked(guide.own, "n\n" * len(due), monkeypatch)
    err = capsys.readouterr().err
    assert f"Question {len(due)} of {len(due)}." in err
    assert "halved" not in err
    guide.check()
    assert guide.own.personal(PROBE).condition_factor == 1.0
    guide.close()
    again = Guide(wanted(tmp_path), Clock())
    assert [item.id for item in again.own.due()] == ["unwell", "skin"]
    again.close()


def test_a_yes_that_forbids_ends_the_asking_and_the_command(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(guide.own, "yes\n", monkeypatch)
    with pytest.raises(PlanError, match="unwell"):
        guide.check()


def test_nonsense_is_asked_again_and_an_end_of_input_is_nobody(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(guide.own, "what?\nn\n", monkeypatch)
    err = capsys.readouterr().err
    assert "Please type y, n or d" in err
    assert "The force limit is halved: questions left open." in err
    guide.check()


def test_s58_what_nobody_was_asked_is_not_declined(
    guide: Guide, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """S58: declined is not missing: without a keyboard nothing is asked and nothing kept."""
    ask_first(guide.own, somebody=False)
    assert "Question" not in capsys.readouterr().err
    assert guide.own.personal(PROBE).condition_factor == 1.0
    guide.close()
    assert answers(statements_in(Place(tmp_path))) == []


def test_s58_a_question_without_a_reply_is_not_declined_either(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(guide.own, "n\nd\n", monkeypatch)
    guide.close()
    replies = [said.reply for said in answers(statements_in(Place(tmp_path)))]
    assert replies == [Reply.NO, Reply.DECLINED]


def test_s45_a_flagged_place_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    """S45: the record alone forbids it; what to do is said."""
    had_sessions(tmp_path, ends=("bad_pain", "bad_pain"))
    with pytest.raises(PlanError, match="twice in a row") as refused:
        Guide(wanted(tmp_path), Clock())
    assert "--cleared" in refused.value.what_to_do
    Guide(replace(wanted(tmp_path), side=Side.RIGHT), Clock()).close()


def test_the_demonstration_asks_nobody_and_keeps_nothing(tmp_path: Path) -> None:
    guide = Guide(replace(wanted(tmp_path), simulated=True), Clock())
    assert not guide.own.due()
    guide.own.answer(item_of("unwell"), Reply.YES)
    guide.check()
    assert guide.own.personal(PROBE).condition_factor == 1.0
    guide.close()
    assert statements_in(Place(tmp_path)) == []
