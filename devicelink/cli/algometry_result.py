"""What a test with the device came to: in words or as an object, against earlier tests and the
other side; kept as the person's own threshold where they say so.

Guarded by tests/cli/test_algometry.py.
"""

import sys
from collections.abc import Iterator

import msgspec

from devicelink.care.algometry_terms import Setup, Which
from devicelink.care.algometry_text import against, result_lines
from devicelink.care.own_limits import OwnLimit, Whose
from devicelink.care.safety import THRESHOLD_FACTOR, Device, Personal, average_n
from devicelink.care.threshold import Threshold, hou_target_kpa, real_change_n, threshold_of
from devicelink.cli.limits import keep_all
from devicelink.cli.options import Face
from devicelink.cli.own import limited
from devicelink.cli.probing import Probing
from devicelink.cli.terminal import put
from devicelink.data import phrases
from devicelink.lines import as_json


class Shown:
    """The test as its screen needs it."""

    def __init__(self, probing: Probing) -> None:
        self._probing = probing

    @property
    def setup(self) -> Setup | None:
        """Once the device is known."""
        return self._probing.setup

    @property
    def where(self) -> str:
        """The place in words."""
        return self._probing.own.where

    @property
    def saving(self) -> str:
        """Whether the record is being saved, in words."""
        return self._probing.saving()

    def result(self) -> list[str]:
        """The result in words, once the test is over."""
        return list(all_lines(self._probing))


def tell_result(probing: Probing, *, set_it: bool, face: Face) -> None:
    """The result on stdout; the threshold set where that was asked, or is agreed to now."""
    if probing.finished is None or probing.setup is None:
        return
    if face is Face.JSON:
        put(as_json(result_object(probing)))
    else:
        for line in all_lines(probing):
            put(line)
    result = threshold_of(probing.finished.gave)
    if result is None or probing.setup.which is not Which.THRESHOLD or probing.simulated:
        return
    asks = face is not Face.JSON and sys.stdin.isatty()  # of the screen nothing is left by then
    if set_it or (asks and _agreed()):
        _set(probing, result)
        return
    point, _, side = probing.own.place.partition(" ")
    words = phrases().text(
        "algometry", "how_to_set", point=point, side=side, tool=probing.kind.value,
        force=result.mean_n,
    )  # fmt: skip
    put(words, err=True)


def all_lines(probing: Probing) -> Iterator[str]:
    """The result in words, and what it is against others. Nothing before the test is over."""
    if probing.finished is None or probing.setup is None:
        return
    yield from result_lines(probing.setup, probing.finished.gave, phrases())
    result = threshold_of(probing.finished.gave)
    if result is None or probing.setup.which is not Which.THRESHOLD:
        return
    for entry_name, entry, body in probing.earlier():
        old = threshold_of(body)
        if old is not None:
            yield against(entry_name, old, result, f"{entry.about_at:%Y-%m-%d}", phrases())


def result_object(probing: Probing) -> dict[str, object]:
    """The result, with what a change would have to be to be real."""
    assert probing.finished is not None  # noqa: S101 - told only once it is
    assert probing.setup is not None  # noqa: S101
    gave, setup = probing.finished.gave, probing.setup
    result = threshold_of(gave)
    kpa = None if result is None else result.kpa
    point, _, side = probing.own.place.partition(" ")
    return {
        "type": "result", "test": gave.test, "point": point, "side": side,
        "session": probing.number, "end": probing.finished.end.value,
        "simulated": probing.simulated,
        "tip_area_mm2": gave.tip_area_mm2, "ramp_n_s": setup.ramp_n_s,
        "limit_n": setup.limit_n, "limit_name": setup.limit_name,
        "trials": [dict(msgspec.to_builtins(trial)) for trial in gave.trials],
        "mean_n": None if result is None else result.mean_n,
        "mean_kpa": kpa, "n": 0 if result is None else result.n,
        "spread_n": None if result is None else result.spread_n,
        "real_change_n": real_change_n(gave.tip_area_mm2),
        "hou_target_kpa": None if kpa is None else hou_target_kpa(kpa),
        "force_n": gave.force_n, "target_n": gave.target_n, "pain": gave.pain,
    }  # fmt: skip


def _set(probing: Probing, result: Threshold) -> None:
    own = OwnLimit(
        whose=Whose.THRESHOLD, place=probing.own.place, kind=probing.kind,
        limit_n=result.mean_n, tip_area_mm2=result.tip_area_mm2,
    )  # fmt: skip
    keep_all(probing.place, [limited(own)])
    device = Device(kind=probing.kind, full_scale_n=1.0, tip_area_mm2=result.tip_area_mm2)
    limit_n = THRESHOLD_FACTOR * average_n(Personal(threshold_n=result.mean_n), device)
    put(phrases().text("algometry", "set", limit=limit_n), err=True)


def _agreed() -> bool:
    put(phrases().text("algometry", "offer"), err=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
