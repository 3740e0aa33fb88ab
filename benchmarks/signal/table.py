"""A run as text: the targets with what was reached, every row of every track, in Markdown. Pure.

Guarded by tests/benchmarks/test_run.py.
"""

from collections.abc import Sequence
from math import isnan

from benchmarks.signal.agreement import Plateau
from benchmarks.signal.bootstrap import Figure
from benchmarks.signal.figures import Figures
from benchmarks.signal.targets import HOLDS, RELEASES, Target, Way

OURS = "devicelink"
RELEASE_COLUMNS = (
    "f1", "precision", "recall O1", "recall O2", "recall O3", "false alarms per hour",
    "latency s, median", "auc",
)  # fmt: skip
HOLD_COLUMNS = (
    "f1", "f1, iou", "onset error ms, median", "onset error ms, p95", "end error ms, median",
    "end decided after ms, median", "false holds per hour", "zone time error %, median",
    "slip recall", "false slips per hour", "false slips in the record per hour",
    "slip latency ms, median",
)  # fmt: skip
ALONE_COLUMNS = (
    "latency s, p90", "onset error s, median", "ece", "brier skill", "declared gap",
    "share release_likely", "share release_possible", "share no_release_seen", "share cannot_tell",
)  # fmt: skip
Tracks = dict[str, dict[str, Figures]]


def number(value: float) -> str:
    """Three digits, and a dash for nothing."""
    if isnan(value):
        return "-"
    return f"{value:.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def cell(figure: Figure | None) -> str:
    """The figure and its interval."""
    if figure is None or isnan(figure.value):
        return "-"
    return f"{number(figure.value)} [{number(figure.low)}, {number(figure.high)}]"


def targets(tracks: Tracks) -> str:
    """Each target beside the figure, its interval and the best that anyone else reached live."""
    lines = [
        "| track | figure | target | reached | met | best baseline |",
        "|---|---|---|---|---|---|",
    ]
    for target in (*HOLDS, *RELEASES):
        if target.track not in tracks:
            continue
        rows = tracks[target.track]
        figure = rows.get(target.row, {}).get(target.figure)
        if figure is None:
            continue
        met = target.met(figure.value)
        said = {None: "-", True: "yes", False: "**no**"}[met]
        aim = f"{target.way} {target.value:g}".replace("+- ", "+-")
        what = target.figure if target.row == OURS else f"{target.figure} ({target.row})"
        lines.append(
            f"| {target.track} | {what} | {aim} | {cell(figure)} | {said} | {_best(rows, target)} |"
        )
    return "\n".join(lines)


def _best(rows: dict[str, Figures], target: Target) -> str:
    """Of those that are not ours and look only back."""
    others = {
        name: figures[target.figure].value
        for name, figures in rows.items()
        if not name.startswith(OURS) and "offline" not in name and target.figure in figures
    }
    others = {name: value for name, value in others.items() if not isnan(value)}
    if not others:
        return "-"
    pick = max if target.way is Way.AT_LEAST else min
    name = pick(others, key=lambda one: others[one])
    return f"{number(others[name])} ({name})"


def track(name: str, rows: dict[str, Figures], columns: Sequence[str]) -> str:
    """All rows of one track."""
    columns = [one for one in columns if any(one in figures for figures in rows.values())]
    if not columns:
        return ""
    lines = [f"| {name} | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for row, figures in rows.items():
        cells = " | ".join(cell(figures.get(one)) for one in columns)
        lines.append(f"| {row} | {cells} |")
    return "\n".join(lines)


def ours(tracks: Tracks) -> str:
    """What only we give: probabilities and verdicts."""
    rows = {
        f"{name}, {row}" if row != OURS else name: figures
        for name, found in tracks.items()
        for row, figures in found.items()
        if row.startswith(OURS) and any(one in figures for one in ALONE_COLUMNS)
    }
    return track("devicelink", rows, ALONE_COLUMNS)


def window(gains: dict[str, Figure]) -> str:
    """F1 with the gauge dimmed after 8 s less F1 with the gauge followed throughout."""
    if not gains:
        return ""
    rows = (f"| {name} | {cell(gain)} |" for name, gain in gains.items())
    return "\n".join(["| same hands, same budget | gain in F1 |", "|---|---|", *rows])


def hands(plateaus: dict[str, tuple[Plateau, ...]]) -> str:
    """How steady made and real hands are: 5 %, median and 95 % of each."""
    lines = [
        "| hands | plateaus | spread % | tremor % | worst 1-s drop % |",
        "|---|---|---|---|---|",
    ]
    for name, found in plateaus.items():
        columns = ((p.cv_pct, p.tremor_pct, p.drop_pct) for p in found)
        cells = [" / ".join(number(v) for v in _three(list(column)))
                 for column in zip(*columns, strict=True)]  # fmt: skip
        lines.append(f"| {name} | {len(found)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _three(values: list[float]) -> tuple[float, ...]:
    ordered = sorted(values)
    last = len(ordered) - 1
    return tuple(ordered[round(share * last)] for share in (0.05, 0.5, 0.95))


def _joined(tracks: Tracks, others: Tracks) -> Tracks:
    """What stands in either; the real recordings have a row of holds and one of releases."""
    joined = {name: dict(rows) for name, rows in tracks.items()}
    for name, rows in others.items():
        for row, figures in rows.items():
            place = joined.setdefault(name, {})
            place[row] = place.get(row, {}) | figures
    return joined


def document(
    tracks: Tracks,
    hold_tracks: Tracks,
    plateaus: dict[str, tuple[Plateau, ...]],
    gains: dict[str, Figure],
    note: str,
) -> str:
    """Everything, in Markdown."""
    parts = [
        note,
        "### Targets",
        targets(_joined(tracks, hold_tracks)),
        "### Holds",
        *(track(name, rows, HOLD_COLUMNS) for name, rows in hold_tracks.items()),
        "### Releases",
        *(track(name, rows, RELEASE_COLUMNS) for name, rows in tracks.items()),
        "### Probabilities and verdicts",
        ours(tracks),
        "### What the listening window gains" if gains else "",
        window(gains),
        "### Made hands and real ones",
        hands(plateaus),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
