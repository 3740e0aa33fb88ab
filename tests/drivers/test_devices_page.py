"""docs/devices.md is made from what the drivers declare."""

from pathlib import Path

import pytest

from devicelink.drivers import DRIVERS
from devicelink.drivers.base import DriverType
from tools import devices

PAGE = (Path(__file__).parents[2] / "docs/devices.md").read_text("utf-8")


def test_the_page_is_the_drivers() -> None:
    assert devices.render() in PAGE, "python tools/devices.py"


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
def test_everybody_is_told_how_sure_we_are(kind: DriverType) -> None:
    (line,) = (line for line in PAGE.splitlines() if f"| `{kind.id}` |" in line)
    assert all(evidence in line for evidence in kind.evidence)
    assert not kind.verified, "the page says that none was at hand"
