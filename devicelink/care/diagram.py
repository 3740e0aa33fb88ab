"""Draws the coach's transition table as a Mermaid diagram, for docs/coaching.md.

tests/care/test_diagram.py keeps the document's copy equal to it; run as a program, that file
writes it anew.
"""

from devicelink.care.coach_table import TRANSITIONS, Trigger
from devicelink.care.outputs import Phase

BEGIN, END = "<!-- hold states: generated -->", "<!-- hold states: end -->"


def mermaid() -> str:
    """The table as Mermaid text. What leads to the end from everywhere is drawn once, as a note."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Phase.START}"]
    for phase, moves in TRANSITIONS.items():
        lines += [
            f"    {phase} --> {to}: {trigger}"
            for trigger, to in moves.items()
            if trigger is not Trigger.END
        ]
    lines += [
        f"    {Phase.DONE} --> [*]",
        f"    note right of {Phase.DONE}: from every phase: {Trigger.END}",
        "```",
    ]
    return "\n".join(lines)


def table() -> str:
    """The same as a Markdown table, for reading without a renderer."""
    rows = [
        f"| {phase} | {trigger} | {to} |"
        for phase, moves in TRANSITIONS.items()
        for trigger, to in moves.items()
    ]
    return "\n".join(["| in | when | goes to |", "|---|---|---|", *rows])


def block() -> str:
    """What stands in the document, between its two marks."""
    return f"{BEGIN}\n{mermaid()}\n\n{table()}\n{END}"


def put_into(document: str) -> str:
    """The document with its generated part made anew. ValueError where a mark is missing."""
    before, _, rest = document.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"the document lacks {BEGIN} or {END}")
    return before + block() + after
