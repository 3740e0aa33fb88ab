"""`devicelink about`: the person as the program knows them; how long the pain has been there.

Guarded by tests/cli/test_about.py.
"""

from collections.abc import Sequence

import click

from devicelink.care.duration import When, in_words, is_persistent, when_of
from devicelink.care.own_limits import OwnLimit, Whose, in_force
from devicelink.care.point import Side
from devicelink.care.safety import DeviceKind
from devicelink.care.screening import Item, Reply, standing
from devicelink.care.stages import Stage, stage_of
from devicelink.cli.options import place_of, stored
from devicelink.cli.own import answered, answers, item_of, limited, own_limits, statements_in
from devicelink.cli.places import RED_FLAGS, keep, said
from devicelink.cli.saying import say
from devicelink.cli.terminal import put
from devicelink.clock import Clock
from devicelink.data import phrases, screening, stages
from devicelink.lines import as_json
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.statements import Statement, Topic
from devicelink.tui.home import Page

PAIN_SINCE = "pain_since"


def today() -> When:
    """The person's day."""
    now = Clock.wall().astimezone()
    return When(now.year, now.month, now.day)


class AboutOf:
    """What is known of one person as a whole; read anew after each change."""

    def __init__(self, place: Place) -> None:
        """Reads the record. Raises StoreError for a spoilt one."""
        self._place = place
        self._read()

    def _read(self) -> None:
        self._told: list[Statement] = statements_in(self._place)
        self.complete = 0
        if self._place.file.exists():
            with History(self._place) as history:
                self.complete = history.complete()

    @property
    def stage(self) -> Stage:
        """How far the person has learnt."""
        return stage_of(stages(), self.complete)

    @property
    def since(self) -> When | None:
        """Since when there is pain; None where nobody said."""
        told = [one for one in self._told if (one.topic, one.item) == (Topic.ABOUT, PAIN_SINCE)]
        return when_of(str(told[-1].body["since"]), today()) if told else None

    def due(self) -> Sequence[Item]:
        """Questions about the whole person that are to be asked."""
        items = [item for item in screening() if not item.place and not item.each_session]
        given, day = answers(self._told), Clock.wall().astimezone().date().toordinal()
        return standing(items, given, "", Side.NONE, day).due

    def facts(self) -> list[str]:
        """What is known, a line a fact."""
        left = self.stage.left(self.complete)
        lines = [
            say("about_line", "stage_left" if left else "stage", stage=self.stage.name, left=left)
        ]
        lines.append(
            in_words(self.since, today(), phrases()) if self.since else say("duration", "unknown")
        )
        shown = [one for one in self._told if one.item == RED_FLAGS]
        if shown:
            last = f"{shown[-1].told_at:%Y-%m-%d}"
            lines.append(say("about", "help_shown", n=len(shown), last=last))
        else:
            lines.append(say("about", "help_not_shown"))
        for limit in in_force(own_limits(self._told)):
            where = limit.place or "everywhere"
            lines.append(f"{limit.whose}: {limit.limit_n:g} N with a {limit.kind}, {where}")
        return lines

    def questions(self) -> list[tuple[str, str, str]]:
        """Those about the whole person: id, question, and what was said when."""
        given = {one.item: one for one in self._told if one.topic is Topic.ANSWER and not one.place}
        return [
            (
                item.id,
                item.ask,
                f"{given[item.id].body['reply']}, {given[item.id].told_at:%Y-%m-%d}"
                if item.id in given
                else "not asked",
            )
            for item in screening()
            if not item.place and not item.each_session
        ]

    def answer(self, id_: str, reply: str) -> None:
        """Keep an answer. Raises StoreError."""
        self._keep(answered(item_of(id_), Reply(reply), ""))

    def set_since(self, text: str) -> None:
        """Keep since when. Raises UsageError for no day, StoreError."""
        self._keep(said(Topic.ABOUT, PAIN_SINCE, body={"since": str(when_of(text, today()))}))

    def set_cap(self, text: str) -> None:
        """Keep a clinician's cap for a probe; empty takes it back. Raises PlanError, StoreError."""
        limit_n = float(text) if text.replace(".", "", 1).isdecimal() else -1.0 if text else None
        self._keep(
            limited(
                OwnLimit(whose=Whose.CLINICIAN, place="", kind=DeviceKind.PROBE, limit_n=limit_n)
            )
        )

    def _keep(self, one: Statement) -> None:
        keep(self._place, [one])
        self._read()


@click.command(short_help="You: how long there has been pain, what is unlocked, what is open.")
@click.option("--pain-since", metavar="YYYY-MM", help="Since when there is pain.")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@stored
def about(*, pain_since: str | None, as_objects: bool, data: str | None, profile: str) -> None:
    """Show what the program knows of you, or say since when there is pain."""
    one = AboutOf(place_of(data, profile))
    if pain_since is not None:
        one.set_since(pain_since)
    if as_objects:
        since = one.since
        row = {"type": "about", "stage": one.stage.id, "complete_sessions": one.complete,
               "pain_since": str(since) if since else None,
               "persistent": is_persistent(since, today()) if since else None,
               "questions_due": [item.id for item in one.due()]}  # fmt: skip
        put(as_json(row))
        return
    lines = one.facts()
    due = len(one.due())
    lines += [say("about_line", "questions", n=due)] if due else []
    put("\n".join(lines))


def about_screen(place: Place) -> Page:
    """You, in the app."""
    from devicelink.tui.about import AboutScreen  # noqa: PLC0415

    return AboutScreen(AboutOf(place))
