"""The face for programs: one JSON object for each happening, the moment it happens.

The forms are those of devicelink.lines; sentences ride along as `text`. Guarded by
tests/test_plain.py.
"""

from typing import TextIO

from devicelink.answering import Answering, Answers
from devicelink.care.outputs import Asked, Cue
from devicelink.lines import as_json, happening_line
from devicelink.session.port import SessionPort


async def run_json(
    port: SessionPort, out: TextIO, answers: Answers = Answers.NOBODY, stdin: TextIO | None = None
) -> None:
    """Print a session as JSON lines until it is over."""
    answering = Answering(port, answers, stdin)
    async for t_s, happening in port.happenings():
        line = happening_line(t_s, happening)
        match happening:
            case Cue():
                line["text"] = port.phrases.say(happening)
            case Asked():
                line["text"] = port.phrases.ask(happening.question)
        out.write(as_json(line) + "\n")
        out.flush()
        answering.saw(happening)
