"""What a command says in lines, out of the catalogue.

Only looks up; what is said and when is the command's. Guarded by tests/test_words.py.
"""

from devicelink.cli.terminal import put
from devicelink.data import phrases


def say(table: str, entry: str, /, **values: object) -> str:
    """One sentence of the catalogue."""
    return phrases().text(table, entry, **values)


def tell(table: str, entry: str, /, **values: object) -> None:
    """The same on stderr, beside what the command puts out."""
    put(say(table, entry, **values), err=True)
