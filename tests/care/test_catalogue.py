"""The data files: complete, as the sources have them, and refused with a sentence when broken."""

import re
import tomllib
from pathlib import Path

import pytest

from devicelink import data
from devicelink.care import catalogue
from devicelink.care.plan import CareClass, Tool
from devicelink.errors import PlanError

POINTS = data.points()
ROOT = Path(__file__).parents[2]
CLINICAL = ROOT / "../shared/clinical.md"
HEAD_AND_NECK = {"so", "sp", "ma", "te"}
LEG_AND_HIP = {"gmx", "gm", "tfl", "qu", "ha", "ca", "ta"}


def test_the_atlas_has_its_36_points() -> None:
    assert len(POINTS) == 36
    assert {p.id for p in POINTS.values() if p.care_class is CareClass.C} == {
        "scm", "sc", "sb", "ip",
    }  # fmt: skip
    assert all(p.sources and p.grade == "low" and p.find and p.stay_off for p in POINTS.values())


def test_class_and_cap_are_those_of_the_source_table() -> None:
    if not CLINICAL.exists():
        pytest.skip("the source table is not beside this checkout")
    rows = re.findall(
        r"^\| \d+ \|[^|`]*`(\w+)` \|(.*)\|$", CLINICAL.read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) == 36
    for id_, rest in rows:
        cells = [cell.strip(" *") for cell in rest.split("|")]
        assert (POINTS[id_].care_class, POINTS[id_].cap_kpa) == (cells[5], float(cells[6]))


def test_ball_caps_follow_their_rule() -> None:
    for point in POINTS.values():
        expected = {"A": 150.0, "B": 60.0, "C": 0.0}[point.care_class]
        if point.id in HEAD_AND_NECK:
            expected = 20.0
        if point.id in LEG_AND_HIP:
            expected = 300.0
        assert point.ball_cap_n == expected, point.id


def test_s22_s23_usual_tools() -> None:
    """S22, S23."""
    assert {POINTS[p].tool for p in ("qu", "ha", "tp")} == {Tool.ROLLER}
    assert {POINTS[p].tool for p in ("pi", "pmj", "pmn")} == {Tool.BALL}
    assert POINTS["so"].tool is Tool.SOFT_BALL


def test_the_home_programme_is_the_source_texts() -> None:
    """S25, S27, S28, S29, S43."""
    home = data.programmes()["home"]
    assert (home.min_hold_s, home.goal_s, home.max_hold_s) == (30.0, 45.0, 90.0)
    assert (home.reps, home.rest_s, home.per_day) == (3, 12.0, (5, 6))
    assert 20 <= home.stretch_s <= 30


def test_a_programme_of_ones_own_passes_the_same_checks(tmp_path: Path) -> None:
    example = (ROOT / "docs/coaching.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]
    path = tmp_path / "mine.toml"
    path.write_text(example)
    assert data.programme_file(path)["mine"].goal_s == 60.0
    path.write_text(example.replace("goal_s = 60", "goal_s = 20"))
    with pytest.raises(PlanError, match=r"programme\.mine: The hold goal is 20 s"):
        data.programme_file(path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", r"no \[programme"),
        ("programme = 3", r"no \[programme"),
        ("[programme]\nmine = 3", "not a table"),
        ("[programme.mine]\nname = 'x'\ngaol_s = 3", "no field 'gaol_s'"),
        ("[programme.mine]\nname = 'x'", "missing required"),
        ("[programme.mine]\nreps = 'three'", "missing|Expected"),
        ("[programme.mine", "not TOML"),
    ],
)
def test_a_broken_programme_file_says_what_is_wrong(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text)
    with pytest.raises(PlanError, match=why):
        data.programme_file(path)


def test_a_missing_or_unreadable_programme_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        data.programme_file(tmp_path / "absent.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanError, match="not TOML"):
        data.programme_file(tmp_path / "bytes.toml")


def test_an_atlas_with_a_cap_on_a_class_c_point_is_refused() -> None:
    tables = tomllib.loads((ROOT / "devicelink/data/points.toml").read_text("utf-8"))
    tables["point"]["scm"]["cap_kpa"] = 100
    with pytest.raises(PlanError, match=r"point\.scm"):
        catalogue.points(tables)
