"""The real recordings of the facts folder, where it is there: holds by hand, no release in any.

They are development data: a claim needs those kept aside. Guarded by
tests/benchmarks/test_generator.py.
"""

import json
from pathlib import Path

import numpy as np

from benchmarks.signal.truth import Handling, HoldTruth, Recording

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "recordings"
KINDS = ("ball", "grip", "pumping")


def recordings() -> list[Recording]:
    """All of them; none where the folder is absent. Files without holds have none to find."""
    if not (FOLDER / "holds.json").exists():
        return []
    labels = json.loads((FOLDER / "holds.json").read_text("utf-8"))
    return [_recording(FOLDER / name, spans or []) for name, spans in sorted(labels.items())]


def _recording(path: Path, spans: list[list[float]]) -> Recording:
    t_s, force_n = np.loadtxt(path, delimiter=",", skiprows=1, usecols=(0, 1), unpack=True)
    return Recording(
        name=f"real/{path.stem}",
        handling=Handling.NATURAL,
        rate_hz=round(float(1.0 / np.median(np.diff(t_s))), 1),
        t_s=t_s,
        force_n=force_n,
        holds=tuple(_truth(onset_s, end_s) for onset_s, end_s in spans),
        zone_n=(0.0, float(np.max(force_n))),
    )


def _truth(onset_s: float, end_s: float) -> HoldTruth:
    return HoldTruth(
        onset_s=onset_s,
        end_s=end_s,
        settled_s=None,
        in_zone_s=0.0,
        plateau_n=float("nan"),
        handling=Handling.NATURAL,
        release=None,
        d_prime=None,
    )
