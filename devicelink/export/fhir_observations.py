"""What was measured and said in a session, as FHIR Observations.

Samples keep the device's own numbers: origin and factor give newtons, a missing sample is an E and
nothing is filled in. Guarded by tests/export/test_fhir.py.
"""

from datetime import datetime, timedelta
from typing import Final

import numpy as np

from devicelink.export.fhir_words import PAIN, SURVEY, Resource, local, moment, quantity, score
from devicelink.export.tables import numbers
from devicelink.store.derived import Hold
from devicelink.store.history import SessionData
from firmware_protocol.messages import NEWTONS_PER

_MEASURED: Final = (
    ("mean_n", "mean-force", "Mean force", "N"),
    ("median_n", "median-force", "Median force", "N"),
    ("peak_n", "peak-force", "Highest force", "N"),
    ("mean_kpa", "mean-pressure", "Mean force over the flat tip's area", "kPa"),
    ("total_s", "duration", "Duration", "s"),
    ("in_zone_s", "time-in-zone", "Time in the target zone", "s"),
    ("impulse_ns", "impulse", "Impulse", "N.s"),
)
_ASKED: Final = {
    "pain_before": "Before the session",
    "pain_after": "After the session",
    "pain_now": "After a hold",
    "noted": "During the session",
}
_FITS: Final = 0.25
"""Of a sample's period: further off an even grid, the samples are no SampledData (proposal)."""


def pain_observation(question: str, at: datetime, state: str, value: int | None) -> Resource:
    """A pain number, or that it was declined."""
    return {
        "status": "final",
        "category": [SURVEY],
        "code": PAIN,
        "note": [{"text": _ASKED.get(question, question)}],
        **moment(at),
        **score(state, value),
    }


def hold_observation(hold: Hold, started_at: datetime) -> Resource:
    """The measures of a hold that are known, each a component with its unit."""
    components = [
        {"code": local(code, text), "valueQuantity": quantity(value, unit)}
        for name, code, text, unit in _MEASURED
        if (value := getattr(hold, name)) is not None
    ]
    return {
        "status": "final",
        "code": local("hold", "A sustained press"),
        "effectivePeriod": {
            "start": (started_at + timedelta(seconds=hold.onset_s)).isoformat(),
            "end": (started_at + timedelta(seconds=hold.end_s)).isoformat(),
        },
        "component": components,
    }


def samples_of(session: SessionData, hold: Hold) -> Resource | None:
    """The force of a hold sample by sample; None where the samples are not evenly spaced."""
    during = [part for part in session.samples
              if part.t_s[-1] >= hold.onset_s and part.t_s[0] <= hold.end_s]  # fmt: skip
    if len({(part.unit, part.zero_n) for part in during}) != 1:
        return None
    t_s = np.concatenate([part.t_s for part in during])
    raw = np.concatenate([part.raw for part in during])
    inside = (t_s >= hold.onset_s) & (t_s <= hold.end_s)
    t_s, raw = t_s[inside], raw[inside]
    if len(t_s) < 2:
        return None
    steps = np.diff(t_s)
    slots = np.concatenate([[0], np.cumsum(np.rint(steps / np.median(steps)))]).astype(int)
    period_s = float(t_s[-1] - t_s[0]) / max(int(slots[-1]), 1)
    off = np.abs((t_s - t_s[0]) / period_s - slots)
    if len(set(slots.tolist())) < len(slots) or off.max() > _FITS:
        return None
    told = ["E"] * (int(slots[-1]) + 1)
    for slot, value in zip(slots.tolist(), numbers(raw), strict=True):
        told[slot] = "E" if value is None else repr(value)
    start = session.row.meta.started_at + timedelta(seconds=float(t_s[0]))
    end = session.row.meta.started_at + timedelta(seconds=float(t_s[-1]))
    return {
        "status": "final",
        "code": local("force", "Force, sample by sample"),
        "effectivePeriod": {"start": start.isoformat(), "end": end.isoformat()},
        "valueSampledData": {
            "origin": quantity(0.0 - during[0].zero_n, "N"),
            "period": period_s * 1000,
            "factor": NEWTONS_PER[during[0].unit],
            "dimensions": 1,
            "data": " ".join(told),
        },
    }
