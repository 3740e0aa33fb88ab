"""The signal benchmark: `python -m benchmarks.signal [--quick]` or `./run bench signal`.

Makes the corpus, asks every detector, prints the table with the targets, and writes results.json
and table.md beside this file. The same to the digit on every run; --quick takes under two minutes
and writes nothing unless told where (--to FOLDER). Guarded by tests/benchmarks/test_run.py.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.machine import load
from benchmarks.signal import table, tracks
from benchmarks.signal.bootstrap import Figure
from benchmarks.signal.course import HoldResult, TrackResult, run_hold_track, run_track
from benchmarks.signal.figures import of_hold_tracks, of_tracks
from benchmarks.signal.outside import real_figures, real_plateaus
from benchmarks.signal.results import part, write
from benchmarks.signal.work import Crew
from devicelink.data import release_model

HERE = Path(__file__).parent
HALVES = ("holds", "releases")
PACKAGES = ("numpy", "river", "ruptures", "changepoint-online")


def main() -> None:
    """Runs it and says how it went."""
    asked = arguments()
    began_s = time.monotonic()
    single, several = (tracks.TRACKS, tracks.HOLD_TRACKS) if not asked.quick else tracks.quick()
    hold_results: list[HoldResult] = []
    results: dict[str, TrackResult] = {}
    with ExitStack() as stack:
        jobs = max(1, asked.jobs)
        pool = stack.enter_context(ProcessPoolExecutor(jobs)) if jobs > 1 else None
        crews = {name: Crew(pool, progress, []) for name in HALVES}
        if asked.only != "releases":
            hold_results = [run_hold_track(crews["holds"], one) for one in several]
        if asked.only != "holds":
            for one in single:
                results[one.name] = run_track(crews["releases"], one, results)
    progress("")
    folder = asked.to or (None if asked.quick else HERE)
    report(folder, crews, hold_results, list(results.values()))
    print(f"\n{time.monotonic() - began_s:.0f} s with {jobs} processes; {load()}", file=sys.stderr)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signal", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small corpus, in two minutes")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--only", choices=HALVES, help="one half of it; the other's results stay")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the results go")
    return parser.parse_args()


def report(
    folder: Path | None,
    crews: dict[str, Crew],
    holds: list[HoldResult],
    results: list[TrackResult],
) -> None:
    """Prints the table; writes it and the result file into the folder, if there is one."""
    real = real_figures()
    by_track, by_hold_track = of_tracks(results), of_hold_tracks(holds)
    if real is not None:
        by_track |= {"real": real[0]} if results else {}
        by_hold_track |= {"real": real[1], "real, holds": real[2]} if holds else {}
    plateaus = {one.track.name: one.plateaus for one in results if one.plateaus} | real_plateaus()
    noted = note(crews, results, has_real=real is not None)
    text = table.document(by_track, by_hold_track, plateaus, gains(results), noted)
    print(text)
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    parts = {}
    if holds:
        parts["holds"] = part(crews["holds"].hash(), by_hold_track)
    if results:
        parts["releases"] = part(crews["releases"].hash(), by_track, results, gains(results))
    write(folder / "results.json", parts)
    if len(parts) == len(HALVES):
        (folder / "table.md").write_text(text, "utf-8")


def gains(results: list[TrackResult]) -> dict[str, Figure]:
    """Of the listening window, by row."""
    scores = {one.track.name: one.scores for one in results}
    followed, dimmed = scores.get("tracking", {}), scores.get("window", {})
    return {name: score.gain(followed[name]) for name, score in dimmed.items() if name in followed}


def note(crews: dict[str, Crew], results: list[TrackResult], *, has_real: bool) -> str:
    """What it was measured on and with."""
    shares = []
    for one in results:
        total = sum(one.classes.values())
        parts = "/".join(f"{one.classes.get(c, 0) / total:.2f}" for c in sorted(one.classes))
        if total:
            shares.append(f"{one.track.name} {parts}")
    lines = [
        "Corpus "
        + ", ".join(f"{name} {crew.hash()[:16]}" for name, crew in crews.items() if crew.digests)
        + f"; model {release_model().name}; {', '.join(versions())}.",
        f"Releases O1/O2/O3: {'; '.join(shares)}.",
    ]
    if not has_real:
        lines.append("The real recordings are not at hand: their rows are left out.")
    return "  \n".join(lines)


def versions() -> list[str]:
    """Of the packages that the figures rest on."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed, its rows are left out")
    return found


def progress(text: str) -> None:
    """One line on the terminal, written over again."""
    if sys.stderr.isatty():
        print(f"\r{text:<60}", end="" if text else "\r", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
