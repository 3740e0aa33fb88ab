"""The questions before a session as lines: asked on stderr, answered by y, n or d and enter.

Where nobody can answer nothing is asked and nothing is kept, for declined is another thing; the
point's own limit holds then, and that is said. A person who skips a question is held to half of it.
Guarded by tests/cli/test_asking.py.
"""

import sys
from typing import Final

from devicelink.care.screening import Reply
from devicelink.cli.own import Own
from devicelink.cli.saying import say, tell
from devicelink.cli.terminal import put

REPLIES: Final = {
    "y": Reply.YES, "yes": Reply.YES,
    "n": Reply.NO, "no": Reply.NO,
    "d": Reply.DECLINED,
}  # fmt: skip


def ask_first(own: Own, *, somebody: bool) -> None:
    """Ask what is due and keep each answer; a yes that forbids the point ends the asking."""
    due = list(own.due())
    own.asked = somebody
    if not somebody:
        return
    if due:
        tell("asking", "begin", where=own.where, n=len(due))
        tell("asking", "how")
    n = 0
    while due:
        item, n = due[0], n + 1
        question = say("asking", "question", n=n, of=n - 1 + len(due), ask=item.ask)
        put(f"\n{question}", err=True)
        reply = _reply()
        if reply is None:
            return
        own.answer(item, reply)
        if own.refusal() is not None:
            return
        due = list(own.due())  # an answer may lead to another question


def tell_if_halved(own: Own) -> None:
    """Say that the limit is halved, and why; or that it is not though nobody was asked."""
    condition = own.standing().condition
    if not own.asked and own.measured and (due := list(own.due())):
        tell("asking", "nobody", n=len(due))
    if condition and own.measured:
        tell("asking", "halved", condition=condition)
    for advice in own.advice():
        put(advice, err=True)


def _reply() -> Reply | None:
    """What was said; None once nobody is there any more."""
    while line := sys.stdin.readline():
        reply = REPLIES.get(line.strip().lower())
        if reply is not None:
            return reply
        tell("asking", "not_understood")
    return None
