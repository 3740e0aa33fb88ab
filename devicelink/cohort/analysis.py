"""One recording judged: its lines as `devicelink replay --json` prints them, and a summary line.

The same bytes whoever does it: a worker beside us or at the far end of a cluster. Guarded by
tests/cohort/test_analysis.py.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import msgspec

from devicelink.cohort.plan import Outcome, Source
from devicelink.core.block import Block
from devicelink.core.events import Event, HoldEnded
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.release import Mode
from devicelink.core.release_listener import Listener
from devicelink.data import release_model
from devicelink.errors import RecordingError
from devicelink.lines import as_json, as_line, plain_value
from devicelink.recordings import read_recording

JUDGES: Final = (
    "core", "data/release_model.json", "data/phrases_errors.toml", "errors.py", "lines.py",
    "recordings.py", "wording.py",
)  # fmt: skip
"""What decides on the bytes of a result, below the package."""


class Summary(msgspec.Struct, frozen=True, tag="recording", kw_only=True):
    """The line that ends each recording's part of the result. None: broken, so not known."""

    file: str
    seconds: float | None = None
    samples: int | None = None
    left_out: int | None = None
    """Rows without a rising time."""
    holds: int | None = None
    sha256: str | None
    """Of the file's bytes; None where they cannot be read."""
    broken: str | None = None


def run_core(block: Block, mode: Mode, chunk: int | None = None) -> Iterator[Event]:
    """Every event of a recording in order of decision, fed `chunk` samples at a time."""
    pipeline = Pipeline(PipelineConfig(mode=mode), Listener(mode, release_model()))
    size = chunk or max(1, len(block))
    for start in range(0, len(block), size):
        part = slice(start, start + size)
        yield from pipeline.feed(block.part(part))
    yield from pipeline.finish()


def judge(source: Source, *, mode: Mode, chunk: int | None = None) -> Outcome:
    """Run the core over one recording. Whatever is wrong with it is part of the outcome."""
    digest = sha256(source.path)
    try:
        recording = read_recording(source.path)
        events = list(run_core(recording.block, mode, chunk))
    except RecordingError as error:
        return broken(source, error.why.replace(source.path, source.label), digest)
    except Exception as error:  # noqa: BLE001 - one recording must not end the run of thousands
        why = RecordingError("not_judged", file=source.label, error=type(error).__name__).why
        return broken(source, why, digest)
    lines = [line for event in events if (line := as_line(event)) is not None]
    t_s = recording.block.t_s
    summary = Summary(
        file=source.label,
        seconds=round(float(t_s[-1] - t_s[0]), 6),
        samples=len(t_s),
        left_out=recording.left_out,
        holds=sum(isinstance(event, HoldEnded) for event in events),
        sha256=digest,
    )
    told = [as_json({**line, "file": source.label}).encode() for line in lines]
    text = b"".join(line + b"\n" for line in (*told, msgspec.json.encode(summary)))
    return Outcome(source.label, text, None)


def broken(source: Source, why: str, digest: str | None) -> Outcome:
    """A recording that has no findings, and why."""
    summary = Summary(file=source.label, sha256=digest, broken=why)
    return Outcome(source.label, msgspec.json.encode(summary) + b"\n", why)


def stopped(source: Source) -> Outcome:
    """A recording that took its worker down twice."""
    why = RecordingError("stopped_the_program", file=source.label).why
    return broken(source, why, sha256(source.path))


def sha256(path: str) -> str | None:
    """Of a file's bytes; None where they cannot be read."""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def header(mode: Mode) -> dict[str, object]:
    """What a result rests on besides the recordings: with anything else here it is another."""
    return {"type": "cohort", "format": 1, "mode": plain_value(mode), "core": fingerprint()}


@cache
def fingerprint() -> str:
    """Of the code and data that decide on a result: two that differ may judge differently."""
    digest = hashlib.sha256()
    for name, part in _parts(files("devicelink"), JUDGES):
        content = part.read_bytes()
        digest.update(f"{name}:{len(content)}:".encode() + content)
    return digest.hexdigest()[:16]


def _parts(folder: Traversable, names: tuple[str, ...]) -> Iterator[tuple[str, Traversable]]:
    for name in sorted(names):
        part = folder / name
        if not part.is_dir():
            yield name, part
        elif name != "__pycache__":
            inner = tuple(child.name for child in part.iterdir())
            yield from ((f"{name}/{below}", found) for below, found in _parts(part, inner))
