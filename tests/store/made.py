"""A session as the engine would record it, small and seeded."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from devicelink.store.place import Place
from devicelink.store.record import Record, SampleBatch, SessionMeta
from devicelink.store.recorder import Recorder
from firmware_protocol.messages import Unit

STARTED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def made(place: Place) -> Path:
    """A file of no length, as it is before the first table."""
    place.make_folder()
    with place.making():
        return place.file


def meta(**more: object) -> SessionMeta:
    facts: dict[str, object] = {
        "started_at": STARTED,
        "app_version": "0.1.0",
        "point": "upper_trapezius",
        "side": "left",
        "tool": "probe",
        "programme": "home",
        "programme_version": "1",
        "device_label": "DL-Probe",
        "raw_unit": "mN",
        "tip_area_mm2": 100.0,
        "zone_low_n": 18.0,
        "zone_high_n": 26.0,
        "limit_n": 60.0,
        "limit_name": "tip",
        "simulated": True,
        "seed": 7,
        "plan": {"hold_s": 30.0, "reps": [1, 2]},
    }
    return SessionMeta(**(facts | more))  # type: ignore[arg-type]


def batch(first: int, n: int = 50, *, clock: bool = True, seed: int = 1) -> SampleBatch:
    rng = np.random.default_rng([seed, first])
    device_us = 5_000_000 + (first + np.arange(n)) * 10_000 + rng.integers(-300, 300, n)
    raw = np.rint(22_000 + 400 * rng.standard_normal(n))
    raw[rng.random(n) < 0.02] = np.nan
    return SampleBatch.of(
        3.25 + (device_us - 5_000_000) * 1e-6,
        raw,
        Unit.MILLINEWTON,
        device_us=device_us if clock else None,
        seq=first + np.arange(n) if clock else None,
        first=first,
    )


def answered(t_s: float, question: str, state: str, value: int | None, rep: int = 0) -> Record:
    body = {"t_s": t_s, "question": question, "state": state, "value": value, "rep": rep}
    return Record(t_s, 0, "answered", body)


def hold_ended(hold: int, onset_s: float, end_s: float, **more: object) -> Record:
    body = {
        "hold": hold, "onset_s": onset_s, "end_s": end_s, "declared_s": onset_s + 3,
        "decided_s": end_s + 0.3, "mean_n": 22.0, "median_n": 21.9, "peak_n": 27.5, "cv": 0.031,
        "in_zone_s": 30.0, "impulse_ns": 880.0, "load_rate_n_s": 12.0, "unload_rate_n_s": 9.0,
        "slips": 1, "gap_s": 0.0, "reason": "hand",
    }  # fmt: skip
    return Record(end_s + 0.3, 4000, "hold_ended", body | more)


def phase(t_s: float, name: str, rep: int) -> Record:
    return Record(t_s, 0, "phase_changed", {"t_s": t_s, "phase": name, "rep": rep, "until_s": None})


def rep_ended(t_s: float, rep: int) -> Record:
    body = {"t_s": t_s, "rep": rep, "held_s": 30.0, "end": "goal", "quality": None}
    return Record(t_s, 4000, "rep_ended", body | {"user_easing_s": 31.5})


def release(hold: int) -> Record:
    body = {
        "hold": hold, "verdict": "release_likely", "p": 0.86, "t_s": 31.9, "declared_s": 33.6,
        "drop_pct": 9.4, "min_detectable_drop_pct": 5.1, "decided_s": 50.0, "why": "steady drop",
    }  # fmt: skip
    return Record(50.2, 4000, "release", body)


def told() -> list[Record]:
    """A press while locating, one coached hold, all ratings, one declined."""
    return [
        answered(0.5, "pain_before", "answered", 6),
        hold_ended(0, 2.0, 8.0, in_zone_s=0.0),
        phase(9.0, "settle", 1),
        hold_ended(1, 10.0, 50.0),
        release(1),
        rep_ended(51.0, 1),
        answered(53.0, "gave", "answered", 1, rep=1),
        answered(54.0, "pain_now", "declined", None, rep=1),
        Record(60.0, 4000, "pain", {"value": 3}),
        answered(90.0, "pain_after", "answered", 0),
    ]


def record_session(recorder: Recorder, *, batches: int = 8, ends: bool = True) -> int:
    number = recorder.begin(meta())
    for i in range(batches):
        recorder.samples(batch(50 * i))
    for record in told():
        recorder.append(record)
    if ends:
        recorder.end(95.0, "complete", STARTED)
    assert recorder.flush().result(5)
    return number
