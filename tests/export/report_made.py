"""A record of three weeks for reports: one place that eases, one that does not, and the journal."""

from datetime import datetime, timedelta
from typing import Final

from devicelink.care.journal import (
    Body,
    Care,
    CheckIn,
    Medication,
    Note,
    Provider,
    kind_of,
    to_fields,
)
from devicelink.care.journal_words import Done, Role, When
from devicelink.store.entries import Entry
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.store.statements import Statement, Topic
from tests.store.made import STARTED, answered, batch, hold_ended, meta, phase, rep_ended

DAYS: Final = (0, 2, 4, 6, 8, 15)
PAIN: Final = {"ut left": (7, 6, 6, 4, 3, 3), "is right": (5, 6, 5, 5, 6, 5)}
CHECK_IN: Final = CheckIn(average=5, enjoyment=4, activity=3, worst=8)


def filled(place: Place, *, simulated: bool = False) -> Place:
    """Six sessions at each of two places, and what the journal has beside them."""
    recorder = Recorder(place)
    for number, day in enumerate(DAYS):
        for name, pain in PAIN.items():
            _session(recorder, name, STARTED + timedelta(days=day), pain[number], simulated)
    for uid, body, where in (
        ("a", Note(when=When.NEXT_DAY, pain=3, soreness=2), "ut left"),
        ("b", Note(medication=(Medication(name="ibuprofen", at="08:30"),)), ""),
        ("c", Care(done=Done.DRY_NEEDLING, provider="Jo", role=Role.DRY_NEEDLING,
                   places=("is right",), pain_before=6, pain_after="declined"), ""),
        ("d", CHECK_IN, ""),
        ("e", Provider(name="Ruth Klein", role=Role.PHYSICAL_THERAPIST), ""),
    ):  # fmt: skip
        recorder.note(entry(uid, body, where))
    for item, reply in (("blood", "yes"), ("bone", "no"), ("unwell", "declined")):
        recorder.state(Statement(told_at=STARTED, topic=Topic.ANSWER, item=item,
                                 body={"reply": reply}))  # fmt: skip
    assert recorder.close().saved
    return place


def entry(uid: str, body: Body, place: str, at: datetime = STARTED + timedelta(days=3)) -> Entry:
    return Entry(
        uid=uid, recorded_at=at, about_at=at, kind=kind_of(body), place=place,
        fields=to_fields(body),
    )  # fmt: skip


def _session(recorder: Recorder, name: str, at: datetime, pain: int, simulated: bool) -> None:
    point, _, side = name.partition(" ")
    recorder.begin(meta(started_at=at, point=point, side=side, simulated=simulated))
    recorder.samples(batch(0, 400))
    for record in (
        answered(0.5, "pain_before", "answered", pain),
        phase(1.0, "settle", 1),
        hold_ended(0, 2.0, 6.5, mean_n=20.0 + pain),
        rep_ended(7.0, 1),
        answered(90.0, "pain_after", "answered", max(pain - 1, 0)),
    ):
        recorder.append(record)
    recorder.end(95.0, "complete", at + timedelta(seconds=95))
