"""Several points in one session: one after the other, each with a record and rules of its own."""

import json
from pathlib import Path

import pytest

from devicelink.care.outputs import SessionEnd, SessionOver
from devicelink.care.plan import Plan
from devicelink.care.screening import Reply
from devicelink.cli.guided import Guide
from devicelink.cli.options import Face
from devicelink.cli.own import answers, item_of, statements_in
from devicelink.cli.past import Past
from devicelink.cli.visit import look_first, one_by_one, opening, parts_of, places_named
from devicelink.cli.wanted import Wanted
from devicelink.clock import Clock
from devicelink.errors import PlanError, UsageError
from devicelink.store.diary import days_done, diary
from devicelink.store.history import History
from devicelink.store.place import Place
from tests.cli.before import had_sessions
from tests.cli.conftest import Done, run_command


def parts(folder: Path, *names: str, programme: str = "short") -> list[Wanted]:
    """A session over these places, by nobody's device yet."""
    aim = {"data": str(folder), "profile": "default", "programme": programme,
           "calf_checked": False, "more_holds": False}  # fmt: skip
    return parts_of(aim, [(*place, None) for place in places_named(names, "left")])


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """A demonstration over two points."""
    folder = tmp_path_factory.mktemp("two")
    return folder, run_command(
        "--data", folder, "demo", "--json", "--speed", "20", "--programme", "short",
        "--point", "ut-left", "--point", "ls-right",
    )  # fmt: skip


def test_s26_each_point_has_its_own_record_limit_and_pain(two: tuple[Path, Done]) -> None:
    """S26, S58: two whole sessions in one stream, the second with its own cap."""
    folder, done = two
    assert done.code == 0, done.err
    with History(Place(folder)) as history:
        first, second = (history.session(number) for number in (1, 2))
        assert history.done_on(first.row.meta.started_at, simulated=True) == 1, "one session (S27)"
        told = diary(history, simulated=True)
        assert len(told.done) == 2
        assert len(days_done(told.done)) == 1, "adherence counts it once"
    assert [(one.row.meta.point, one.row.meta.side) for one in (first, second)] == [
        ("ut", "left"), ("ls", "right"),
    ]  # fmt: skip
    for found in (first, second):
        asked = {one.question: one.value for one in found.ratings if one.rep == 0}
        assert asked["pain_before"] is not None
        assert asked["pain_after"] is not None
        assert len(found.holds) == 2
        assert found.row.ending == "complete"
    caps = [one.row.meta.limit_name for one in (first, second)]
    assert caps == ["cap for upper trapezius", "cap for levator scapulae"]
    names = [one.row.meta.plan["visit"] for one in (first, second)]
    assert [(one["n"], one["of"]) for one in names] == [(1, 2), (2, 2)]  # type: ignore[index]
    assert names[0]["id"] == names[1]["id"]  # type: ignore[index]


def test_s26_the_history_tells_which_point_of_how_many(two: tuple[Path, Done]) -> None:
    folder, _ = two
    lines = run_command("--data", folder, "history").lines
    assert [line.partition(" (point ")[2][:6] for line in lines] == ["2 of 2", "1 of 2"]
    rows = map(json.loads, run_command("--data", folder, "history", "--json").lines)
    assert [row["point_of"] for row in rows] == [[2, 2], [1, 2]]
    assert [past.point_of for past in Past(Place(folder)).sessions()] == [(2, 2), (1, 2)]


def test_s26_the_next_point_is_told_with_its_own_limit_band_and_time(
    two: tuple[Path, Done],
) -> None:
    """S26: what comes, with what, where to stay off; and how long all of it takes."""
    _, done = two
    assert "2 points: 140 s planned" in done.err
    assert "Next, point 2 of 2: Levator scapulae, right." in done.err
    assert "Limit here 35 N (cap for levator scapulae), band 18-26 N." in done.err
    assert "Stay off: the neck itself" in done.err


def test_each_points_record_replays_to_the_byte(two: tuple[Path, Done], tmp_path: Path) -> None:
    folder, _ = two
    file = tmp_path / "both.jsonl"
    assert run_command("--data", folder, "export", "--format", "jsonl", "-o", file).code == 0
    again = run_command("replay", "--json", file)
    assert again.code == 0, again.err + again.out
    assert "differ" not in again.err


def test_s26_what_does_not_fit_five_minutes_is_said(tmp_path: Path) -> None:
    """S26: warned of, never hidden."""
    wanted = parts(tmp_path, "ut", "ls-right", "mlt", "rh", programme="home")
    guide = Guide(wanted[0], Clock())
    assert any("More than 5 minutes" in line for line in opening(guide, wanted[0], None))
    guide.close()


def test_a_place_named_twice_is_refused_and_a_side_may_be_named_with_it() -> None:
    assert places_named(["ut", "ls-right"], "left") == [("ut", "left"), ("ls", "right")]
    with pytest.raises(UsageError, match="named twice"):
        places_named(["ut", "ut-left"], "left")


@pytest.mark.parametrize("closed", ["scm", "ls"])
def test_s45_s51_every_point_is_looked_at_before_the_first_is_pressed(
    tmp_path: Path, closed: str
) -> None:
    """S45, S51: class C, or flagged: refused at once, naming which to leave out."""
    had_sessions(tmp_path, point="ls", ends=("bad_pain", "bad_pain"))
    with pytest.raises(PlanError) as refused:
        look_first(parts(tmp_path, "ut", closed), Clock(), asks=False)
    assert "leave this place out of the session: " in refused.value.what_to_do


def test_questions_of_the_whole_person_are_asked_once_those_of_a_place_at_each(
    tmp_path: Path,
) -> None:
    first, second = parts(tmp_path, "ut", "ls")
    guide = Guide(first, Clock())
    for item in guide.own.due():
        guide.own.answer(item, Reply.NO)
    said = guide.own.said_now
    guide.close()
    guide = Guide(second, Clock())
    guide.own.carry(said)
    assert all(item.place for item in guide.own.due())
    guide.own.answer(item_of("skin"), Reply.NO)
    guide.close()
    skin = [one.place for one in answers(statements_in(Place(tmp_path))) if one.item == "skin"]
    assert skin == ["ut left", "ls left"]


@pytest.mark.parametrize(
    ("end", "points"),
    [(SessionEnd.COMPLETE, 3), (SessionEnd.BAD_PAIN, 3), (SessionEnd.UNWELL, 1),
     (SessionEnd.STOPPED, 1), (SessionEnd.PAIN_AT_REST, 1), (SessionEnd.DEVICE_OFF, 1)],
)  # fmt: skip
def test_s26_how_one_point_ended_decides_whether_the_next_comes(
    tmp_path: Path, end: SessionEnd, points: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """S26: who is unwell, or stops, is led to no further point; those left out are named."""
    coached = []

    def coach(guide: Guide, wanted: Wanted, _last: Plan | None) -> None:
        coached.append(wanted.point.id)
        guide.over = SessionOver(t_s=9.0, end=end, reps=1, stretched=None)

    one_by_one(parts(tmp_path, "ut", "ls", "rh"), Clock(), Face.SCREEN, coach)
    assert coached == ["ut", "ls", "rh"][:points]
    assert ("Left out: Levator scapulae, left; " in capsys.readouterr().err) is (points == 1)
