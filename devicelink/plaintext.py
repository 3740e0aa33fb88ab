"""Text from outside (names from the air, labels from files) made safe to print and to draw.

What comes back holds no control, bidirectional, invisible or unassigned character and is short; it
is still plain text, so a face must draw it as text and never as markup. Imports nothing of ours, so
every room may use it. Guarded by tests/test_plaintext.py.
"""

import unicodedata
from typing import Final

_BANNED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS: Final = frozenset({"Mn", "Me"})
_MARKS_IN_A_ROW: Final = 2
"""More than any written language stacks; a tower of them would draw over the lines above."""


def clean(text: str, limit: int = 40) -> str:
    """At most `limit` printable characters of `text` on one line, cut with an ellipsis."""
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text[: limit * 16]):
        category = unicodedata.category(char)
        if char.isspace():
            char = " "  # noqa: PLW2901 - tabs and line ends become blanks
        elif category in _BANNED:
            continue
        marks = marks + 1 if category in _MARKS else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    words = " ".join("".join(kept).split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def harmless(lines: str) -> str:
    """Lines for a terminal to show: what it would obey is a question mark in a box.

    Line ends and tabs stay. A file keeps every character; this is for eyes only.
    """
    if lines.replace("\n", "").isprintable():
        return lines
    shown = (
        "\ufffd" if unicodedata.category(char) in _BANNED and char not in "\n\t" else char
        for char in lines
    )
    return "".join(shown)


def escaped(json: str) -> str:
    """The same JSON, to the value, with nothing in it that a terminal would obey."""
    if json.isprintable():
        return json
    return "".join(
        _escape(char) if unicodedata.category(char) in _BANNED else char for char in json
    )


def _escape(char: str) -> str:
    """As JSON writes it: in units of UTF-16."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
