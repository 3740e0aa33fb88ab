"""`devicelink calibrate`: nothing on the device, then a known mass, and what its numbers are worth.

Guided by the signal: no key is needed while the hands lay the mass down. What is found is shown
before it is kept. Guarded by tests/cli/test_calibrate.py.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any

import click

from devicelink.cli.mine import mine
from devicelink.cli.options import Real, place_of, stored
from devicelink.cli.saying import say, tell
from devicelink.cli.terminal import put
from devicelink.cli.weigh import Weighed, weigh
from devicelink.clock import Clock
from devicelink.core.calibration import GRAVITY, Fit, Rest
from devicelink.errors import StoreError, UsageError
from devicelink.lines import as_json
from devicelink.link.port import Radio
from devicelink.link.radio import open_radio
from devicelink.link.supervisor import Wish
from devicelink.plaintext import clean
from devicelink.store.calibrations import Calibration, CalibrationKind, in_force
from devicelink.store.devices import key_file
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder

SAVED = "saved"
FREE_N = 2.0
"""A zero further off than this is a load, or a device to be looked at."""


@click.command(short_help="Hold a device against a known mass, and keep what it is off by.")
@click.argument("device", metavar="[NAME_OR_ADDRESS]", required=False)
@click.option("--mass", "mass_kg", type=Real(0.1, 200.0), metavar="KG", help="The known mass.")
@click.option("--check", is_flag=True, help="Only look at rest: zero, noise, drift.")
@click.option("--show", is_flag=True, help="What was kept so far, newest last.")
@click.option("--use", metavar="N|none", help="Go back to entry N, or to the device's own numbers.")
@click.option(
    "--gravity", type=Real(9.7, 9.9), default=GRAVITY, show_default=True, metavar="M/S2",
    help="Where you are: 9.780 at the equator, 9.832 at the poles.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Keep what is found without asking.")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@stored
def calibrate(*, device: str | None, data: str | None, profile: str, **asked: Any) -> None:
    """Calibrate a device with a known mass, check it at rest, or go back to an older calibration.

    The slope found is kept for this device, with its history; sessions with it use it from then on.
    """
    place = place_of(data, profile)
    doing = [name for name in ("mass_kg", "check", "show", "use") if asked[name]]
    if len(doing) != 1:
        raise UsageError("calibrate_one_thing")
    if asked["show"]:
        _show(_kept(place, device), as_objects=asked["as_objects"])
    elif asked["use"]:
        _keep_and_tell(place, _gone_back(_kept(place, device), asked["use"]), asked)
    else:
        _measure(place, device, asked)


def _measure(place: Place, device: str | None, asked: dict[str, Any]) -> None:
    clock = Clock()

    def its_radio() -> AbstractAsyncContextManager[Radio]:
        return open_radio(asked["radio"], clock.now, key_file(place))

    wish = Wish(device=device, mine=mine(place, asked["radio"]))
    found = asyncio.run(weigh(its_radio, wish, clock, asked["mass_kg"], asked["gravity"]))
    before = in_force(_entries(place, found.device))
    made = _entry(found, before)
    if not asked["as_objects"]:
        _tell(found.empty, found.fit, before)
    if found.fit is None or asked["yes"] or (sys.stdin.isatty() and _agreed()):
        _keep_and_tell(place, made, asked)
    else:
        if asked["as_objects"]:
            put(as_json(_object(made)))
        tell("calibrate", "not_kept")


def _agreed() -> bool:
    tell("calibrate", "keep")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _entry(found: Weighed, before: Calibration | None) -> Calibration:
    rest, fit = found.empty, found.fit
    entry = Calibration(
        made_at=Clock.wall().astimezone(),
        device=found.device,
        label=found.label,
        kind=CalibrationKind.CHECK,
        slope=before.slope if before else 1.0,
        empty_n=rest.mean_n,
        noise_n=rest.noise_n,
        drift_n_min=rest.drift_n_min,
        drift_error_n_min=rest.drift_error_n_min,
    )
    if fit is None:
        return entry
    return replace(
        entry, kind=CalibrationKind.TWO_POINT, slope=fit.slope, slope_error=fit.slope_error,
        mass_kg=fit.mass_kg, true_n=fit.true_n, read_n=fit.read_n,
    )  # fmt: skip


def _gone_back(entries: Sequence[Calibration], wanted: str) -> Calibration:
    devices = {one.device for one in entries}
    if wanted.lower() == "none":
        if len(devices) != 1:
            raise UsageError("calibration_whose")
        newest = entries[-1]
        return replace(
            newest, made_at=Clock.wall().astimezone(), kind=CalibrationKind.BACK, slope=1.0,
            slope_error=None, mass_kg=None, true_n=None, read_n=None, source=None, id=None,
        )  # fmt: skip
    by_number = {str(one.id): one for one in entries if one.kind is not CalibrationKind.CHECK}
    if wanted not in by_number:
        raise UsageError("calibration_unknown", wanted=clean(wanted))
    old = by_number[wanted]
    made_at = Clock.wall().astimezone()
    return replace(old, made_at=made_at, kind=CalibrationKind.BACK, source=old.id, id=None)


def _keep_and_tell(place: Place, made: Calibration, asked: dict[str, Any]) -> None:
    recorder = Recorder(place)
    try:
        kept = replace(made, id=1 + max((one.id or 0 for one in _entries(place)), default=0))
        recorder.calibrate(kept)
    finally:
        saved = recorder.close().text
    if saved != SAVED:
        raise StoreError("calibration_unsaved", saved=saved)
    if asked["as_objects"]:
        put(as_json(_object(kept)))
    entry = "kept_check" if kept.kind is CalibrationKind.CHECK else "kept"
    tell("calibrate", entry, id=kept.id, label=clean(kept.label))


def _entries(place: Place, device: str | None = None) -> list[Calibration]:
    if not place.file.exists():
        return []
    with History(place) as history:
        return history.calibrations(device)


def _kept(place: Place, device: str | None) -> list[Calibration]:
    """What is kept of a device, named by label, serial number or address. Raises UsageError."""
    entries = _entries(place)
    if device is None:
        return entries
    wanted = device.casefold()
    found = [one for one in entries if wanted in _names(one)]
    if not found:
        raise UsageError("calibration_none", device=clean(device))
    return found


def _names(one: Calibration) -> set[str]:
    return {one.label.casefold(), one.device.casefold(), one.device.partition(" ")[2].casefold()}


def _tell(empty: Rest, fit: Fit | None, before: Calibration | None) -> None:
    put(
        say(
            "calibrate", "empty", mean_n=empty.mean_n, noise_n=empty.noise_n,
            drift_n_min=empty.drift_n_min, error_n_min=empty.drift_error_n_min,
        )
    )  # fmt: skip
    if abs(empty.mean_n) > FREE_N:
        tell("calibrate", "not_empty", free_n=FREE_N)
    if fit is None:
        return
    error_pct = 100 * fit.slope_error / fit.slope
    off_pct = 100 * (fit.read_n / fit.true_n - 1)
    old = before.slope if before else 1.0
    much = "too_much" if off_pct > 0 else "too_little"
    told = [
        say("calibrate", "loaded", mass_kg=fit.mass_kg, read_n=fit.read_n, true_n=fit.true_n),
        say("calibrate", much, off_pct=abs(off_pct), error_pct=error_pct),
        say("calibrate", "change", before_n=fit.read_n * old, after_n=fit.true_n),
    ]
    if abs(off_pct) < 2 * error_pct:
        told.append(say("calibrate", "not_needed"))
    put("\n".join(told))


def _show(entries: Iterable[Calibration], *, as_objects: bool) -> None:
    entries = list(entries)
    if not entries:
        tell("calibrate", "none")
    current = [in_force([one for one in entries if one.device == key]) for key in _devices(entries)]
    for one in entries:
        if as_objects:
            put(as_json({**_object(one), "in_force": one in current}))
        else:
            put(line_of(one) + (say("calibrate", "in_force") if one in current else ""))


def _devices(entries: Iterable[Calibration]) -> list[str]:
    return list(dict.fromkeys(one.device for one in entries))


def line_of(one: Calibration) -> str:
    """An entry in words."""
    when = one.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    start = f"{one.id}  {when}  {clean(one.label)} ({clean(one.device)})"
    match one.kind:
        case CalibrationKind.CHECK:
            told = say(
                "calibrate", "check", rest_n=one.empty_n, noise_n=one.noise_n,
                drift_n_min=one.drift_n_min,
            )  # fmt: skip
        case CalibrationKind.BACK if one.source is None:
            told = say("calibrate", "own_again")
        case CalibrationKind.BACK:
            told = say("calibrate", "back", slope=one.slope, source=one.source)
        case CalibrationKind.TWO_POINT:
            told = say(
                "calibrate", "two_point", slope=one.slope, error=one.slope_error,
                mass_kg=one.mass_kg,
            )  # fmt: skip
    return f"{start}  {told}"


def _object(one: Calibration) -> dict[str, object]:
    from devicelink.store.calibrations import calibration_values  # noqa: PLC0415

    values = calibration_values(one)
    return {"type": "calibration", **values, "made_at": one.made_at.isoformat()}
