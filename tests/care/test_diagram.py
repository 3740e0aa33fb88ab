"""The document's diagram is the coach's own table, and the table makes sense.

Run as a program (`python -m tests.care.test_diagram`) it writes the diagram into the document.
"""

from pathlib import Path

from devicelink.care import diagram
from devicelink.care.coach_table import HOLDING, PRESSING, TRANSITIONS, Trigger
from devicelink.care.outputs import Phase

DOC = Path(__file__).parents[2] / "docs" / "coaching.md"


def test_the_document_shows_the_table_as_it_is() -> None:
    text = DOC.read_text("utf-8")
    assert diagram.put_into(text) == text


def test_every_phase_can_be_reached_and_leads_to_the_end() -> None:
    reached = {Phase.START}
    for _ in Phase:
        reached |= {to for phase in reached for to in TRANSITIONS[phase].values()}
    assert reached == set(Phase)
    for phase in set(Phase) - {Phase.START, Phase.DONE}:
        assert TRANSITIONS[phase][Trigger.END] is Phase.DONE


def test_every_pressing_phase_pauses_when_the_signal_is_lost() -> None:
    """S25: no phase with pressure goes on without signal."""
    assert HOLDING < PRESSING
    for phase in PRESSING:
        assert TRANSITIONS[phase][Trigger.SIGNAL_LOST] is Phase.PAUSED


def test_s28_rest_is_reached_from_letting_go_alone() -> None:
    ways = [
        (p, t) for p, moves in TRANSITIONS.items() for t, to in moves.items() if to is Phase.REST
    ]
    assert ways == [(Phase.EASE_OFF, Trigger.LET_GO)]


if __name__ == "__main__":
    DOC.write_text(diagram.put_into(DOC.read_text("utf-8")), "utf-8")
