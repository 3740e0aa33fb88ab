"""`devicelink replay`: the very same core over recorded force, as fast as it can.

A broken file is reported and the others still run. Guarded by tests/cli/test_replay.py.
"""

from collections.abc import Iterator

import click

from devicelink.core.block import Block
from devicelink.core.events import Event
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.release import Mode
from devicelink.errors import DevicelinkError, RecordingError
from devicelink.lines import as_json, as_line, as_words
from devicelink.recordings import read_recording


@click.command(short_help="Find holds, slips and releases in recorded force.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.PROBE.value,
    show_default=True,
    help="What was pressed with: a ball under body weight hides a release.",
)
@click.option("--chunk", type=click.IntRange(min=1), help="Feed this many samples at a time.")
def replay(files: tuple[str, ...], mode: str, chunk: int | None, *, as_objects: bool) -> None:
    """Run the core over CSV files with the columns t_s and force_n.

    A session exported as .jsonl is run again whole, keys and clock included, and compared with its
    record.
    """
    broken = 0
    for path in files:
        label = path if len(files) > 1 else None
        try:
            for event in _events(path, Mode(mode), chunk):
                _tell(event, label, as_objects=as_objects)
        except RecordingError as error:
            if len(files) == 1:
                raise
            broken += 1
            click.echo(f"{error.why} {error.what_to_do}", err=True)
    if broken:
        raise DevicelinkError(
            f"{broken} of {len(files)} files could not be read.", "The reasons stand above."
        )


def _events(path: str, mode: Mode, chunk: int | None) -> Iterator[Event]:
    if path.endswith(".jsonl"):
        from devicelink.cli.again import events_again  # noqa: PLC0415

        yield from events_again(path)
        return
    recording = read_recording(path)
    if recording.left_out:
        click.echo(f"{path}: {recording.left_out} rows without a rising time left out.", err=True)
    yield from run_core(recording.block, mode, chunk)


def run_core(block: Block, mode: Mode, chunk: int | None = None) -> Iterator[Event]:
    """Every event of a recording in order of decision, fed `chunk` samples at a time."""
    pipeline = Pipeline(PipelineConfig(mode=mode))
    size = chunk or max(1, len(block))
    for start in range(0, len(block), size):
        part = slice(start, start + size)
        yield from pipeline.feed(Block(block.t_s[part], block.force_n[part]))
    yield from pipeline.finish()


def _tell(event: Event, label: str | None, *, as_objects: bool) -> None:
    if as_objects:
        line = as_line(event)
        if line is not None:
            click.echo(as_json(line if label is None else {**line, "file": label}))
        return
    words = as_words(event)
    if words:
        click.echo(words if label is None else f"{label}: {words}")
