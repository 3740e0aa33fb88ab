"""`devicelink explain`: what is said about trigger points, how sure it is, what is seen of it here.

Guarded by tests/cli/test_explain.py.
"""

import click

from devicelink.care.cards import Card
from devicelink.cli.terminal import put
from devicelink.data import cards, phrases
from devicelink.errors import UsageError
from devicelink.lines import as_json
from devicelink.store.place import Place
from devicelink.tui.home import Page


@click.command(short_help="What is said about trigger points, and how sure it is.")
@click.argument("name", required=False)
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
def explain(*, name: str | None, as_objects: bool) -> None:
    """Read the cards, or the one of that NAME. They look at no record and no reading."""
    known = cards()
    if name is not None and name not in known:
        raise UsageError("card_unknown", name=name, known=", ".join(known))
    for card in known.values() if name is None else [known[name]]:
        if as_objects:
            row = {"type": "card", "id": card.id, "title": card.title, "text": card.text}
            rest = {"here": card.here, "grade": card.grade.value, "source": card.source}
            put(as_json({**row, **rest}))
        else:
            put("\n  ".join(lines_of(card)))


def lines_of(card: Card) -> list[str]:
    """A card as lines: title with how sure it is, text, what is seen here, source."""
    say = phrases().text
    return [
        say("cards", "about", title=card.title, grade=say("cards", card.grade)),
        card.text,
        say("cards", "here", here=card.here),
        say("cards", "source", source=card.source),
    ]


def cards_screen(place: Place) -> Page:
    """The cards, one at a time; nothing of the record is looked at."""
    from devicelink.tui.cards import CardsScreen  # noqa: PLC0415

    del place
    return CardsScreen([(card.title, lines_of(card)) for card in cards().values()], phrases())
