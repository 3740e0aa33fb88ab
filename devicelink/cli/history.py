"""`devicelink history` and `show`: past sessions in plain lines or JSON.

Guarded by tests/cli/test_history.py.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain

import click

from devicelink.care.phrases import clock
from devicelink.cli.options import COUNT, place_of, stored
from devicelink.cli.saying import say, tell
from devicelink.cli.terminal import put
from devicelink.data import phrases, points
from devicelink.export.picture import hold_svg
from devicelink.export.writing import make_folder, write
from devicelink.lines import as_json, plain_value
from devicelink.plain import Teller
from devicelink.plaintext import clean
from devicelink.session.algometry_replay import is_test
from devicelink.store.derived import Hold, Rating
from devicelink.store.history import History, SessionData, SessionRow
from devicelink.store.unpack import unreadable


@click.command(short_help="Past sessions, newest first.")
@click.option("--limit", type=COUNT, default=50, show_default=True, help="At most so many.")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@click.option("--screen", is_flag=True, help="Browse them in the terminal.")
@stored
def history(*, limit: int, as_objects: bool, screen: bool, data: str | None, profile: str) -> None:
    """List past sessions, also those that were cut off, with what they had."""
    place = place_of(data, profile)
    if screen:
        from devicelink.cli.past import Past  # noqa: PLC0415
        from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

        asyncio.run(DevicelinkApp(history=Past(place), who=place.who).show())
        return
    with History(place) as kept:
        told = list(kept.told(kept.sessions(limit=limit)))
        left_out = kept.left_out.sessions
    for row, holds, ratings in told:
        put(as_json(_object(row, holds, ratings)) if as_objects else _line(row, holds, ratings))
    if left_out:
        raise unreadable(left_out)
    if not told:
        tell("past", "none")


@click.command(short_help="One past session, hold by hold.")
@click.argument("number", metavar="ID", type=COUNT)
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@click.option("--all", "everything", is_flag=True, help="Every line that was said, with its time.")
@click.option("--pictures", metavar="DIR", help="Draw each hold into this folder, as SVG.")
@stored
def show(
    *, number: int, as_objects: bool, everything: bool, pictures: str | None,
    data: str | None, profile: str,
) -> None:  # fmt: skip
    """Show a session: its holds, its pain numbers, its findings."""
    with History(place_of(data, profile)) as kept:
        found = kept.session(number)
    if pictures is not None:
        _draw(found, pictures)
    if as_objects:
        put(as_json(_object(found.row, list(found.holds), list(found.ratings))))
        for hold in found.holds:
            put(as_json({"type": "hold"} | _plain(asdict(hold))))
        for rating in found.ratings:
            put(as_json({"type": "rating"} | _plain(asdict(rating))))
        return
    put(_line(found.row, list(found.holds), list(found.ratings)))
    for text in chain(*map(_hold_lines, found.holds), _lines_of_test(found)):
        put(text)
    if everything:
        _tell_everything(found)


def _lines_of_test(found: SessionData) -> Iterator[str]:
    """What a test with the device came to; nothing for a session."""
    if is_test(found.row.meta.programme):
        from devicelink.cli.algometry_lines import told_again  # noqa: PLC0415

        yield from (f"  {text}" for text in told_again(found))


def _tell_everything(found: SessionData) -> None:
    from devicelink.cli.past import happenings_of  # noqa: PLC0415

    teller = Teller(phrases(), how_to_answer=False)
    for t_s, happening in happenings_of(found):
        said = teller.line(t_s, happening)
        if said is not None:
            put(f"  {said}")


def _draw(found: SessionData, folder: str) -> None:
    """One SVG file a hold; says how many."""
    from devicelink.cli.past import pictures  # noqa: PLC0415

    row, place = found.row, make_folder(folder)
    heading = f"{_where(row)}, {row.meta.started_at:%Y-%m-%d %H:%M}"
    drawn = pictures(found)
    for number, picture in enumerate(drawn, start=1):
        name = f"session-{row.id}-hold-{number}.svg"
        write([hold_svg(picture, heading).encode()], place / name)
    tell("past", "pictures", n=len(drawn), folder=folder)


def _where(row: SessionRow) -> str:
    names, point = points(), row.meta.point
    name = names[point].name if point and point in names else point
    where = f"{clean(name or 'no point')}, {row.meta.side}"
    if row.meta.point_of is None:
        return where
    n, of = row.meta.point_of
    return f"{where} ({phrases().text('history', 'point_of', n=n, of=of)})"


def _pain(ratings: list[Rating], question: str) -> str:
    """The number, or why there is none (S58)."""
    for rating in ratings:
        if rating.question == question and rating.rep == 0:
            return rating.state if rating.value is None else str(rating.value)
    return "not asked"


def _line(row: SessionRow, holds: list[Hold], ratings: list[Rating]) -> str:
    meta = row.meta
    parts = [
        f"{row.id}  {meta.started_at:%Y-%m-%d %H:%M}  {_where(row)}",
        clock(row.duration_s),
        *_what(row, holds, ratings),
        row.ending.replace("_", " "),
    ]
    return ", ".join(parts) + (say("past", "simulated") if meta.simulated else "")


def _count(row: SessionRow, holds: list[Hold]) -> str:
    """How many holds; those of a session by hand are not measured."""
    by_hand = row.meta.device_driver is None and row.meta.tool
    count = row.tries if by_hand else len(holds)
    return f"{count} hold{'s' if count != 1 else ''}" + (
        say("past", "by_hand", tool=row.meta.tool) if by_hand else ""
    )


def _what(row: SessionRow, holds: list[Hold], ratings: list[Rating]) -> list[str]:
    """Its holds and pain numbers; of a test with the device, which one it was."""
    if is_test(row.meta.programme):
        return [f"{row.meta.programme}".replace("-", " ")]
    before, after = (_pain(ratings, f"pain_{when}") for when in ("before", "after"))
    return [_count(row, holds), say("past", "before_after", before=before, after=after)]


def _hold_lines(hold: Hold) -> list[str]:
    kpa, cv = hold.mean_kpa, hold.cv
    measured = say(
        "past", "hold", hold=hold.hold + 1, begin=clock(hold.onset_s), end=clock(hold.end_s),
        total_s=hold.total_s, in_zone_s=hold.in_zone_s,
        mean="?" if hold.mean_n is None else f"{hold.mean_n:.1f}",
        pressure="" if kpa is None else say("past", "pressure", mean_kpa=kpa),
        steady="" if cv is None else say("past", "steady", cv_pct=cv * 100),
        reason=hold.reason.replace("_", " "),
    )  # fmt: skip
    lines = [f"  {measured}"]
    course = phrases().hold_course(hold)
    if course is not None:
        lines.append(f"    {course}")
    if hold.verdict is not None:
        why = f" ({hold.verdict_why})" if hold.verdict_why else ""
        verdict = hold.verdict.replace("_", " ")
        lines.append(f"    {say('past', 'from_force', verdict=verdict, why=why)}")
    own = [] if hold.pain_now is None else [say("past", "pain", n=hold.pain_now)]
    own += [] if hold.gave is None else [say("past", "gave" if hold.gave else "did_not_give")]
    if hold.user_easing_s is not None:
        own.append(say("past", "eased", at=clock(hold.user_easing_s)))
    if own:
        lines.append(f"    {say('past', 'you_said', said=', '.join(own))}")
    return lines


def _object(row: SessionRow, holds: list[Hold], ratings: list[Rating]) -> dict[str, object]:
    meta = row.meta
    return {
        "type": "session",
        "id": row.id,
        "started_at": meta.started_at.isoformat(),
        "duration_s": plain_value(row.duration_s),
        "point": meta.point,
        "side": meta.side,
        "point_of": list(meta.point_of) if meta.point_of else None,
        "programme": meta.programme,
        "device": meta.device_label,
        "simulated": meta.simulated,
        "ending": row.ending,
        "holds": len(holds),
        "tries": row.tries,
        "tool": meta.tool,
        "pain_before": _pain(ratings, "pain_before"),
        "pain_after": _pain(ratings, "pain_after"),
    }


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: plain_value(value) for name, value in row.items()}
