"""A test with the device in words: its steps, its trials, its result, all out of the catalogue.

No sentence praises a higher threshold or more force. Guarded by tests/care/test_algometry_text.py.
"""

from collections.abc import Iterator

from devicelink.care.algometry_terms import (
    AlgometryOutput,
    Finished,
    Outcome,
    Setup,
    Step,
    StepChanged,
    Told,
    TrialEnded,
    Which,
)
from devicelink.care.journal import Pressed
from devicelink.care.journal_text import pressure_words
from devicelink.care.phrases import Phrases, clock
from devicelink.care.ramp import pace
from devicelink.care.threshold import (
    Threshold,
    Verdict,
    compare,
    hou_target_kpa,
    real_change_n,
    threshold_of,
)

_T = "algometry"


def opening(setup: Setup, place: str, phrases: Phrases) -> list[str]:
    """What is to be done, and the limit, before anything is pressed."""
    entry = f"what_{setup.which.value}"
    target_n = setup.target_n or 0.0
    what = phrases.text(
        _T, entry, trials=setup.trials, rest=setup.rest_s, place=place, target=target_n,
        pressure=pressure_words(target_n, setup.tip_area_mm2),
    )  # fmt: skip
    limit = "limit" if setup.which is Which.THRESHOLD else "limit_same"
    return [what, phrases.text(_T, limit, limit=setup.limit_n, name=setup.limit_name)]


def said(output: AlgometryOutput, setup: Setup, phrases: Phrases) -> str:
    """One thing told, in a line; "" where it needs none."""
    match output:
        case StepChanged(step=step):
            return step_words(step, output.trial, output.until_s, setup, phrases)
        case Told(phrase=phrase, args=args):
            return phrases.text(_T, phrase, **dict(args))
        case TrialEnded():
            return _trial(output, setup, phrases)
        case Finished(end=end):
            return phrases.text(_T, f"end_{end.value}")


def step_words(
    step: Step, trial: int, until_s: float | None, setup: Setup, phrases: Phrases
) -> str:
    """The sentence of a step; "" at the end, which says so itself."""
    if step is Step.DONE:
        return ""
    if step is Step.REST:
        return phrases.text(_T, "rest", until=clock(until_s or 0.0))
    same = setup.which is Which.SAME_FORCE  # nothing is marked in it
    if same and step in {Step.READY, Step.RAMP}:
        return phrases.text(_T, f"{step.value}_same", target=setup.target_n)
    if step is not Step.READY:
        return phrases.text(_T, step)
    return phrases.text(
        _T, "ready", trial=trial, trials=setup.trials, rate=setup.ramp_n_s,
        pressure_rate=_rate_words(setup),
    )  # fmt: skip


def result_lines(setup: Setup, gave: Pressed, phrases: Phrases) -> Iterator[str]:
    """What the test came to, with n, spread, pace and the change that would be real."""
    if setup.which is Which.SAME_FORCE:
        yield from _rated(gave, phrases)
        return
    result = threshold_of(gave)
    if result is None:
        peak_n = max((trial.peak_n for trial in gave.trials), default=None)
        entry = "nothing" if peak_n is None else "above"
        yield phrases.text(_T, entry, peak=peak_n or 0.0)
        return
    spread = "" if result.spread_n is None else phrases.text(_T, "spread", spread=result.spread_n)
    pressure = pressure_words(result.mean_n, result.tip_area_mm2)
    yield phrases.text(
        _T, "result", mean=result.mean_n, pressure=pressure, n=result.n, low=result.low_n,
        high=result.high_n, spread=spread,
    )  # fmt: skip
    if result.n == 1:
        yield phrases.text(_T, "one_only")
    off = [trial for trial in gave.trials if trial.rate_n_s is not None
           and pace(trial.rate_n_s, setup.ramp_n_s) != "good"]  # fmt: skip
    if off:
        yield phrases.text(_T, "pace_bad", n=len(off), trials=len(gave.trials))
    noise_n = real_change_n(result.tip_area_mm2)
    if noise_n is None or result.tip_area_mm2 is None:
        yield phrases.text(_T, "real_unknown")
    else:
        kpa = noise_n / result.tip_area_mm2 * 1000
        yield phrases.text(_T, "real", noise=noise_n, noise_kpa=kpa)
    if result.kpa is not None and result.tip_area_mm2 is not None:
        kpa = hou_target_kpa(result.kpa)
        yield phrases.text(_T, "target", kpa=kpa, force=kpa * result.tip_area_mm2 / 1000)


def in_brief(test: str, gave: Pressed | None, phrases: Phrases) -> str:
    """A test and its figure for a list; without one it says so, never a zero."""
    name = test.replace("-", " ")
    result = None if gave is None else threshold_of(gave)
    if result is not None:
        return phrases.text(_T, "brief", name=name, force=result.mean_n, n=result.n)
    if gave is not None and gave.force_n is not None:
        entry = "brief_rated" if isinstance(gave.pain, int) else "brief_unrated"
        return phrases.text(_T, entry, name=name, force=gave.force_n, pain=gave.pain)
    return phrases.text(_T, "brief_none", name=name)


def against(entry: str, old: Threshold, new: Threshold, day: str, phrases: Phrases) -> str:
    """The new result against an older one ("before") or the other side's ("sides")."""
    verdict = compare(old, new)
    words = phrases.text("sensitivity", verdict, noise=real_change_n(new.tip_area_mm2) or 0.0)
    if verdict is Verdict.CANNOT_TELL:
        words = phrases.text("sensitivity", "cannot_tell")
    return phrases.text(_T, entry, old=old.mean_n, other=old.mean_n, day=day, verdict=words)


def _trial(ended: TrialEnded, setup: Setup, phrases: Phrases) -> str:
    result = ended.result
    if ended.outcome is Outcome.LIMIT and result is not None:
        return phrases.text(_T, "outcome_limit", peak=result.peak_n)
    if ended.outcome is Outcome.LIMIT:
        return phrases.text(_T, "outcome_over")
    if result is None or result.force_n is None:
        lost = ended.outcome is Outcome.PAIN
        return phrases.text(_T, "outcome_signal" if lost else f"outcome_{ended.outcome.value}")
    entry = "outcome_pain" if result.rate_n_s is not None else "outcome_pain_no_rate"
    pressure = pressure_words(result.force_n, setup.tip_area_mm2)
    return phrases.text(
        _T, entry, force=result.force_n, pressure=pressure, rate=result.rate_n_s or 0.0
    )


def _rated(gave: Pressed, phrases: Phrases) -> Iterator[str]:
    if gave.force_n is None:
        yield phrases.text(_T, "nothing")
        return
    pressure = pressure_words(gave.force_n, gave.tip_area_mm2)
    entry = "rated" if isinstance(gave.pain, int) else "unrated"
    yield phrases.text(_T, entry, value=gave.pain, force=gave.force_n, pressure=pressure)


def _rate_words(setup: Setup) -> str:
    if not setup.tip_area_mm2:
        return ""
    return f" ({setup.ramp_n_s / setup.tip_area_mm2 * 1000:.0f} kPa/s)"
