"""What an import brings, made sense of the way the commands do, before any of it is kept.

The store reads rows; what a record or a statement means is known up here. Kinds of records that no
command reads pass. Guarded by tests/cli/test_import_refused.py.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from devicelink.care.duration import when_of
from devicelink.cli.about import PAIN_SINCE, today
from devicelink.cli.algometry_lines import told_again
from devicelink.cli.calibrate import line_of
from devicelink.cli.own import answers, own_limits
from devicelink.cli.past import happenings_of, pictures
from devicelink.cli.places import RECORD, record_of
from devicelink.cli.programmes import own_programmes
from devicelink.core.calibration import PLAUSIBLE
from devicelink.data import phrases
from devicelink.errors import DevicelinkError, StoreError
from devicelink.export.picture import hold_svg
from devicelink.plain import Teller
from devicelink.session.algometry_replay import is_test
from devicelink.store.calibrations import Calibration, calibration_of
from devicelink.store.history import SessionData
from devicelink.store.restore import Kept
from devicelink.store.statements import Statement, Topic, statement_of


def readable(kept: Iterable[Kept]) -> Iterator[Kept]:
    """Each of them, once it has been read. Raises StoreError for one that no command could."""
    for one in kept:
        if isinstance(one, SessionData):
            with _refused(StoreError("import_session", id=one.row.id)):
                _read_session(one)
        elif one.table == "statement":
            with _refused(StoreError("import_row", table=one.table)):
                _read_statement(statement_of(one.values))
        elif one.table == "calibration":
            with _refused(StoreError("import_row", table=one.table)):
                _read_calibration(calibration_of(one.values))
        yield one


@contextmanager
def _refused(refusal: StoreError) -> Iterator[None]:
    """Raise that for whatever reading leads to."""
    try:
        yield
    except (DevicelinkError, ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise refusal from error


def _read_session(data: SessionData) -> None:
    """As `show --all`, the review, the report and FHIR, which wants its times as dates, do."""
    times_s = [t_s for hold in data.holds for t_s in (hold.onset_s, hold.end_s)]
    for t_s in (data.row.duration_s, *times_s):
        _ = data.row.meta.started_at + timedelta(seconds=t_s)
    teller = Teller(phrases(), how_to_answer=False)
    for t_s, happening in happenings_of(data):
        str(teller.line(t_s, happening))
    for picture in pictures(data):
        hold_svg(picture, "")
    if is_test(data.row.meta.programme):
        list(told_again(data))


def _read_calibration(one: Calibration) -> None:
    """As its list does; no session may press by a slope that no measurement could have given."""
    line_of(one)
    if not PLAUSIBLE[0] <= one.slope <= PLAUSIBLE[1]:
        raise ValueError(f"a slope of {one.slope}")


def _read_statement(said: Statement) -> None:
    """As whoever asks for its topic does."""
    match said.topic:
        case Topic.ANSWER:
            answers([said])
        case Topic.LIMIT:
            own_limits([said])
        case Topic.POINT if said.item == RECORD:
            record_of([said], said.place)
        case Topic.PROGRAMME:
            own_programmes([said])
        case Topic.EXERCISE:
            bool(said.body["planned"])
        case _ if said.item == PAIN_SINCE:
            when_of(str(said.body["since"]), today())
