"""The page of requirements is the code's: every row stands there, with its tests or as missing."""

import re

from tools import requirements


def test_the_page_is_up_to_date() -> None:
    assert requirements.PAGE.read_text("utf-8") == requirements.render(), (
        "python -m tools.requirements"
    )


def test_all_64_rows_are_there_once() -> None:
    ids = [row for row, _, _ in requirements.rows()]
    assert ids == [f"S{number:02}" for number in range(1, 65)]
    assert all(set(kind.split(",")) <= set("DRFTEN") for _, kind, _ in requirements.rows())
    assert all(len(text) > 10 for _, _, text in requirements.rows())


def test_rows_are_found_in_ranges_and_names() -> None:
    assert requirements.named("Rows S56-S58, and S60.") == {"S56", "S57", "S58", "S60"}
    assert requirements.named("S7 or XS55 or S555") == set()
    assert requirements.IN_NAME.findall("test_s56_s58_ratings") == ["56", "58"]
    assert requirements.IN_NAME.findall("test_rows_5_and_is64bit") == []


def test_a_row_without_a_test_is_told() -> None:
    page = requirements.render()
    told = re.search(r"Missing: (.*)\.$", page, re.MULTILINE)
    missing = re.findall(r"^\| (S\d\d) .*\*\*missing\*\* \|$", page, re.MULTILINE)
    assert missing == ([] if told is None else told[1].split(", "))
