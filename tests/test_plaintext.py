"""Hostile names become short harmless text (S55: read aloud and drawn alike)."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.plaintext import clean, escaped, harmless


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Probe P-100", "Probe P-100"),
        ("\x1b[31mred\x07\x00", "[31mred"),
        ("abc\u202edef\u2066g", "abcdefg"),
        ("line\nbreak\ttab", "line break tab"),
        ("[bold]Probe[/]", "[bold]Probe[/]"),
        ("\u200b\ufeff", ""),
        ("Z" + "\u0311" * 50, "Z\u0311\u0311"),
        ("Ärzte-Prüfkörper", "Ärzte-Prüfkörper"),
    ],
)
def test_harmless(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_ten_thousand_characters_are_cut() -> None:
    assert clean("A" * 10_000, limit=12) == "A" * 11 + "…"


@given(st.text(max_size=300), st.integers(min_value=1, max_value=60))
def test_nothing_dangerous_is_left(text: str, limit: int) -> None:
    result = clean(text, limit)
    assert len(result) <= limit
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl"} for char in result)
    assert clean(result, limit) == result


def test_lines_for_a_terminal_hold_nothing_that_it_obeys() -> None:
    hostile = "a,\x1b[2Jb\u202e,\x07\r\nc\td,é\u200b\n"
    assert harmless(hostile) == "a,\ufffd[2Jb\ufffd,\ufffd\ufffd\nc\td,é\ufffd\n"
    assert harmless("a,b\n1,2\n") == "a,b\n1,2\n"


@given(st.text(max_size=300))
def test_escaped_json_is_the_same_and_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    line = json.dumps({text: text}, ensure_ascii=False)
    shown = escaped(line)
    assert json.loads(shown) == json.loads(line)
    assert harmless(shown) == shown
