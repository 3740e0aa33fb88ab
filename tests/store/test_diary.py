"""Sessions' own ratings and the journal's numbers come together as one run (S56-S58)."""

from datetime import UTC, datetime, timedelta

from devicelink.care.journal import Note, Pressed, Trial, kind_of, to_fields
from devicelink.care.journal_words import DECLINED, When
from devicelink.store.diary import diary_in, pressed
from devicelink.store.entries import Entry
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.store.made import STARTED, answered, hold_ended, meta


def note(uid: str, at: datetime, body: Note | Pressed, place: str = "ut left") -> Entry:
    return Entry(
        uid=uid, recorded_at=at + timedelta(hours=2), about_at=at, kind=kind_of(body),
        place=place, fields=to_fields(body),
    )  # fmt: skip


def filled(place: Place, *, simulated: bool) -> None:
    recorder = Recorder(place)
    recorder.begin(meta(point="ut", simulated=simulated))
    recorder.append(answered(5, "pain_before", "answered", 6))
    recorder.append(hold_ended(0, 20, 60))
    rep = {"t_s": 60.0, "rep": 1, "held_s": 30.0, "end": "goal", "quality": None}
    recorder.append(type(answered(1, "", "", None))(60.0, 0, "rep_ended", rep))
    recorder.append(answered(90, "pain_after", "declined", None))
    recorder.end(100, "completed", STARTED)
    day = timedelta(days=1)
    recorder.note(note("a", STARTED + day, Note(when=When.NEXT_DAY, pain=3, soreness=1)))
    recorder.note(note("b", STARTED + 2 * day, Note(pain=DECLINED), ""))
    recorder.note(note("c", STARTED + 3 * day, Note(text="no number")))
    recorder.note(note("d", STARTED + 3 * day, Note(when=When.AFTER, pain=2)))
    trial = Trial(force_n=24.0, peak_n=25.0)
    recorder.note(note("e", STARTED + 3 * day, Pressed(test="threshold", trials=(trial,))))
    assert recorder.close().saved


def test_s56_s58_ratings_come_from_both(place: Place) -> None:
    filled(place, simulated=False)
    told = diary_in(place)
    assert [(one.place, one.when, one.value) for one in told.rated] == [
        ("ut left", When.BEFORE, 6), ("ut left", When.AFTER, None), ("ut left", When.NEXT_DAY, 3),
        ("", When.NOW, None), ("ut left", When.AFTER, 2),
    ]  # fmt: skip
    assert all(one.late for one in told.rated if one.entry)
    assert [one.session for one in told.done] == [1, None], "coached, and by hand"
    assert told.begin == datetime(2026, 3, 1, tzinfo=UTC).toordinal()
    assert [body.trials[0].force_n for _, body in pressed(told, "threshold", "ut left")] == [24.0]
    assert pressed(told, "threshold", "ut right") == []


def test_simulated_sessions_are_nobodys(place: Place) -> None:
    filled(place, simulated=True)
    assert [one.session for one in diary_in(place).rated if one.session] == []
    assert [one.session for one in diary_in(place, simulated=True).rated if one.session] == [1, 1]


def test_nothing_yet_is_an_empty_diary(place: Place) -> None:
    assert diary_in(place).begin is None
