"""What every exported column means, with its unit; the exports take their headers from here.

`python -m devicelink.export.dictionary docs/data.md` puts the tables into the page again. Guarded
by tests/export/test_dictionary.py.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devicelink.export import meanings


@dataclass(frozen=True, slots=True)
class Column:
    """A column or key: its name, its unit ("" where it has none), what it means."""

    name: str
    unit: str
    meaning: str


def _columns(*texts: str) -> tuple[Column, ...]:
    lines = [line for text in texts for line in text.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return tuple(Column(name, unit, meaning) for name, unit, meaning in cells)


HOLDS: Final = _columns(meanings.SESSION_OF_HOLD, meanings.HOLD, meanings.PAIN_OF_SESSION)
SAMPLES: Final = _columns(meanings.SAMPLE)
SESSIONS: Final = _columns(meanings.SESSION_ROW, meanings.FACTS)
RATINGS: Final = _columns(meanings.SESSION_NUMBER, meanings.RATING)
JOURNAL: Final = _columns(meanings.JOURNAL)
STATEMENTS: Final = _columns(meanings.STATEMENTS)
TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "sessions": SESSIONS,
    "holds": HOLDS,
    "ratings": RATINGS,
    "journal": JOURNAL,
    "statements": STATEMENTS,
    "samples": SAMPLES,
}
"""The tables of CSV, Parquet and Excel, by name."""
LINES: Final[Mapping[str, tuple[Column, ...]]] = {
    "session": _columns(meanings.SESSION_LINE),
    "facts": _columns(meanings.FACTS),
    "record": _columns(meanings.RECORD_LINE),
    "samples": _columns(meanings.SAMPLES_LINE),
    "hole": _columns(meanings.HOLE_LINE),
    "end": _columns(meanings.END_LINE),
    "hold": _columns(meanings.TYPE, meanings.HOLD),
    "rating": _columns(meanings.TYPE, meanings.RATING),
    "row": _columns(meanings.ROW_LINE),
}
"""Keys of each line of JSON Lines, by its `type`; `facts` is the object inside `session`."""


def dictionary_csv() -> bytes:
    """The whole dictionary as CSV: export, column, unit, meaning."""
    tables = {f"{name}.csv": columns for name, columns in TABLES.items()}
    tables |= {f"jsonl {kind}": columns for kind, columns in LINES.items()}
    rows = [
        f'{name},{c.name},{c.unit},"{c.meaning}"'
        for name, columns in tables.items()
        for c in columns
    ]
    return "\n".join(["export,column,unit,meaning", *rows, ""]).encode()


_START, _END = "<!-- dictionary: made from devicelink/export/meanings.py -->", "<!-- end -->"


def page(text: str) -> str:
    """The page with the tables between its two marks made anew."""
    before, rest = text.split(_START)
    _, after = rest.split(_END)
    parts = [_table(f"`{name}`, a table", columns) for name, columns in TABLES.items()]
    parts += [_table(f"JSON Lines, `{kind}`", columns) for kind, columns in LINES.items()]
    return f"{before}{_START}\n\n{''.join(parts)}{_END}{after}"


def _table(title: str, columns: tuple[Column, ...]) -> str:
    rows = [f"| `{c.name}` | {c.unit} | {c.meaning} |\n" for c in columns]
    return f"### {title}\n\n| column | unit | meaning |\n|---|---|---|\n{''.join(rows)}\n"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(page(file.read_text(encoding="utf-8")), encoding="utf-8")
