"""The result file, and beside it what is known so far of a run that has not come to its end.

Outcomes are appended to FILE.part as they come and are on the disk before the next are given out.
When all are there, FILE is put in its place at once, in the recordings' order. Either may be left
by a kill at any instant: whole recordings are kept, a torn one is not. A recording counts as done
only while its file holds the same bytes. Guarded by tests/cohort/test_journal.py.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import msgspec

from devicelink.cohort.analysis import Summary
from devicelink.cohort.plan import Outcome, Source
from devicelink.errors import DevicelinkError, StoreError
from devicelink.lines import as_json
from devicelink.store.lock import Lock

_LAST: Final = b'{"type":"recording"'
"""How the last line of each recording begins."""
_SUMMARY: Final = msgspec.json.Decoder(Summary)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a recording's part of a file lies, and which bytes of the recording it tells of."""

    start: int
    end: int
    sha256: str | None
    broken: bool


class Journal:
    """A result file under way; a context manager that holds the file against other runs."""

    def __init__(self, output: str, header: dict[str, object]) -> None:
        """Nothing is touched yet. `header` is what the result rests on, for its first line."""
        self._output = Path(output)
        self._part, self._new, self._locked = (
            self._output.with_name(f"{self._output.name}.{kind}")
            for kind in ("part", "new", "lock")
        )
        self._header = header
        self._first = as_json(header).encode() + b"\n"
        self._kept: dict[str, tuple[Path, Kept]] = {}

    def __enter__(self) -> Self:
        """Read what is there. Raises StoreError for another result and what cannot be written."""
        try:
            self._lock = self._taken()
            try:
                self._open()
            except BaseException:
                self._let_go()
                raise
        except OSError as error:
            raise self._refused(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self._let_go()

    def _let_go(self) -> None:
        with suppress(OSError):
            self._locked.unlink()
        self._lock.release()

    def _taken(self) -> Lock:
        self._locked.open("ab").close()
        try:
            return Lock(self._locked)
        except StoreError as error:
            raise StoreError("cohort_busy", output=self._output) from error

    def _open(self) -> None:
        if self._output.exists() and self._output.stat().st_size:
            self._read(self._output)
        end = self._read(self._part) if self._part.exists() else 0
        self._file: IO[bytes] = self._part.open("r+b" if self._part.exists() else "xb")
        self._file.truncate(end)
        self._file.seek(end)
        if not end:
            self._put(self._first)

    def _read(self, path: Path) -> int:
        """Take note of the recordings in a file; answer with where its last whole one ends."""
        with path.open("rb") as file:
            first = file.readline()
            if path == self._part and self._first.startswith(first) and first != self._first:
                return 0
            if first != self._first:
                raise self._other(path, first)
            for label, kept in _recordings(file, len(first)):
                self._kept[label] = (path, kept)
        return max((kept.end for at, kept in self._kept.values() if at == path), default=len(first))

    def done(
        self, sources: Sequence[Source], sha256: Callable[[str], str | None],
        tell: Callable[[int], None] = lambda _: None,
    ) -> set[str]:  # fmt: skip
        """The labels that need no more work; `tell` hears how many have been looked at.

        Raises StoreError where the result has a recording that is not among the sources: it would
        be lost from it.
        """
        strangers = self._kept.keys() - {source.label for source in sources}
        if strangers:
            raise StoreError(
                "cohort_strangers",
                output=self._output,
                stranger=min(strangers),
                file=self._output.name,
                part=self._part.name,
            )
        same = set()
        for number, source in enumerate(sources):
            tell(number)
            kept = self._kept.get(source.label)
            if kept and kept[1].sha256 and kept[1].sha256 == sha256(source.path):
                same.add(source.label)
        return same

    def broken(self, labels: Collection[str]) -> int:
        """How many of these recordings are kept as broken."""
        return sum(self._kept[label][1].broken for label in labels)

    def append(self, outcomes: Iterable[Outcome]) -> None:
        """Keep these, on the disk before it returns. Raises StoreError where that cannot be."""
        outcomes = list(outcomes)
        at = self._file.tell()
        self._put(b"".join(outcome.text for outcome in outcomes))
        for outcome in outcomes:
            kept = Kept(at, at + len(outcome.text), None, outcome.broken is not None)
            self._kept[outcome.label] = (self._part, kept)
            at = kept.end

    def finish(self, labels: Iterable[str]) -> None:
        """Put the result in its place, in this order. Raises StoreError where that cannot be."""
        try:
            with self._new.open("wb") as new:
                new.writelines(self._whole(labels))
                new.flush()
                os.fsync(new.fileno())
            self._new.replace(self._output)
            self._file.close()
            self._part.unlink()
        except OSError as error:
            raise self._refused(error) from error

    def _whole(self, labels: Iterable[str]) -> Iterator[bytes]:
        yield self._first
        with self._part.open("rb") as part:
            output = self._output.open("rb") if self._output.exists() else None
            try:
                for label in labels:
                    path, kept = self._kept[label]
                    file = part if path == self._part or output is None else output
                    file.seek(kept.start)
                    yield file.read(kept.end - kept.start)
            finally:
                if output is not None:
                    output.close()

    def _put(self, data: bytes) -> None:
        try:
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> StoreError:
        reason = error.strerror or type(error).__name__
        return StoreError("cohort_cannot_write", output=self._output, reason=reason)

    def _other(self, path: Path, first: bytes) -> DevicelinkError:
        try:
            made = msgspec.json.decode(first, type=dict[str, object])
        except msgspec.DecodeError:
            made = {}
        if made.get("type") != self._header["type"]:
            return StoreError("cohort_no_result", path=path, file=path.name)
        name = next(name for name in self._header if made.get(name) != self._header[name])
        was, now = made.get(name), self._header[name]
        return StoreError(
            "cohort_other_result", path=path, name=name, was=was, now=now, file=path.name
        )


def _recordings(file: IO[bytes], start: int) -> Iterator[tuple[str, Kept]]:
    """The recordings that stand whole in a file, from `start` on, up to the first torn line."""
    end = start
    for line in file:
        end += len(line)
        if not line.endswith(b"\n"):
            return
        if line.startswith(_LAST):
            try:
                told = _SUMMARY.decode(line)
            except msgspec.DecodeError:
                return
            yield told.file, Kept(start, end, told.sha256, told.broken is not None)
            start = end
