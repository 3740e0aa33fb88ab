"""The cards that explain say how sure it is and what cannot be seen here; no rule uses them."""

from pathlib import Path

import pytest

from devicelink.care.cards import Grade, cards_of
from devicelink.data import cards
from devicelink.errors import PlanError
from tests.claims import claims

ROOT = Path(__file__).resolve().parents[2]


def test_s07_the_disputed_figures_stand_on_their_card_and_nowhere_else() -> None:
    """S07: no screen, no rule and no other text compares anything with them."""
    card = cards()["firmness"]
    assert card.grade is Grade.DISPUTED
    assert "cannot measure this" in card.here
    for figure in ("32.28", "19.16"):
        assert figure in card.text
        found = {
            path.name
            for path in (ROOT / "devicelink").rglob("*")
            if path.suffix in {".py", ".toml"} and figure in path.read_text("utf-8")
        }
        assert found == {"cards.toml"}


def test_s08_chemistry_stands_on_a_card_that_says_it_cannot_be_measured() -> None:
    """S08."""
    card = cards()["chemistry"]
    assert "The app cannot measure this." in card.here
    assert "has not been shown" in card.text
    for word in ("substance P", "bradykinin", "TNF", "flushes"):
        found = {
            path.name
            for path in (ROOT / "devicelink").rglob("*.toml")
            if word.lower() in path.read_text("utf-8").lower()
        }
        assert found == {"cards.toml"}, word


def test_s09_nothing_is_given_a_name() -> None:
    """S09: "talk to a clinician", never "you have"."""
    card = cards()["sensitivity"]
    assert "talk to a clinician" in card.here
    assert "you have central" not in f"{card.text} {card.here}".lower()


def test_every_card_says_where_it_is_from_and_claims_nothing() -> None:
    for card in cards().values():
        assert card.source
        assert list(claims(f"{card.title}. {card.text} {card.here}")) == []


def test_a_broken_card_is_told() -> None:
    with pytest.raises(PlanError, match="cards"):
        cards_of({"card": {"x": {"title": "no text"}}})
    with pytest.raises(PlanError, match="cards"):
        cards_of({})
