"""The versioned data files, read once each: atlas, programmes, phrases.

The one place that opens them; what they mean is checked in devicelink/care. Guarded by
tests/care/test_catalogue.py.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from devicelink.care import catalogue
from devicelink.care.phrases import Phrases
from devicelink.care.plan import Point, Programme
from devicelink.care.screening import Item, items
from devicelink.errors import DevicelinkError, PlanError

_REPAIR = "Install devicelink again, or restore the file."


def _shipped(name: str) -> dict[str, object]:
    try:
        return tomllib.loads((resources.files(__package__) / name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DevicelinkError(f"The data file {name} cannot be read: {error}.", _REPAIR) from error


@cache
def phrases() -> Phrases:
    """The phrase catalogue: phrases*.toml together. DevicelinkError where one is broken."""
    tables: dict[str, object] = {}
    names = sorted(file.name for file in resources.files(__package__).iterdir())
    for name in names:
        if name.startswith("phrases") and name.endswith(".toml"):
            tables |= _shipped(name)
    return Phrases(tables)


@cache
def points() -> Mapping[str, Point]:
    """The atlas by point id, in its own order. PlanError where an entry is broken."""
    return MappingProxyType(catalogue.points(_shipped("points.toml")))


@cache
def programmes() -> Mapping[str, Programme]:
    """The shipped programmes by id. PlanError where one breaks a rule."""
    return MappingProxyType(catalogue.programmes(_shipped("programmes.toml")))


@cache
def screening() -> tuple[Item, ...]:
    """The questions before a session, in order. PlanError where one is broken."""
    return items(_shipped("screening.toml"))


def programme_file(path: Path) -> dict[str, Programme]:
    """The programmes of a person's own file, through the same checks as the shipped ones."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PlanError(
            f"The programme file {path} cannot be read: {error.strerror}.",
            "Check its name and that you may read it.",
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlanError(
            f"The programme file {path} is not TOML: {error}.",
            "Compare it with the example in docs/coaching.md.",
        ) from error
    return catalogue.programmes(tables)
