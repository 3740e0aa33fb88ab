"""A recorded test again: the same inputs and samples through the same steps.

No I/O and no clock. Guarded by tests/session/test_algometer.py.
"""

from collections.abc import Iterable
from typing import Final, cast

import msgspec

from devicelink.care.algometry import Algometry
from devicelink.care.algometry_terms import AlgometryOutput, Heard, Setup
from devicelink.core.block import Block
from devicelink.errors import RecordingError
from devicelink.session.algometer import BEGAN, TICKED
from devicelink.session.codec import decode, kind_of
from devicelink.session.replay import INPUTS
from devicelink.store.record import Record

PROGRAMMES: Final = {"threshold": "threshold-test", "same_force": "same-force-test"}
"""How a session that is a test names itself, by the test."""


def is_test(programme: str | None) -> bool:
    """Whether a session of this programme is a test with the device."""
    return programme in PROGRAMMES.values()


def setup_of(plan: object) -> Setup:
    """The test's setup out of a session's plan. Raises RecordingError."""
    try:
        facts = msgspec.convert(plan, dict[str, object])
        return msgspec.convert(facts["algometry"], Setup)
    except (KeyError, msgspec.ValidationError) as error:
        raise RecordingError("replay_test_no_start") from error


def replay_test(
    setup: Setup, records: Iterable[Record], samples: Block
) -> list[tuple[str, dict[str, object]]]:
    """Kind and body of everything the test tells, made anew."""
    test, fed = Algometry(setup), 0
    told: list[AlgometryOutput] = []

    def feed(up_to: int) -> None:
        nonlocal fed
        told.extend(test.feed(samples.part(slice(fed, up_to))))
        fed = max(fed, up_to)

    for record in records:
        if record.kind not in INPUTS | {BEGAN, TICKED}:
            continue
        feed(record.samples)
        if record.kind == BEGAN:
            told.extend(test.begin(record.t_s))
        elif record.kind == TICKED:
            told.extend(test.tick(record.t_s))
        else:
            told.extend(
                test.hear(record.t_s, cast("Heard", decode(record.kind, dict(record.body))))
            )
    feed(len(samples))
    return [(kind_of(type(one)), msgspec.json.decode(msgspec.json.encode(one))) for one in told]


def told_in(records: Iterable[Record]) -> list[tuple[str, dict[str, object]]]:
    """What the test told when it was recorded."""
    kinds = {"step_changed", "told", "trial_ended", "finished"}
    return [(one.kind, dict(one.body)) for one in records if one.kind in kinds]
