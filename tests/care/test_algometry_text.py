"""The words of a test: pace, pressure only with a flat tip, error beside every comparison."""

import tomllib
from pathlib import Path

from devicelink import data
from devicelink.care.algometry_terms import Outcome, Step, StepChanged, TrialEnded, Which
from devicelink.care.algometry_text import against, opening, result_lines, said, step_words
from devicelink.care.journal import Pressed, Trial
from devicelink.care.threshold import threshold_of
from devicelink.data import phrases
from tests.care.test_algometry import setup
from tests.care.test_threshold import of

TABLE = tomllib.loads(Path(data.__file__).with_name("phrases_journal.toml").read_text("utf-8"))


def gave(*forces: float | None, tip: float | None = 100.0, rate: float = 10.0) -> Pressed:
    trials = tuple(Trial(force_n=f, peak_n=f or 39.0, rate_n_s=rate, fit=1.0) for f in forces)
    return Pressed(test="threshold", tip_area_mm2=tip, trials=trials)


def test_every_step_and_outcome_has_words() -> None:
    for step in Step:
        text = said(StepChanged(t_s=1.0, step=step, trial=1, until_s=30.0), setup(), phrases())
        assert bool(text) is (step is not Step.DONE)
    for outcome in Outcome:
        for result in (None, Trial(peak_n=30.0), Trial(force_n=30.0, peak_n=30.0)):
            ended = TrialEnded(t_s=1.0, trial=1, outcome=outcome, result=result)
            assert said(ended, setup(), phrases())


def test_the_rate_is_told_as_pressure_too_where_the_tip_is_known() -> None:
    ready = StepChanged(t_s=1.0, step=Step.READY, trial=2)
    assert "10 N a second (100 kPa/s)" in said(ready, setup(), phrases())
    assert "200 kPa/s" in said(ready, setup(tip_area_mm2=50.0), phrases())
    assert "kPa" not in said(ready, setup(tip_area_mm2=None), phrases())
    assert "limit" not in opening(setup(), "here", phrases())[0]
    assert "40 N (cap)" in opening(setup(), "here", phrases())[1]


def test_the_result_has_mean_spread_and_the_change_that_would_be_real() -> None:
    text = "\n".join(result_lines(setup(), gave(22.0, 24.0, 26.0), phrases()))
    assert "24.0 N (240 kPa): mean of 3, from 22.0 to 26.0 N, standard deviation 2.0 N" in text
    assert "more than 5.7 N (57 kPa)" in text
    assert "288 kPa, 28.8 N" in text, "Hou's target"
    other = "\n".join(result_lines(setup(), gave(22.0, tip=50.0), phrases()))
    assert "not published for this tip" in other
    assert "One trial alone" in other
    fast = "\n".join(result_lines(setup(), gave(22.0, 23.0, rate=18.0), phrases()))
    assert "2 of 2 pressed off the pace" in fast


def test_no_pain_up_to_the_limit_is_said_as_that() -> None:
    (line,) = result_lines(setup(), gave(None, None), phrases())
    assert line == "Pressing did not hurt up to 39.0 N: the threshold lies above."
    (nothing,) = result_lines(setup(), gave(), phrases())
    assert "no trial was finished" in nothing


def test_s09_the_same_force_in_words() -> None:
    same = setup(which=Which.SAME_FORCE, target_n=24.5)
    begun = [
        *opening(same, "ut left", phrases()),
        *(step_words(step, 1, None, same, phrases()) for step in (Step.READY, Step.RAMP)),
    ]
    assert not any("mark it" in line.lower() or "marks" in line for line in begun)
    assert "On to 24 N, then stay there" in begun[-1]
    told = Pressed(test="same_force", force_n=24.4, tip_area_mm2=100.0, pain=0)
    assert list(result_lines(same, told, phrases())) == ["Pain 0 at 24.4 N (244 kPa)."]
    skipped = Pressed(test="same_force", force_n=24.4, pain="declined")
    assert list(result_lines(same, skipped, phrases())) == ["Not rated at 24.4 N."]


def test_left_against_right_knows_its_error() -> None:
    line = against("sides", of(20.0), of(23.0), "2026-03-01", phrases())
    assert "not clear: tests differ by 5.7 N by themselves" in line
    assert "clearly higher" in against("before", of(20.0), of(30.0), "2026-03-01", phrases())
    assert "cannot be compared" in against("before", of(20.0, tip=50.0), of(30.0), "x", phrases())
    assert threshold_of(gave(20.0)) is not None


def test_s30_a_higher_threshold_is_no_achievement() -> None:
    text = " ".join(fields["say"] for fields in TABLE["algometry"].values()).lower()
    for word in ("better", "record", "best", "well done", "stronger", "improve"):
        assert word not in text
