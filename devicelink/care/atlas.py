"""The atlas as a whole, and the search in it: by name, by region, by where it hurts.

Finding a point says that people with such pain often press there, never that the pain comes from
it. A person's own referral area is searched first and never replaces the atlas's, nor the other way
round (S03). Guarded by tests/care/test_atlas.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from devicelink.care.phrases import Phrases
from devicelink.care.point import Point

_LITTLE = frozenset(
    {"a", "ache", "aching", "and", "at", "hurt", "hurts", "in", "is", "it", "its", "my", "of", "on",
     "or", "pain", "pains", "sore", "the", "there", "to"}
)  # fmt: skip
"""Words that say nothing about where."""
_OF_GROUP = 25.0
"""What being one of a group that was asked for is worth, against words that were found."""
_FEWEST_LETTERS = 3
"""From which on the beginning of a word finds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """One of the six groups of complaints (S05): its points, and the caution said first."""

    id: str
    name: str
    words: tuple[str, ...]
    points: tuple[str, ...]
    caution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """All points by id, the groups by where it hurts, and where nobody presses."""

    version: str
    reviewed_by_clinician: str
    no_go: tuple[str, ...]
    points: Mapping[str, Point]
    symptoms: Mapping[str, Symptom] = field(default_factory=dict)

    def with_entries(self, points: Mapping[str, Point], symptoms: Mapping[str, Symptom]) -> "Atlas":
        """The same head with these entries."""
        return replace(self, points=MappingProxyType(points), symptoms=MappingProxyType(symptoms))


@dataclass(frozen=True, slots=True)
class Match:
    """A point that was found, and why."""

    point: Point
    reason: str = ""
    """Entry of `[match]`; "" where it was named itself."""
    what: str = ""

    def why(self, phrases: Phrases) -> str:
        """In words; "" where there is nothing to say."""
        return phrases.text("match", self.reason, what=self.what) if self.reason else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the best first, with the cautions to say before it."""

    matches: tuple[Match, ...]
    cautions: tuple[str, ...] = ()


def search(atlas: Atlas, query: str, own: Mapping[str, str] | None = None) -> Found:
    """Find points. `own` holds the person's own referral areas by point id.

    A number or an id finds that one. Else a group's words find its points, and all words of the
    query in a point's texts find it; where nothing has them all, some of them do.
    """
    words = _words(query)
    exact = [p for p in atlas.points.values() if query.strip().lower() in {p.id, str(p.number)}]
    if exact or not words:
        return Found(tuple(Match(p) for p in exact or atlas.points.values()))
    groups = [one for one in atlas.symptoms.values() if _names(one, query, words)]
    noted = own or {}
    scores = {p.id: _score(p, query, words, noted.get(p.id, "")) for p in atlas.points.values()}
    whole = {id_: score for id_, (share, score) in scores.items() if share == 1.0}
    some = {id_: score for id_, (share, score) in scores.items() if share > 0.0}
    hits = whole or ({} if groups else some)
    for one in groups:
        for rank, id_ in enumerate(one.points):
            hits[id_] = hits.get(id_, 0.0) + _OF_GROUP - 2.0 * rank
    order = sorted(hits, key=lambda id_: (-hits[id_], atlas.points[id_].number))
    return Found(
        tuple(_match(atlas.points[id_], words, noted.get(id_, ""), groups) for id_ in order),
        tuple(one.caution for one in groups),
    )


def _match(point: Point, words: list[str], own: str, groups: list[Symptom]) -> Match:
    if own and all(_has(own, word) for word in words):
        return Match(point, "own", own)
    if any(_has(point.referral, word) for word in words):
        return Match(point, "felt", point.referral)
    named = next((one.name.lower() for one in groups if point.id in one.points), "")
    return Match(point, "group", named) if named else Match(point)


def _names(symptom: Symptom, query: str, words: list[str]) -> bool:
    """Whether the query names the group, or the group's words hold the whole query."""
    plain = " ".join(re.findall(r"\w+", query.lower()))
    if any(re.search(rf"\b{re.escape(named)}", plain) for named in symptom.words):
        return True
    return all(any(_has(named, word) for named in symptom.words) for word in words)


def _score(point: Point, query: str, words: list[str], own: str) -> tuple[float, float]:
    """Which share of the words was found, and how well."""
    region = point.region.value if point.region is not None else ""
    fields = (
        (own, 5.0), (point.name, 4.0), (point.referral, 3.0), (region, 3.0), (point.find, 1.0),
    )  # fmt: skip
    best = [
        max((worth for text, worth in fields if _has(text, word)), default=0.0) for word in words
    ]
    phrase = " ".join(re.findall(r"\w+", query.lower()))
    told = " ".join(re.findall(r"\w+", f"{own} {point.referral}".lower()))
    return sum(worth > 0 for worth in best) / len(best), sum(best) + (
        2.0 if phrase in told else 0.0
    )


def _words(text: str) -> list[str]:
    return [_stem(word) for word in re.findall(r"\w+", text.lower()) if word not in _LITTLE]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > _FEWEST_LETTERS and word.endswith("s") else word


def _has(text: str, word: str) -> bool:
    found = (_stem(one) for one in re.findall(r"\w+", text.lower()))
    return any(
        one == word or (len(word) >= _FEWEST_LETTERS and one.startswith(word)) for one in found
    )
