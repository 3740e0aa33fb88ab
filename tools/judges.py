"""Renews docs/judges.md from the known differences: `python -m tools.judges`.

tests/drivers/test_judges_page.py holds the page to it.
"""

from pathlib import Path
from typing import Final

from checks.grip_connect.differences import DIFFERENCES

PAGE: Final = Path(__file__).resolve().parents[1] / "docs/judges.md"
BEGIN, END = "<!-- differences: made by tools/judges.py -->", "<!-- differences: end -->"


def render() -> str:
    """The table between its marks."""
    rows = ["| device | where they differ | we | grip-connect | who is right |", "|" + "---|" * 5]
    rows += [
        f"| `{one.device}` | {one.about} | {one.ours} | {one.theirs} | {one.right} |"
        for one in DIFFERENCES
    ]
    return "\n".join([BEGIN, "", *rows, "", END])


def main() -> None:
    """Write the page's table anew."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + render() + after, "utf-8")


if __name__ == "__main__":
    main()
