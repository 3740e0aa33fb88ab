"""A page to be read by a person: what stands on it, before anybody decides how it looks.

`page_html` and `page_pdf` draw the same blocks. Text only: whatever is foreign is cleaned before it
comes here. Guarded by tests/export/test_page.py.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `quiet` ones are smaller, `loud` ones stand in a frame."""

    text: str
    quiet: bool = False
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a head and its rows, all text. `numbers` says which columns are set right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG picture that stands alone."""

    svg: str


Block: TypeAlias = Heading | Text | Points | Grid | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """A title, what it is about in a line, and the blocks."""

    title: str
    about: str
    blocks: tuple[Block, ...]
