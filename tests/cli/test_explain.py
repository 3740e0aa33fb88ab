"""`devicelink explain`: every card, or one, as lines or JSON."""

import json

from devicelink.data import cards
from tests.cli.conftest import Run


def test_every_card_is_read(run: Run) -> None:
    """S07, S08, S55."""
    out = run("explain").out
    for card in cards().values():
        assert card.title in out
        assert card.here in out
    told = [json.loads(line) for line in run("explain", "--json").lines]
    assert [one["id"] for one in told] == list(cards())


def test_one_card(run: Run) -> None:
    first, *rest = run("explain", "firmness").lines
    assert first == "How firm the tissue is (disputed)"
    assert len(rest) == 3


def test_a_card_that_is_none_is_said(run: Run) -> None:
    done = run("explain", "nothing")
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 2
