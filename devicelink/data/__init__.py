"""The versioned data files, read once each: atlas, programmes, phrases, the trained model.

The one place that opens them; what they mean is checked in devicelink/care. Guarded by
tests/care/test_catalogue.py.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

import msgspec

from devicelink import wording
from devicelink.care import catalogue
from devicelink.care.atlas import Atlas
from devicelink.care.cards import Card, cards_of
from devicelink.care.phrases import Phrases
from devicelink.care.point import BodyView, Point
from devicelink.care.programme import Programme
from devicelink.care.red_flags import RedFlags, red_flags_of
from devicelink.care.screening import Item, items
from devicelink.care.stages import Stage
from devicelink.core.release_model import ReleaseModel
from devicelink.errors import DevicelinkError, PlanError


def _shipped(name: str) -> dict[str, object]:
    try:
        return wording.shipped(name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DevicelinkError("data_file_broken", name=name, error=error) from error


@cache
def phrases() -> Phrases:
    """The phrase catalogue: phrases*.toml together. DevicelinkError where one is broken."""
    for name in wording.names():
        _shipped(name)
    return Phrases(wording.catalogue())


@cache
def atlas() -> Atlas:
    """The atlas: points, groups by where it hurts, no-go zones. PlanError where one is broken."""
    return catalogue.atlas(_shipped("points.toml"))


def points() -> Mapping[str, Point]:
    """The atlas's points by id, in its own order. PlanError where an entry is broken."""
    return atlas().points


@cache
def stages() -> tuple[Stage, ...]:
    """The stages of learning, the first one first. PlanError where one is broken."""
    return catalogue.stages(_shipped("stages.toml"))


@cache
def red_flags() -> RedFlags:
    """When to stop and get help. PlanError where the file is broken."""
    return red_flags_of(_shipped("red_flags.toml"))


@cache
def outline(view: BodyView) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The lines of the body seen from one side, for its half: sideways and down in hundredths."""
    lines = msgspec.convert(
        _shipped("body.toml")["outline"], dict[str, tuple[tuple[tuple[float, float], ...], ...]]
    )
    return lines["both"] + lines[view.value]


@cache
def programmes() -> Mapping[str, Programme]:
    """The shipped programmes by id. PlanError where one breaks a rule."""
    return MappingProxyType(catalogue.programmes(_shipped("programmes.toml")))


@cache
def cards() -> Mapping[str, Card]:
    """The cards that explain, by id. PlanError where one is broken."""
    return MappingProxyType(cards_of(_shipped("cards.toml")))


@cache
def screening() -> tuple[Item, ...]:
    """The questions before a session, in order. PlanError where one is broken."""
    return items(_shipped("screening.toml"))


@cache
def release_model() -> ReleaseModel:
    """The trained release estimator. DevicelinkError where the file is broken."""
    name = "release_model.json"
    try:
        return ReleaseModel.of(json.loads((resources.files(__package__) / name).read_text("utf-8")))
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise DevicelinkError("data_file_broken", name=name, error=error) from error


def programme_file(path: Path) -> dict[str, Programme]:
    """The programmes of a person's own file, through the same checks as the shipped ones."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PlanError("programme_file_unreadable", path=path, reason=error.strerror) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlanError("programme_file_no_toml", path=path, error=error) from error
    return catalogue.programmes(tables)
