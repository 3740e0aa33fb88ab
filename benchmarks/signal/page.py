"""Renders the figures of docs/signal.md from results.json: `python -m benchmarks.signal.page`.

Tables go between the page's markers, the calibration curve beside it as SVG; nothing is typed by
hand. Guarded by tests/benchmarks/test_page.py, which fails where page, results and model differ.
"""

import re
from pathlib import Path

from benchmarks.signal import calibration_svg, table
from benchmarks.signal.figures import Figures
from benchmarks.signal.results import Kept, read

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("results.json")
PAGE = ROOT / "docs" / "signal.md"
PICTURE = ROOT / "docs" / "signal-calibration.svg"
CURVES = ("guided", "natural", "second, natural")
SUMMED = (
    "f1", "precision", "recall O1", "recall O2", "recall O3", "false alarms per hour",
    "latency s, median", "latency s, p90", "onset error s, median", "auc",
)  # fmt: skip

SUMMED_HOLDS = (
    "f1", "onset error ms, median", "onset error ms, p95", "end error ms, median",
    "end decided after ms, median", "false holds per hour", "zone time error %, median",
    "slip recall", "false slips per hour", "false slips in the record per hour",
    "slip latency ms, median",
)  # fmt: skip


def main() -> None:
    """Writes page and picture."""
    kept = read(RESULTS)
    PAGE.write_text(page(PAGE.read_text("utf-8"), kept), "utf-8")
    PICTURE.write_text(picture(kept), "utf-8")


def page(text: str, kept: Kept) -> str:
    """The page with every marked part made anew."""
    for name, part in parts(kept).items():
        begin, end = f"<!-- results: {name} -->\n", "<!-- results: end -->"
        marked = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        if not marked.search(text):
            raise ValueError(f"the page has no place for {name}")
        made = f"{begin}\n{part}\n\n{end}"
        text = marked.sub(lambda _, made=made: made, text, count=1)  # type: ignore[misc]
    return text


def parts(kept: Kept) -> dict[str, str]:
    """The marked parts by name."""
    releases = {name: rows for name, rows in kept.tracks.items() if name in kept.classes}
    holds = {name: rows for name, rows in kept.tracks.items() if "f1, iou" in _ours(rows)}
    corpora = ", ".join(f"{name} `{digest[:16]}`" for name, digest in kept.corpus.items())
    return {
        "run": f"Corpora {corpora}; model `{kept.model}`.",
        "targets": table.targets(kept.tracks),
        "classes": _classes(kept),
        "holds": "\n\n".join(table.track(name, rows, SUMMED_HOLDS) for name, rows in holds.items()),
        "releases": "\n\n".join(
            text for name, rows in releases.items() if (text := table.track(name, rows, SUMMED))
        ),
        "probabilities": table.ours(kept.tracks),
        "window": table.window(kept.window),
    }


def _ours(rows: dict[str, Figures]) -> Figures:
    return rows.get(table.OURS, {})


def picture(kept: Kept) -> str:
    """The calibration curves."""
    found = {
        name: kept.calibration[name][table.OURS] for name in CURVES if name in kept.calibration
    }
    return calibration_svg.drawn(found)


def _classes(kept: Kept) -> str:
    lines = ["| track | releases | O1 | O2 | O3 |", "|---|---|---|---|---|"]
    for name, counts in kept.classes.items():
        total = sum(counts.values())
        if total:
            shares = " | ".join(f"{counts.get(c, 0) / total:.2f}" for c in ("O1", "O2", "O3"))
            lines.append(f"| {name} | {total} | {shares} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
