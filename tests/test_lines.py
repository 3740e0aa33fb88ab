"""The JSON forms that other programs read: exact keys, exact order, null for what is not known."""

import json

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.care.outputs import Cue, Phase, PhaseChanged
from devicelink.core.events import EndReason, HoldEnded, LetGo, Release, Slip, Verdict
from devicelink.lines import as_json, as_line, as_words, happening_line

HOLD = HoldEnded(
    hold=0, onset_s=4.213, end_s=49.87, declared_s=7.22, decided_s=50.19, mean_n=24.1,
    median_n=24.0, peak_n=29.8, cv=0.031, in_zone_s=0.0, impulse_ns=1.0, load_rate_n_s=1.0,
    unload_rate_n_s=1.0, slips=0, gap_s=0.0, reason=EndReason.HAND,
)  # fmt: skip
NOTHING = Release(
    hold=0, verdict=Verdict.CANNOT_TELL, p=float("nan"), t_s=None, declared_s=None, drop_pct=None,
    min_detectable_drop_pct=5.1, decided_s=50.19, why="too short",
)  # fmt: skip


def test_the_documented_forms() -> None:
    assert as_json(as_line(HOLD) or {}) == (
        '{"type":"hold","onset_s":4.213,"end_s":49.87,"declared_s":7.22,"decided_s":50.19,'
        '"mean_n":24.1,"peak_n":29.8,"cv":0.031,"reason":"hand"}'
    )
    slip = Slip(t_s=21.4000000001, drop_pct=18.0, decided_s=21.47)
    assert as_json(as_line(slip) or {}) == (
        '{"type":"slip","t_s":21.4,"drop_pct":18.0,"decided_s":21.47}'
    )
    assert as_json(as_line(NOTHING) or {}) == (
        '{"type":"release","hold":0,"verdict":"cannot_tell","p":null,"t_s":null,'
        '"declared_s":null,"drop_pct":null,"min_detectable_drop_pct":5.1}'
    )
    assert as_line(LetGo(t_s=1.0, decided_s=1.0)) is None


def test_other_happenings_have_their_class_time_and_fields() -> None:
    moved = PhaseChanged(t_s=12.5, phase=Phase.SETTLE, rep=1)
    assert happening_line(12.5, moved) == {
        "type": "phase_changed", "t_s": 12.5, "phase": "settle", "rep": 1, "until_s": None,
    }  # fmt: skip
    link = LinkChanged(state=LinkState.LOST, attempt=2)
    assert list(happening_line(3.0, link))[:2] == ["type", "t_s"]
    cue = Cue(t_s=1.0, phrase="settle", rule="S38", args=(("low_n", 20.0),))
    assert json.loads(as_json(happening_line(1.0, cue)))["args"] == {"low_n": 20.0}


def test_what_a_terminal_would_obey_is_escaped() -> None:
    """Beyond what JSON itself demands: the value is the same."""
    line: dict[str, object] = {"name": "é\x1b\x9b\u202e\U000e0001z"}
    assert as_json(line) == '{"name":"é\\u001b\\u009b\\u202e\\udb40\\udc01z"}'
    assert json.loads(as_json(line)) == line


def test_words_count_holds_from_one() -> None:
    assert as_words(HOLD) == (
        "hold 1 from 4.2 s to 49.9 s, 24.1 N mean, steady to 3 %, ended by hand"
    )
    assert as_words(NOTHING) == "hold 1: cannot tell from force whether it gave (too short)"
    assert as_words(LetGo(t_s=1.0, decided_s=1.0)) is None
