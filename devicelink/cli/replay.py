"""`devicelink replay`: the very same core over recorded force, as fast as it can.

A broken file is reported and the others still run. Guarded by tests/cli/test_replay.py.
"""

from collections.abc import Iterator

import click

from devicelink.cli.saying import tell
from devicelink.cli.terminal import put
from devicelink.cohort.analysis import run_core
from devicelink.cohort.finding import found
from devicelink.core.events import Event
from devicelink.core.release import Mode
from devicelink.errors import DevicelinkError, RecordingError, UsageError
from devicelink.lines import as_json, as_line, as_words
from devicelink.recordings import read_recording


@click.command(short_help="Find holds, slips and releases in recorded force.")
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.PROBE.value,
    show_default=True,
    help="What was pressed with: a ball under body weight hides a release.",
)
@click.option("--chunk", type=click.IntRange(min=1), help="Feed this many samples at a time.")
@click.option(
    "-o", "--output", metavar="FILE.jsonl",
    help="Run many recordings at once into one result file; run again to go on where it stopped.",
)  # fmt: skip
@click.option(
    "--jobs", type=click.IntRange(1, 4096), metavar="N",
    help="So many processes for -o.  [default: one a core]",
)  # fmt: skip
@click.option("--dask", metavar="ADDRESS", help="The Dask cluster for -o, as tcp://host:8786.")
def replay(
    files: tuple[str, ...], mode: str, chunk: int | None, output: str | None, jobs: int | None,
    dask: str | None, *, as_objects: bool,
) -> None:  # fmt: skip
    """Run the core over CSV files with the columns t_s and force_n.

    A folder stands for every .csv in it, a pattern ("2026-*/*.csv") for all that fit, in order of
    their names. A session exported as .jsonl is run again whole, keys and clock included, and
    compared with its record.

    With -o the result is one file of JSON lines whose order is that of the recordings: the lines of
    --json, then one line that sums the recording up or says why it is broken.
    """
    paths = found(files)
    if jobs is not None and dask is not None:
        raise UsageError("jobs_and_dask")
    if output is not None:
        from devicelink.cli.cohort import run_cohort  # noqa: PLC0415 - only where it is wanted

        run_cohort(paths, output, Mode(mode), chunk, jobs, dask)
    elif jobs is not None or dask is not None:
        raise UsageError("option_needs_output", option="--jobs" if dask is None else "--dask")
    else:
        _one_after_the_other(paths, Mode(mode), chunk, as_objects=as_objects)


def _one_after_the_other(
    paths: list[str], mode: Mode, chunk: int | None, *, as_objects: bool
) -> None:
    broken = 0
    for path in paths:
        label = path if len(paths) > 1 else None
        try:
            for event in _events(path, mode, chunk):
                _tell(event, label, as_objects=as_objects)
        except RecordingError as error:
            if len(paths) == 1:
                raise
            broken += 1
            put(error.in_full, err=True)
    if broken:
        raise DevicelinkError("replay_files_broken", broken=broken, files=len(paths))


def _events(path: str, mode: Mode, chunk: int | None) -> Iterator[Event]:
    if path.endswith(".jsonl"):
        from devicelink.cli.again import events_again  # noqa: PLC0415

        yield from events_again(path)
        return
    recording = read_recording(path)
    if recording.left_out:
        tell("cohort", "left_out", file=path, n=recording.left_out)
    yield from run_core(recording.block, mode, chunk)


def _tell(event: Event, label: str | None, *, as_objects: bool) -> None:
    if as_objects:
        line = as_line(event)
        if line is not None:
            put(as_json(line if label is None else {**line, "file": label}))
        return
    words = as_words(event)
    if words:
        put(words if label is None else f"{label}: {words}")
