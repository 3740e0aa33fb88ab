"""All sources of evidence on one hold, heard together: force, depth, tremor, what the person says.

Each keeps its own course; at a look each gives its term, and the terms are added. Guarded by
tests/core/test_release_listener.py.
"""

from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from devicelink.core.companion import Beside
from devicelink.core.events import Term
from devicelink.core.plateau import BLOCK_S
from devicelink.core.release_bank import BEGAN, RAMP_BLOCKS, SHOWN
from devicelink.core.release_course import Course
from devicelink.core.release_depth import Stiffness
from devicelink.core.release_features import smallest_drop
from devicelink.core.release_model import ReleaseModel, Source, named
from devicelink.core.release_report import Report
from devicelink.core.release_verdict import Moment

LEAST_BLOCKS: Final = 20
"""4 s, before a further source is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One block: logarithm of force, its fastest fall and rise, what was beside, blocks before it
    that had no samples."""

    force: float
    fall: float
    rise: float
    beside: Beside
    missing: int


class Hearing:
    """The courses of one hold, and the model that judges them."""

    def __init__(self, model: ReleaseModel) -> None:
        self.force = Course()
        self.report = Report()
        self._model = model
        self._further = {Source.DEPTH: Course(), Source.TREMOR: Course()}
        self._stiffness = Stiffness()
        self._values: dict[Source, float | None] = {}

    def begin(self) -> None:
        """A new hold."""
        self.begin_again()
        self.report.begin()
        self._stiffness.begin()

    def begin_again(self) -> None:
        """The press only began now; what the person said stands."""
        for course in (self.force, *self._further.values()):
            course.begin()

    def anew(self) -> None:
        """What was heard says nothing of what follows."""
        for course in (self.force, *self._further.values()):
            course.anew()

    def slipped(self) -> None:
        """The force fell at once."""
        for course in (self.force, *self._further.values()):
            course.slipped()

    def skip(self) -> None:
        """A gap: nobody knows how far the tip moved."""
        self._stiffness.part()

    def learn(self, heard: Heard) -> None:
        """Every block, whether or not it is kept: stiffness is learnt from the hand's handling."""
        tremor = heard.beside.stiffness_n_mm
        self._values = {
            Source.DEPTH: self._stiffness.add(heard.force, heard.beside.depth_mm),
            Source.TREMOR: None if tremor is None else log(tremor),
        }

    def keep(self, heard: Heard) -> Course:
        """The block that was just learnt from counts; answers with the course of the force."""
        missing = heard.missing if self.force.count else 0
        self.force.keep(heard.force, heard.fall, heard.rise, missing)
        for source, course in self._further.items():
            value = self._values[source]
            if value is None:
                course.anew()
            else:
                course.keep(value, missing=missing if course.count else 0)
        return self.force

    def look(self, end_s: float, *, asks: bool) -> Moment:
        """What all of them say now. `asks`: the person knows the key, so its silence counts."""
        model = self._model
        seen, best, told = self.force.seen()
        terms = [Term(source=Source.FORCE, log_odds=model.term(Source.FORCE, told))]
        force = terms[0].log_odds
        for source, course in self._further.items():
            if course.count >= LEAST_BLOCKS:
                _, _, further = course.seen()
                term = model.term(source, np.append(further, force))
                terms.append(Term(source=source, log_odds=term))
        signal = sum(term.log_odds for term in terms)
        sources = [Source(term.source) for term in terms]
        since_s = end_s - int(BEGAN[best]) * BLOCK_S
        key = self._key(end_s, since_s, signal, asks=asks)
        p, p_with_report = model.now[named(sources)](signal), None
        heard_all = sources
        if key is not None:
            heard_all = [*sources, Source.KEY]
            p_with_report = model.now[named(heard_all)](signal + key)
            terms.append(Term(source=Source.KEY, log_odds=key))
        return Moment(
            t_s=end_s,
            log_odds=signal,
            sources=named(sources),
            p=p,
            log_odds_with_report=signal + (key or 0.0),
            sources_with_report=named(heard_all),
            p_with_report=p_with_report,
            terms=tuple(_rounded(term) for term in terms),
            since_s=since_s,
            drop=max(0.0, float(seen.drop[best] * SHOWN[best])),
            ramp_s=int(RAMP_BLOCKS[best]) * BLOCK_S,
            smallest_drop=smallest_drop(seen),
        )

    def _key(self, end_s: float, since_s: float, signal: float, *, asks: bool) -> float | None:
        """The term of the key; None where it does not count."""
        features = self.report.features(end_s, since_s, signal)
        counts = asks or self.report.pressed
        return self._model.term(Source.KEY, features) if counts else None

    @property
    def pain(self) -> Term | None:
        """The term of the pain number, which speaks of the hold and of no moment in it."""
        fall = self.report.fall
        if fall is None:
            return None
        return Term(source=Source.PAIN, log_odds=self._model.pain_term(fall))


def _rounded(term: Term) -> Term:
    return Term(source=term.source, log_odds=round(term.log_odds, 3))
