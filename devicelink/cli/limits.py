"""`devicelink limits`: how hard at most, layer by layer, and what the person said of themselves.

Nothing set here raises a limit: each is a layer, and the lowest wins. Guarded by
tests/cli/test_limits.py.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import click

from devicelink.care.own_limits import CEILINGS_N, OwnLimit, Whose, in_force
from devicelink.care.plan import Side, unfit
from devicelink.care.safety import Device, DeviceKind, ForceLimit, layers
from devicelink.care.screening import Item, Reply, place_of
from devicelink.cli.options import Real, point_of, stored
from devicelink.cli.options import place_of as folder_of
from devicelink.cli.own import (
    Own,
    answered,
    before_in,
    item_of,
    limited,
    own_limits,
    statements_in,
)
from devicelink.cli.saying import say
from devicelink.cli.terminal import put
from devicelink.data import screening
from devicelink.errors import StoreError, UsageError
from devicelink.lines import as_json
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.store.statements import Statement, Topic

TIP_MM2: Final = 100.0
"""Shown for where no device says: 1 cm2, the usual tip."""
NONE: Final = "none"


class Newtons(click.ParamType[float | str]):
    """A force, or the word that takes one back."""

    name = "newtons"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """How it stands in the help."""
        return "N|none"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | str:
        """Raises what a wrong option raises."""
        try:
            return NONE if value == NONE else float(value)
        except ValueError:
            self.fail(say("limit", "no_force", value=value), param, ctx)


@click.command(short_help="How hard at most, and why; set limits of your own.")
@click.option("--point", metavar="ID", help="Which point: shows its layers.")
@click.option(
    "--side", type=click.Choice(["left", "right"]), default="left", show_default=True,
    help="Which side.",
)  # fmt: skip
@click.option(
    "--tool", type=click.Choice([kind.value for kind in DeviceKind]),
    default=DeviceKind.PROBE.value, show_default=True, help="What presses.",
)  # fmt: skip
@click.option("--threshold", type=Newtons(), help="Where pressing begins to hurt, at --point.")
@click.option("--tolerance", type=Newtons(), help="The most you bear, at --point.")
@click.option(
    "--tip-cm2", type=Real(0.1, 10.0), metavar="AREA",
    help="The flat tip that --threshold and --tolerance were found with.",
)  # fmt: skip
@click.option("--clinician", type=Newtons(), help="Your clinician's cap; without --point for all.")
@click.option(
    "--answer", "answers_", metavar="QUESTION=yes|no", multiple=True,
    help="Answer a question of the screening, such as blood=yes.",
)  # fmt: skip
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@stored
def limits(*, data: str | None, profile: str, as_objects: bool, **asked: Any) -> None:
    """Show or set your limits. The lowest of all layers holds; none is above the ceiling."""
    place = folder_of(data, profile)
    kind = DeviceKind(asked["tool"])
    side = Side(asked["side"])
    said = list(_said(asked, kind, side))
    if said:
        keep_all(place, said)
    told = statements_in(place)
    at = layer_rows(told, asked["point"], side, kind, place) if asked["point"] else None
    rows = _kept_rows(told) if at is None else at
    for row in rows:
        put(as_json(row) if as_objects else row["text"])


def _said(asked: dict[str, Any], kind: DeviceKind, side: Side) -> Iterator[Statement]:
    """What the options state. Raises UsageError or PlanError for what cannot be."""
    point = point_of(asked["point"]).id if asked["point"] else ""
    place = place_of(point, side) if point else ""
    for whose in Whose:
        value = asked[whose.value]
        if value is not None:
            limit_n = None if value == NONE else float(value)
            found_with = asked["tip_cm2"] if whose is not Whose.CLINICIAN else None
            area_mm2 = None if found_with is None else 100 * float(found_with)
            yield limited(
                OwnLimit(
                    whose=whose, place=place, kind=kind, limit_n=limit_n, tip_area_mm2=area_mm2
                )
            )
    for text in asked["answers_"]:
        name, _, word = text.partition("=")
        item = item_of(name)
        if word not in {Reply.YES, Reply.NO}:
            raise UsageError("answer_not_yes_or_no", text=text, name=name)
        if item.place and not place:
            raise UsageError("question_needs_place", name=name)
        yield answered(item, Reply(word), place if item.place else "")


def keep_all(place: Place, said: list[Statement]) -> None:
    """Put statements on the disk. Raises StoreError where that fails."""
    recorder = Recorder(place)
    try:
        for one in said:
            recorder.state(one)
        saved = recorder.flush().result()
    finally:
        status = recorder.close()
    if not saved:
        raise StoreError("record_unsaved", saved=status.text)


def layer_rows(
    told: list[Statement], point_id: str, side: Side, kind: DeviceKind, place: Place
) -> Iterator[dict[str, object]]:
    """Every layer of the limit at a place, the one that holds marked; or why none does."""
    point = point_of(point_id)
    lasting = tuple(item for item in screening() if not item.each_session)
    known = before_in(place, point.id, side)
    own = Own(told, point, side, lambda _: None, lasting, known)
    area_mm2 = TIP_MM2 if kind is DeviceKind.PROBE else None
    device = Device(kind=kind, full_scale_n=1e6, tip_area_mm2=area_mm2)
    head = say("limit", f"place_{kind.value}", point=point.name, side=side.value)
    yield {"type": "place", "point": point.id, "side": side.value, "tool": kind.value,
           "text": head}  # fmt: skip
    refused = unfit(point, device) or own.closed()
    if refused is not None:
        yield {"type": "refused", "why": refused.why, "what_to_do": refused.what_to_do,
               "text": say("limit", "refused", why=refused.why, do=refused.what_to_do),
               }  # fmt: skip
        return
    personal = own.personal(device)
    found = [
        layer
        for layer in layers(device, point.name.lower(), point.cap_kpa, point.ball_cap_n, personal)
        if layer.layer.value != "device"
    ]
    lowest = min(found, key=lambda layer: layer.limit_n)
    for layer in found:
        yield _layer_row(layer, holds=layer is lowest)


def _layer_row(layer: ForceLimit, *, holds: bool) -> dict[str, object]:
    mark = say("limit", "holds") if holds else ""
    return {"type": "limit", "layer": layer.layer.value, "name": layer.name,
            "limit_n": layer.limit_n, "holds": holds,
            "text": f"  {layer.limit_n:5.0f} N  {layer.name}{mark}"}  # fmt: skip


def _kept_rows(told: list[Statement]) -> Iterator[dict[str, object]]:
    """What was said, each with its date; questions nobody answered too."""
    newest = {(one.topic, one.item, one.place): one for one in told}
    for limit in in_force(own_limits(told)):
        one = newest[Topic.LIMIT, limited(limit).item, limit.place]
        text = say(
            "limit", "own", day=_date(one.told_at), limit_n=limit.limit_n, whose=limit.whose.value,
            where=limit.place or say("limit", "everywhere"), kind=limit.kind.value,
        )  # fmt: skip
        yield {"type": "own_limit", "told_at": one.told_at.isoformat(), "whose": limit.whose.value,
               "place": limit.place, "tool": limit.kind.value, "limit_n": limit.limit_n,
               "text": text}  # fmt: skip
    for item in screening():
        given = [one for one in newest.values() if (one.topic, one.item) == (Topic.ANSWER, item.id)]
        if given:
            yield from (_answer_row(item, one) for one in given)
        else:
            yield _answer_row(item, None)
    highest = say("limit", "and").join(
        say("limit", "highest", n=n, kind=kind.value) for kind, n in CEILINGS_N.items()
    )
    yield {"type": "ceiling", "text": say("limit", "never_more", highest=highest)} | {
        kind.value: n for kind, n in CEILINGS_N.items()
    }


def _answer_row(item: Item, said: Statement | None) -> dict[str, object]:
    place = said.place if said else ""
    reply = str(said.body["reply"]) if said else None
    date = _date(said.told_at) if said else ""
    text = f"{date:10}  {reply or 'not asked':9}  {item.id}" + (f" ({place})" if place else "")
    return {"type": "answer", "told_at": said.told_at.isoformat() if said else None,
            "question": item.id, "place": place, "reply": reply,
            "text": f"{text}: {item.ask}"}  # fmt: skip


def _date(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
