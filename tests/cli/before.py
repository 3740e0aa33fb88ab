"""Sessions put into a record as if they had happened, for what is asked of the past."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from devicelink.clock import Clock
from devicelink.store.place import Place
from devicelink.store.record import Record, SessionMeta
from devicelink.store.recorder import Recorder


def had_sessions(
    folder: Path,
    count: int = 1,
    *,
    point: str = "ut",
    side: str = "left",
    ends: Sequence[str] = ("goal",),
    days_ago: int = 1,
    reason: str = "complete",
    simulated: bool = False,
) -> None:
    """`count` sessions, an hour apart, each with holds that ended so."""
    recorder = Recorder(Place(folder))
    began = Clock.wall().astimezone() - timedelta(days=days_ago)
    for n in range(count):
        at = began + timedelta(minutes=n)
        recorder.begin(
            SessionMeta(
                started_at=at, app_version="0", point=point, side=side, tool="probe",
                device_driver="open_profile", simulated=simulated,
            )
        )  # fmt: skip
        for rep, end in enumerate(ends, 1):
            body = {"t_s": 60.0 * rep, "rep": rep, "held_s": 30.0, "end": end,
                    "quality": None, "user_easing_s": None}  # fmt: skip
            recorder.append(Record(60.0 * rep, 0, "rep_ended", body))
        recorder.end(300.0, reason, at + timedelta(minutes=5))
    assert recorder.flush().result(5)
    recorder.close()
