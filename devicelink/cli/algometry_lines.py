"""A test with the device as lines: what is told, and what is typed.

Guarded by tests/cli/test_algometry.py.
"""

import sys
from collections.abc import Iterator
from functools import partial

import msgspec

from devicelink.answering import Answering, Answers
from devicelink.care.algometry_terms import Finished, Step, StepChanged, TrialEnded
from devicelink.care.algometry_text import opening, result_lines, said
from devicelink.care.inputs import Decline, LinkChanged
from devicelink.care.phrases import clock
from devicelink.cli.probing import Probing
from devicelink.cli.saying import tell
from devicelink.cli.terminal import put
from devicelink.data import phrases, red_flags
from devicelink.lines import as_json, flag_lines, plain_value
from devicelink.session.algometer import Said
from devicelink.session.algometer_apart import AlgometerApart
from devicelink.session.algometry_replay import setup_of, told_in
from devicelink.session.codec import kind_of
from devicelink.store.history import SessionData
from devicelink.store.unpack import reading


async def show_lines(
    algometer: AlgometerApart, probing: Probing, *, as_json: bool, keyboard: bool, declines: bool
) -> None:
    """Every line until the test is over. `declines`: nobody can rate, so a rating is declined."""
    setup = probing.setup
    assert setup is not None  # noqa: S101 - it is set up once opened
    if keyboard:
        flags = partial(_show_flags, probing)
        Answering(algometer, Answers.PERSON, sys.stdin, _nonsense, flags)
    if not as_json:
        for line in opening(setup, probing.own.where, phrases()):
            put(line)
        put(phrases().text("algometry", "zero"))
    async for t_s, what in algometer.told():
        text = _json(t_s, what) if as_json else _line(t_s, what, probing)
        if text:
            put(text)
        if declines and isinstance(what, StepChanged) and what.step is Step.RATE:
            algometer.send(Decline())


def told_again(data: SessionData) -> Iterator[str]:
    """What a kept test told: its trials, and how it ended. Raises StoreError for damaged rows."""
    setup = setup_of(data.row.meta.plan)
    for kind, body in told_in(data.records):
        if kind == "trial_ended":
            with reading(data.row.id):
                ended = msgspec.convert(body, TrialEnded)
            yield f"{clock(ended.t_s)} {said(ended, setup, phrases())}"
        elif kind == "finished":
            with reading(data.row.id):
                over = msgspec.convert(body, Finished)
            yield f"{clock(over.t_s)} {said(over, setup, phrases())}"
            yield from result_lines(setup, over.gave, phrases())


def _line(t_s: float, what: Said, probing: Probing) -> str:
    if isinstance(what, LinkChanged):
        return f"{clock(t_s)} {what.state.value}: {what.detail}".rstrip(": ")
    assert probing.setup is not None  # noqa: S101 - see show_lines
    text = said(what, probing.setup, phrases())
    return f"{clock(what.t_s)} {text}" if text else ""


def _json(t_s: float, what: Said) -> str:
    """One object a line; the result comes as one of its own."""
    fields = dict(msgspec.to_builtins(what))
    if isinstance(what, Finished):
        fields.pop("gave")
    fields.setdefault("t_s", t_s)
    line = {name: plain_value(value) for name, value in fields.items() if name != "args"}
    if args := fields.get("args"):
        line["args"] = dict(args)
    if isinstance(fields.get("result"), dict):
        line["result"] = {name: plain_value(one) for name, one in fields["result"].items()}
    return as_json({"type": kind_of(type(what))} | line)


def _show_flags(probing: Probing) -> None:
    """When to stop and get help; that it was shown is kept."""
    put("\n".join(flag_lines(red_flags())))
    probing.flags_shown()


def _nonsense(line: str) -> None:
    del line
    tell("recording", "keys")
