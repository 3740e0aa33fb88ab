"""A run of the signal benchmark, made small: whole, the same again, its table and its file."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from benchmarks.signal import course, table, targets, tracks
from benchmarks.signal.bootstrap import Figure
from benchmarks.signal.course import run_hold_track, run_track
from benchmarks.signal.detector import Scores
from benchmarks.signal.figures import of_hold_tracks, of_tracks
from benchmarks.signal.outside import real_figures
from benchmarks.signal.results import part, read, write
from benchmarks.signal.tracks import HoldTrack, ReleaseRow, Source, Track
from benchmarks.signal.truth import Handling, HoldTruth, Recording
from benchmarks.signal.work import Crew, cut

SMALL = Track(name="guided", handling=Handling.GUIDED, validation=5, test=30)
LIKE = Track(name="second", handling=Handling.GUIDED, validation=0, test=3, like="guided",
             source=Source.SECOND, baselines=False)  # fmt: skip
SHORT = HoldTrack(name="rough, 20 Hz", rate_hz=20.0, validation=1, test=2)


class Lazy:
    """Alarms always at the same age, with a score that says how old the hold got."""

    offline = False

    def __init__(self, name: str, age_s: float) -> None:
        self.name, self._age_s = name, age_s

    def scores(self, recording: Recording, hold: HoldTruth) -> Scores:
        del recording
        t_s = np.array([hold.onset_s + self._age_s])
        return Scores(t_s, np.array([0.5]), np.full(1, np.nan), probable=True)


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    few = (
        ReleaseRow("devicelink", (Lazy("devicelink", 15.0),), ours=True),
        ReleaseRow("timer", (Lazy("timer", 1.0), Lazy("timer", 20.0)), threshold=0.5),
    )
    for module in (course, __import__("benchmarks.signal.work", fromlist=["work"])):
        monkeypatch.setattr(module, "release_rows", lambda: few)


@pytest.mark.usefixtures("rows")
def test_a_run_is_whole_and_the_same_in_any_number_of_workers(tmp_path: Path) -> None:
    texts, hashes = [], []
    for workers in (0, 3):
        said: list[str] = []
        with ThreadPoolExecutor(max(workers, 1)) as pool:
            crew = Crew(pool if workers else None, said.append, [])
            several = [run_hold_track(crew, SHORT)]
            single = {SMALL.name: run_track(crew, SMALL, {})}
            single[LIKE.name] = run_track(crew, LIKE, single)
        figures = of_tracks(list(single.values())) | of_hold_tracks(several)
        halves = {"releases": part(crew.hash(), figures, list(single.values()))}
        write(tmp_path / "results.json", halves)
        texts.append((tmp_path / "results.json").read_text("utf-8"))
        hashes.append(crew.hash())
        assert "guided, test: 2/2" in said
    assert texts[0] == texts[1]
    found = json.loads(texts[0])["releases"]
    assert found["corpus"] == hashes[0] == hashes[1]
    assert found["chosen"]["guided"]["timer"] == [1, 0.5]
    assert found["chosen"]["second"] == {"devicelink": found["chosen"]["guided"]["devicelink"]}
    assert set(found["figures"]["guided"]) == {"devicelink", "timer"}
    assert found["figures"]["guided"]["timer"]["f1"][3] == 30
    assert found["calibration"]["guided"]["devicelink"]["shown"]
    write(tmp_path / "results.json", {"holds": part("other", of_hold_tracks(several))})
    kept = read(tmp_path / "results.json")
    assert kept.corpus == {"releases": hashes[0], "holds": "other"}
    assert kept.tracks["guided"]["timer"]["f1"].units == 30
    assert {"guided", "second", "rough, 20 Hz"} <= set(kept.tracks)


def test_every_target_has_its_place_in_the_figures() -> None:
    names = {one.name for one in tracks.TRACKS} | {one.name for one in tracks.HOLD_TRACKS}
    names.add("real")
    assert {one.track for one in (*targets.HOLDS, *targets.RELEASES)} <= names
    assert set(tracks.QUICK) <= names
    assert all(one.like in names for one in tracks.TRACKS if one.like)


def test_a_target_is_met_or_not() -> None:
    at_least = targets.Target("t", "f", targets.Way.AT_LEAST, 0.5)
    within = targets.Target("t", "f", targets.Way.WITHIN, 0.08)
    assert (at_least.met(0.5), at_least.met(0.49), at_least.met(float("nan"))) == (
        True,
        False,
        None,
    )
    assert (within.met(-0.08), within.met(0.09)) == (True, False)


def test_the_table_sets_the_best_baseline_beside_each_target() -> None:
    def f1(value: float) -> dict[str, Figure]:
        return {"f1": Figure(value, value - 0.1, value + 0.1, 9)}

    found = {"guided": {"devicelink": f1(0.8), "timer": f1(0.2), "drop": f1(0.3),
                        "Pelt, offline": f1(0.7)}}  # fmt: skip
    text = table.targets(found)
    assert "| guided | f1 | >= 0.76 | 0.8 [0.7, 0.9] | yes | 0.3 (drop) |" in text
    assert "natural" not in text
    assert table.window({}) == ""
    whole = table.document(found, {}, {}, {"timer": f1(0.1)["f1"]}, "note")
    assert "| Pelt, offline | 0.7 [0.6, 0.8] |" in whole
    assert "| timer | 0.1 [0, 0.2] |" in whole


def test_pieces_make_up_the_whole() -> None:
    assert list(cut(60)) == [(0, 25), (25, 25), (50, 10)]
    assert list(cut(0)) == []


def test_real_recordings_are_in_the_table() -> None:
    found = real_figures()
    if found is None:
        pytest.skip("the facts folder with the real recordings is not at hand")
    releases, kinds, holds = found
    assert releases["devicelink"]["share release_likely"].value == 0.0
    assert kinds["devicelink"]["f1, ball"].value >= 0.9
    assert holds["devicelink"]["f1, iou"].value == 1.0
