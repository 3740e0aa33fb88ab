"""Listening to a hold: where it abstains, what it says; nothing but the past decides it."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import cache
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.signal.generator import holds
from benchmarks.signal.truth import Handling, Recording
from devicelink.core import release_listener as listening
from devicelink.core.block import Block, Columns
from devicelink.core.events import Event, HoldEnded, Release, ReleaseEvidence, Verdict
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.release import Mode
from devicelink.core.release_listener import Listener
from devicelink.data import release_model
from firmware_protocol.messages import Channel
from tests.core.shapes import hold, signal
from tests.core.test_recordings import LABELS, recording

TIMES = {"t_s", "t0_s", "t1_s", "onset_s", "end_s", "declared_s", "decided_s", "since_s"}
Act = Callable[[Pipeline], object]


@cache
def made(handling: Handling = Handling.GUIDED, seed: int = 4) -> Recording:
    return next(one for one in holds(handling, 6, seed) if one.holds[0].release)


def run(block: Block, size: int = 1_000_000, mode: Mode = Mode.PROBE, *, asks: bool = False,
        acts: tuple[tuple[float, Act], ...] = ()) -> list[Event]:  # fmt: skip
    """All events; each act is done before the first sample from its time on."""
    pipeline = Pipeline(PipelineConfig(mode=mode), Listener(mode, release_model(), asks=asks))
    events: list[Event] = []
    cuts = [int(np.searchsorted(block.t_s, t_s)) for t_s, _ in acts]
    for (first, last), act in zip(
        pairwise([0, *cuts, len(block)]), [*(act for _, act in acts), None], strict=True
    ):
        for start in range(first, last, size):
            events += pipeline.feed(block.part(slice(start, min(last, start + size))))
        if act is not None:
            act(pipeline)
    return events + pipeline.finish()


def evidence(events: list[Event]) -> list[ReleaseEvidence]:
    return [event for event in events if isinstance(event, ReleaseEvidence)]


def verdict(events: list[Event]) -> Release:
    (release,) = [event for event in events if isinstance(event, Release)]
    return release


def as_bytes(events: list[Event]) -> bytes:
    return b"\n".join(type(one).__name__.encode() + msgspec.json.encode(one) for one in events)


def with_channels(one: Recording) -> Block:
    return one.whole


@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_cut_changes_nothing(size: int) -> None:
    block = with_channels(made())
    assert as_bytes(run(block, size)) == as_bytes(run(block))
    assert len(evidence(run(block))) > 20


@settings(max_examples=5, deadline=None)
@given(st.floats(0.2, 1.0))
def test_the_future_changes_nothing_already_said(share: float) -> None:
    block = with_channels(made(Handling.NATURAL))
    cut = int(share * len(block))
    pipelines = [
        Pipeline(PipelineConfig(), Listener(Mode.PROBE, release_model())) for _ in range(2)
    ]
    early = pipelines[0].feed(block.part(slice(0, cut)))
    late = pipelines[1].feed(block)
    assert late[: len(early)] == early


def moved(event: Event, by_s: float) -> Event:
    times = {
        field.name: round(getattr(event, field.name) + by_s, 6)
        for field in fields(event)
        if field.name in TIMES and getattr(event, field.name) is not None
    }
    return replace(event, **times)


@pytest.mark.parametrize("by_s", [-4096.0, 0.25, 1e6])
def test_a_shift_in_time_shifts_what_is_said(by_s: float) -> None:
    block = made().block
    shifted = run(Block.of(block.t_s + by_s, block.force_n))
    assert as_bytes(shifted) == as_bytes([moved(event, by_s) for event in run(block)])


@pytest.mark.parametrize("factor", [0.7, 2.0, 9.0])
def test_a_louder_force_gets_the_same_verdict(factor: float) -> None:
    """Newtons, kilograms or a bolder hand; only the least touch is absolute, and so the age."""
    block = giving()
    one, other = (
        verdict(run(Block.of(block.t_s, scale * block.force_n))) for scale in (1.0, factor)
    )
    assert one.verdict is Verdict.RELEASE_LIKELY
    assert other.verdict is one.verdict
    assert other.p == pytest.approx(one.p, abs=0.03)
    assert other.drop_pct == pytest.approx(one.drop_pct, abs=0.1)
    assert (other.t_s, other.declared_s) == (one.t_s, one.declared_s)


def giving() -> Block:
    """A steady hand of 20 N from 2 s to 52 s, that eases by 12 % within a second at 30 s."""
    press = hold(2.0, 52.0)
    block = signal(press, 56.0)
    rng = np.random.default_rng(2)
    wander = np.convolve(rng.normal(0.0, 1.0, len(block)), np.ones(40) / 40.0, "same") * 0.02
    eased = 1.0 - 0.12 * np.clip(block.t_s - 30.0, 0.0, 1.0)
    return Block.of(block.t_s, block.force_n * (1.0 + wander) * eased)


def test_a_plain_give_is_told_with_its_time_and_size() -> None:
    release = verdict(run(giving()))
    assert release.t_s == pytest.approx(30.0, abs=0.8)
    assert release.drop_pct == pytest.approx(12.0, abs=2.0)
    assert release.declared_s is not None
    assert 30.2 <= release.declared_s < 33.0
    assert release.min_detectable_drop_pct is not None
    assert release.min_detectable_drop_pct < 10.0


def test_the_same_again_is_the_same() -> None:
    block = with_channels(made())
    assert as_bytes(run(block)) == as_bytes(run(block))


@pytest.mark.parametrize("mode", list(Mode))
def test_body_weight_is_never_judged(mode: Mode) -> None:
    events = run(made().block, mode=mode)
    release = verdict(events)
    if mode is Mode.BALL:
        assert release.verdict is Verdict.CANNOT_TELL
        assert release.p == 0.5
        assert all(one.p is None and "body weight" in one.why for one in evidence(events))
    else:
        assert any(one.p is not None for one in evidence(events))


def test_whoever_follows_the_gauge_is_not_listened_to() -> None:
    block, truth = made().block, made().holds[0]
    follow: Act = lambda pipeline: pipeline.follow(following=True)  # noqa: E731
    events = run(block, acts=((truth.onset_s - 1.0, follow),))
    assert verdict(events).verdict is Verdict.CANNOT_TELL
    assert "gauge" in verdict(events).why
    assert all(one.p is None for one in evidence(events))
    stop: Act = lambda pipeline: pipeline.follow(following=False)  # noqa: E731
    events = run(block, acts=((truth.onset_s - 1.0, follow), (truth.onset_s + 15.0, stop)))
    heard = [one.t_s for one in evidence(events) if one.p is not None]
    assert min(heard) >= truth.onset_s + 15.0


def test_the_first_seconds_say_nothing() -> None:
    one = made()
    heard = [word.t_s for word in evidence(run(one.block)) if word.p is not None]
    assert min(heard) - one.holds[0].onset_s >= 8.0


def spoken(events: list[Event], from_s: float, to_s: float) -> Iterator[ReleaseEvidence]:
    return (one for one in evidence(events) if from_s <= one.t_s < to_s)


@pytest.mark.parametrize("what", ["slip", "press", "gap"])
def test_after_a_disturbance_it_listens_anew(what: str) -> None:
    press = hold(2.0, 62.0)
    rng = np.random.default_rng(3)
    block = signal(press, 66.0, 80.0)
    t, force = block.t_s, block.force_n + rng.normal(0.0, 0.05, len(block))
    if what == "slip":
        force = np.where((t > 30.0) & (t < 31.5), force * (0.7 + 0.3 * (t - 30.0) / 1.5), force)
    elif what == "press":
        force = np.where((t > 30.0) & (t < 62.0), force * 1.3, force)
    else:
        t, force = t[(t < 30.0) | (t > 31.0)], force[(t < 30.0) | (t > 31.0)]
    events = run(Block.of(t, force))
    assert all(one.p is None for one in spoken(events, 30.6, 34.0))
    assert any(one.p is not None for one in spoken(events, 25.0, 30.1))
    assert any(one.p is not None for one in spoken(events, 36.0, 60.0))
    whys = {one.why for one in evidence(events)}
    assert {"slip": listening.SLIPPED, "press": listening.PRESSED, "gap": listening.AWAY}[
        what
    ] in whys


def test_what_the_person_says_is_a_term_beside_the_signal() -> None:
    """Rows S39, S46: the key changes the probability that counts it, and nothing else."""
    one = made(Handling.SOFT)
    release = one.holds[0].release
    assert release is not None
    press: Act = lambda pipeline: pipeline.eased()  # noqa: E731
    silent, told = run(one.block), run(one.block, acts=((release.t_s + 2.0, press),))
    assert replace(verdict(told), p_with_report=None, terms=()) == replace(
        verdict(silent), p_with_report=None, terms=()
    )
    assert verdict(silent).p_with_report is None
    after = [word for word in evidence(told) if word.t_s > release.t_s + 3.0 and word.p is not None]
    assert any("key" in {term.source for term in word.terms} for word in after)
    best = max(after, key=lambda word: word.p_with_report or 0.0)
    assert best.p is not None
    assert best.p_with_report is not None
    assert best.p_with_report > best.p
    pains: tuple[tuple[float, Act], ...] = (
        (release.t_s - 3.0, lambda pipeline: pipeline.hurts(7)),
        (release.t_s + 3.0, lambda pipeline: pipeline.hurts(3)),
    )
    sore = verdict(run(one.block, acts=pains))
    assert sore.p_with_report is not None
    assert sore.p_with_report > sore.p == verdict(silent).p


def test_depth_and_tremor_are_terms_of_the_signal() -> None:
    words = evidence(run(with_channels(made())))
    sources = {term.source for word in words for term in word.terms}
    assert sources == {"force", "depth", "tremor"}
    assert {t.source for w in evidence(run(made().block)) for t in w.terms} == {"force"}


def test_a_channel_that_comes_and_goes_is_survived() -> None:
    block = with_channels(made())
    depth = block.beside.channel(Channel.DISPLACEMENT)
    assert depth is not None
    holed = np.where((block.t_s % 20.0) < 8.0, np.nan, depth)
    events = run(Block.of(block.t_s, block.force_n, Columns.of(channels=[
        (Channel.DISPLACEMENT, holed)])))  # fmt: skip
    assert verdict(events).hold == 0


def test_memory_is_bounded() -> None:
    """Ten minutes under load keep no more than two."""
    t = np.arange(0.0, 600.0, 0.1)
    rng = np.random.default_rng(1)
    listener = Listener(Mode.PROBE, release_model())
    pipeline = Pipeline(PipelineConfig(), listener)
    pipeline.feed(Block.of(t, np.where(t < 1.0, 0.0, 20.0 + rng.normal(0.0, 0.1, len(t)))))
    assert listener._hearing.force.recent.base is not None
    assert listener._hearing.force.recent.base.nbytes <= 3 * 900 * 8
    assert len(listener.moments) <= listening.MOMENTS


@pytest.mark.skipif(not LABELS, reason="the recordings may not be shipped: not here")
@pytest.mark.parametrize("name", sorted(LABELS))
def test_no_release_is_likely_in_a_real_recording(name: str) -> None:
    events = run(recording(name))
    ended = [event.hold for event in events if isinstance(event, HoldEnded)]
    releases = [event for event in events if isinstance(event, Release)]
    assert [release.hold for release in releases] == ended
    assert all(release.verdict is not Verdict.RELEASE_LIKELY for release in releases)
