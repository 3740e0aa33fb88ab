"""Whatever is typed becomes a value of its field or two plain lines, never anything else."""

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.care.journal import KINDS, of_fields, to_fields
from devicelink.cli.journal_fields import READ, changed, place_named, time_named
from devicelink.errors import UsageError

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TEXT = st.text(max_size=30) | st.sampled_from(
    ["6", "d", "declined", "yes", "ut left", "a=3, b", "rows=done", "x@9:30", "rot=1>2", "١", "²"]
)


@given(st.sampled_from(sorted(READ)), TEXT)
def test_every_field_reads_or_refuses(name: str, text: str) -> None:
    try:
        value = READ[name](text)
    except UsageError:
        return
    kind = {"done": "care", "provider": "care", "places": "care", "role": "provider"}.get(name)
    if kind is None and name not in {"text", "name"}:
        kind = next(k for k, cls in KINDS.items() if name in cls.__dataclass_fields__)
    need = {"care": {"done": "acupuncture"}, "provider": {"name": "Ann", "role": "other"}}
    if kind is None or value in ([], ""):
        return
    try:
        body = of_fields(kind, {**need.get(kind, {}), name: value})
    except UsageError:
        return
    assert of_fields(kind, to_fields(body)) == body


@given(TEXT)
def test_places_and_times_read_or_refuse(text: str) -> None:
    for read in (place_named, lambda one: time_named(one, NOW)):
        with contextlib.suppress(UsageError):
            read(text)


@given(st.lists(TEXT | st.builds("{}={}".format, st.sampled_from(sorted(READ)), TEXT), max_size=3))
def test_edits_read_or_refuse(edits: list[str]) -> None:
    try:
        fields = changed("note", {"pain": 3}, tuple(edits))
    except UsageError:
        return
    assert set(fields) <= set(READ)


@pytest.mark.parametrize(
    ("text", "hour"), [("2026-02-28", 12), ("2026-03-01", 12), ("2026-02-28T09:30+00:00", 9)]
)
def test_a_bare_date_is_noon_and_never_to_come(text: str, hour: int) -> None:
    at = time_named(text, NOW)
    assert at <= NOW
    if "T" in text:
        assert at.hour == hour


@pytest.mark.parametrize("text", ["0001-01-01", "1969-12-31", "9999-12-31", "24:00", "2026-13-01"])
def test_days_that_nobody_means_are_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        time_named(text, NOW)
    assert caught.value.what_to_do
