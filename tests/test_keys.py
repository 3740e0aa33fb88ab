"""The key table and the words at the foot of the screen speak of the same keys."""

import re
from itertools import product

import pytest

from devicelink.care.inputs import Answer, BadPain, Decline, Easing, Go, Intent, Pain, Skip, Stop
from devicelink.care.outputs import Phase, Question
from devicelink.data import phrases
from devicelink.keys import BY_KEY, KEYS, typed_intent

HANDLED_BY_THE_SCREEN = {"esc", "0-9"}


@pytest.mark.parametrize(("phase", "question"), list(product(Phase, [None, *Question])))
def test_every_key_named_at_the_foot_is_bound(phase: Phase, question: Question | None) -> None:
    for entry in re.split(r"\s{2,}", phrases().keys(phase, question)):
        name = entry.split()[0]
        assert name in HANDLED_BY_THE_SCREEN or name in BY_KEY, entry


def test_no_key_stands_for_two_things() -> None:
    assert len({key.key for key in KEYS}) == len(KEYS)
    typed = [word for key in KEYS for word in key.typed]
    assert len(set(typed)) == len(typed)


@pytest.mark.parametrize(
    ("line", "intent"),
    [
        ("", Go()),
        ("  \n", Go()),
        ("10", Pain(10)),
        ("0", Pain(0)),
        ("Y", Answer(yes=True)),
        ("no", Answer(yes=False)),
        ("d", Decline()),
        ("easing", Easing()),
        ("x", BadPain()),
        ("s", Skip()),
        ("q", Stop()),
        ("11", None),
        ("-1", None),
        ("hello", None),
    ],
)
def test_typed_lines(line: str, intent: Intent | None) -> None:
    assert typed_intent(line) == intent
