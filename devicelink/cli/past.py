"""Past sessions out of the store, as the review and history screens show them.

Guarded by tests/cli/test_past.py.
"""

from collections.abc import Sequence

from devicelink.care.algometry_text import in_brief
from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.care.journal import Pressed
from devicelink.care.outputs import PhaseChanged
from devicelink.care.plan import Band
from devicelink.cli.algometry_lines import told_again as told_test
from devicelink.data import phrases, points
from devicelink.session.algometry_replay import is_test
from devicelink.session.codec import CLASSES, decode
from devicelink.session.hold_picture import HoldPicture, hold_picture
from devicelink.session.port import Happening
from devicelink.session.project import Told
from devicelink.session.trace import Trace
from devicelink.session.view import HoldCard
from devicelink.store.entries import standing
from devicelink.store.history import History, SessionData, SessionRow
from devicelink.store.place import Place
from devicelink.store.unpack import reading
from devicelink.tui.card import Story
from devicelink.tui.history import PastSession

MOST = 200


class Past:
    """What the history screen asks for. Opens the store for each question: nothing is held."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.notice = ""
        """What had to be left out of the list, and what to do."""

    def sessions(self) -> Sequence[PastSession]:
        """The newest sessions first."""
        self.notice = ""
        if not self._place.file.exists():
            return ()
        names = points()
        with History(self._place) as history:
            told = list(history.told(history.sessions(limit=MOST)))
            tests = {one.session: one.body for one in standing(history.entries())
                     if isinstance(one.body, Pressed)}  # fmt: skip
            self.notice = history.left_out.notice
        found = []
        for row, holds, ratings in told:
            pain = {rating.question: rating.value for rating in ratings if rating.rep == 0}
            point = row.meta.point or ""
            found.append(
                PastSession(
                    id=str(row.id),
                    began=f"{row.meta.started_at:%Y-%m-%d %H:%M}",
                    point=names[point].name if point in names else point,
                    side=row.meta.side or "",
                    point_of=row.meta.point_of,
                    holds=len(holds) or row.tries,
                    state=row.ending,
                    simulated=row.meta.simulated,
                    pain_before=pain.get("pain_before"),
                    pain_after=pain.get("pain_after"),
                    test=_test(row, tests.get(row.id)),
                )
            )
        return found

    def session(self, session_id: str) -> tuple[Sequence[HoldCard], Story]:
        """The cards and the story of one session."""
        with History(self._place) as history:
            data = history.session(int(session_id))
        told = told_again(data)
        story = Story()
        for _, happening in happenings_of(data):
            story.add(happening)
        return told.cards, story

    def test(self, session_id: str) -> Sequence[str]:
        """What a pressure test came to, a line each."""
        with History(self._place) as history:
            return list(told_test(history.session(int(session_id))))


def _test(row: SessionRow, gave: object) -> str:
    if not is_test(row.meta.programme):
        return ""
    return in_brief(f"{row.meta.programme}", gave if isinstance(gave, Pressed) else None, phrases())


def pictures(data: SessionData) -> list[HoldPicture]:
    """The holds of a session as they are drawn, with what the person said of them."""
    story = Story()
    for _, happening in happenings_of(data):
        story.add(happening)
    return [
        hold_picture(card, phrases(), gave=story.gave.get(card.rep), pain=story.pain.get(card.rep))
        for card in told_again(data).cards
    ]


def happenings_of(data: SessionData) -> list[tuple[float, Happening]]:
    """What was told during a session, out of its records. Raises StoreError for damaged ones."""
    with reading(data.row.id):
        return [
            (record.t_s, decode(record.kind, dict(record.body)))  # type: ignore[misc]
            for record in data.records
            if record.kind in CLASSES
        ]


def told_again(data: SessionData) -> Told:
    """The cards of a session, from its record and its samples."""
    meta = data.row.meta
    low_n, high_n = meta.zone_low_n, meta.zone_high_n
    told = Told(
        LinkChanged(state=LinkState.CLOSED),
        trace=Trace(keep_s=float("inf")),
        tip_area_mm2=meta.tip_area_mm2,
        band=None if low_n is None or high_n is None else Band(low_n, high_n),
    )
    for batch in data.samples:
        told.trace.add(batch.block())
    rep = 1
    for _, happening in happenings_of(data):
        if isinstance(happening, PhaseChanged):
            rep = happening.rep
        told.add(happening, rep, phrases())
    return told
