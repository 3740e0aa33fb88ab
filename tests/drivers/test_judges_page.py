"""docs/judges.md is made from the differences that the check knows."""

from pathlib import Path

from checks.grip_connect.differences import DIFFERENCES
from devicelink.drivers import DRIVERS
from tools import judges

PAGE = (Path(__file__).parents[2] / "docs/judges.md").read_text("utf-8")


def test_the_page_is_the_check() -> None:
    assert judges.render() in PAGE, "python -m tools.judges"


def test_every_difference_says_who_is_right() -> None:
    for one in DIFFERENCES:
        assert one.device in {kind.id for kind in DRIVERS}
        assert one.right.partition(":")[0] in {"we", "neither", "not settled", "grip-connect"}
