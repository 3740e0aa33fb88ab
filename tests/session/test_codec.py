"""Every class that a stream can hold goes out to a plain body and comes back the same."""

import json
import re
from dataclasses import fields
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelink.care.inputs import DeviceNews, Intent, LinkChanged
from devicelink.care.outputs import Cue, Output
from devicelink.core.events import Event
from devicelink.session.codec import CLASSES, decode, encode, kind_of

TEXT = st.text(max_size=20)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
ARGS = st.lists(st.tuples(TEXT, TEXT | st.integers(-(2**53), 2**53) | NUMBER), max_size=3)
MADE = {cls: st.builds(cls) for cls in CLASSES.values()} | {
    cls: st.from_type(cls).filter(lambda value: not re.search(r"\b(nan|inf)\b", repr(value)))
    for cls in CLASSES.values()
    if fields(cls)
}
MADE[Cue] = st.builds(Cue, t_s=NUMBER, phrase=TEXT, rule=TEXT, args=ARGS.map(tuple))


def test_the_classes_are_all_that_can_happen() -> None:
    expected = {*get_args(Event | Intent | Output | DeviceNews), LinkChanged}
    assert set(CLASSES.values()) == expected
    assert len(CLASSES) == len(expected)
    assert {"hold_ended", "over_force_cleared", "go", "link_changed", "cue"} <= CLASSES.keys()
    assert all(kind == kind_of(cls) for kind, cls in CLASSES.items())


@pytest.mark.parametrize("kind", CLASSES)
def test_there_and_back(kind: str) -> None:
    @settings(max_examples=25, deadline=None)
    @given(MADE[CLASSES[kind]])
    def same(value: object) -> None:
        told, body = encode(value)  # type: ignore[arg-type]
        assert told == kind
        assert {field.name for field in fields(CLASSES[kind])} == body.keys()
        again = decode(kind, json.loads(json.dumps(body)))
        assert again == value
        assert type(again) is CLASSES[kind]

    same()


def test_a_body_that_is_none_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode("pain", {"value": "a lot"})
    with pytest.raises(msgspec.ValidationError):
        decode("hold_ended", {"hold": 1})
    with pytest.raises(KeyError):
        decode("nothing", {})
