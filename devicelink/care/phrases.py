"""Turns cues, questions, phases and findings into sentences; all words come from the catalogue.

Never makes up words, promises anything or names a disease: the catalogue is all of
devicelink/data/phrases*.toml, and tests/care/test_phrases.py reads every line of it.
"""

from collections.abc import Mapping
from typing import Protocol

from devicelink.care.inputs import Quality, Sensation
from devicelink.care.outputs import Cue, Phase, Question, RepEnded, SessionOver
from devicelink.core.events import HoldEnded, Release, Verdict
from devicelink.errors import DevicelinkError
from devicelink.wording import filled


def clock(seconds: float) -> str:
    """Seconds as m:ss, whole seconds cut off as a clock does."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


class Unsteady(Protocol):
    """What was not steady in a hold, as it was measured or as it was kept; None: not known."""

    @property
    def slips(self) -> int:
        """Times the tip or the hand slid."""

    @property
    def regrips(self) -> int | None:
        """Steps of the force."""

    @property
    def rubbing_s(self) -> float | None:
        """How long it was rubbed."""

    @property
    def tremor_pct(self) -> float | None:
        """How much the hand shook."""


class Phrases:
    """The catalogue of one language. `tables` are the parsed files: table, id, field, text; an id
    with nothing but its sentence may have it without a field.

    Every text is looked up by table, id and field; DevicelinkError where the file lacks one.
    """

    def __init__(self, tables: Mapping[str, object]) -> None:
        self._tables = tables

    def text(self, table: str, entry: str, field: str = "say", /, **args: object) -> str:
        """One text of the catalogue with its places filled."""
        entries = self._tables.get(table)
        fields = entries.get(entry) if isinstance(entries, Mapping) else None
        text = fields.get(field) if isinstance(fields, Mapping) else fields
        if isinstance(fields, str) and field != "say":
            text = None
        if not isinstance(text, str):
            raise DevicelinkError("text_missing", table=table, entry=entry, field=field)
        return filled(text, args)

    def say(self, cue: Cue) -> str:
        """What to tell the person now."""
        return self.text("cue", cue.phrase, **dict(cue.args))

    def why(self, cue: Cue) -> str:
        """Why the cue is given."""
        return self.text("cue", cue.phrase, "why", **dict(cue.args))

    def ask(self, question: Question) -> str:
        """The question's sentence."""
        return self.text("question", question)

    def phase(self, phase: Phase) -> str:
        """The phase's name in a word or two."""
        return self.text("phase", phase)

    def keys(self, phase: Phase, question: Question | None = None) -> str:
        """The keys that count now: those of the open question, else of the phase."""
        if question is not None:
            return self.text("question", question, "keys")
        return self.text("phase", phase, "keys")

    def quality(self, quality: Quality) -> str:
        """A quality of pain in a word."""
        return self.text("quality", quality)

    def sensation(self, sensation: Sensation) -> str:
        """A sensation in a word."""
        return self.text("sensation", sensation)

    def rep_ended(self, rep: RepEnded) -> str:
        """Why a coached hold ended, and how long it was."""
        quality = self.quality(rep.quality) if rep.quality is not None else ""
        return self.text(
            "rep_end", rep.end, rep=rep.rep, held=clock(rep.held_s), quality=quality or "strong"
        )

    def session_over(self, over: SessionOver) -> str:
        """The last sentence of a session."""
        return self.text("session_end", over.end, reps=over.reps)

    def hold_summary(self, hold: HoldEnded, tip_area_mm2: float | None = None) -> str:
        """What was measured over a hold, in one line; kPa only with a flat tip (S38)."""
        entry = "force" if tip_area_mm2 is None else "pressure"
        kpa = 0.0 if tip_area_mm2 is None else hold.mean_n / tip_area_mm2 * 1000
        return self.text(
            "summary",
            entry,
            total_s=hold.end_s - hold.onset_s - hold.gap_s,
            in_zone_s=hold.in_zone_s,
            mean_n=hold.mean_n,
            mean_kpa=kpa,
            steadiness_pct=hold.cv * 100,
        )

    def hold_course(self, hold: Unsteady) -> str | None:
        """What was not steady in a hold, in one line; None where there is nothing to tell."""
        counts = {
            "slips": hold.slips,
            "regrips": hold.regrips or 0,
            "rubbing": round(hold.rubbing_s or 0.0),
        }
        told = [self.text("course", name, count=n) for name, n in counts.items() if n]
        if hold.tremor_pct is not None:
            told.append(self.text("course", "tremor", tremor_pct=hold.tremor_pct))
        line = " · ".join(told)
        return line[:1].upper() + line[1:] if line else None

    def verdict(self, release: Release, onset_s: float) -> str:
        """What can be said of the tissue after a hold that began at `onset_s`; never more."""
        positive = release.verdict in {Verdict.RELEASE_LIKELY, Verdict.RELEASE_POSSIBLE}
        unseen = release.t_s is None or release.drop_pct is None
        return self.text(
            "verdict_no_size" if positive and unseen else "verdict",
            release.verdict,
            at=clock((release.t_s or onset_s) - onset_s),
            drop_pct=release.drop_pct or 0.0,
            p_pct=_told_pct(release.p),
            smallest_pct=release.min_detectable_drop_pct or 0.0,
            reason=release.why,
        )

    def weighed(self, release: Release | None, easing_s: float | None) -> str:
        """The probability that counts the person's word, where they gave one in the hold."""
        if release is None or release.p_with_report is None or easing_s is None:
            return ""
        return self.text("own_report", "weighed", p_pct=_told_pct(release.p_with_report))

    def own_report(self, onset_s: float, easing_s: float | None, gave: bool | None) -> str:  # noqa: FBT001
        """What the person said of the hold; stands beside the verdict, never merged with it."""
        if easing_s is not None:
            return self.text("own_report", "easing", at=clock(easing_s - onset_s))
        if gave is None:
            return self.text("own_report", "nothing")
        return self.text("own_report", "gave" if gave else "did_not_give")


def _told_pct(p: float) -> float:
    """In whole %, 1 to 99: no force shows it for certain, and no rounding may say so."""
    return min(max(100.0 * p, 1.0), 99.0)
