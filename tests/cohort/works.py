"""Work for workers in tests: as quick as can be, and deadly where the file's name says so."""

import os
import signal
from pathlib import Path

from devicelink.cohort.plan import Outcome, Source


def named(source: Source) -> Outcome:
    """The recording's name as its result; a deadly recording takes the worker down."""
    if "deadly" in source.label:
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(source.label, source.label.encode() + b"\n", None)


def deadly_once(source: Source) -> Outcome:
    """Takes the worker down on the first try only: the try leaves a file."""
    tried = Path(f"{source.path}.tried")
    if "deadly" in source.label and not tried.exists():
        tried.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return named(Source(source.label.replace("deadly", "once"), source.path, source.size))


class Unloadable:
    """Work whose worker dies before it has begun."""

    def __call__(self, source: Source) -> Outcome:
        """Never called."""
        raise AssertionError(source)

    def __reduce__(self) -> tuple[object, tuple[int]]:
        """What its worker does instead of loading it."""
        return os._exit, (3,)
