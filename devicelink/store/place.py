"""Where a person's data is: `--data DIR`, else DEVICELINK_DATA, else the platform's usual place.

One SQLite file a profile, folder and files private to the user. Nothing is created until someone
writes. Guarded by tests/store/test_place.py.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import platformdirs

from devicelink.errors import StoreError, UsageError

VARIABLE: Final = "DEVICELINK_DATA"
DEFAULT: Final = "default"
_NAME: Final = re.compile(r"\w[\w .-]{0,63}", re.UNICODE)
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever ends the name: no file there can be called so."""


@dataclass(frozen=True, slots=True)
class Place:
    """The data folder and the profile in it."""

    folder: Path
    profile: str = DEFAULT

    @classmethod
    def of(cls, folder: str | Path | None = None, profile: str = DEFAULT) -> "Place":
        """The folder asked for, or the usual one. Raises UsageError for a name that is no name."""
        odd = not _NAME.fullmatch(profile) or profile.endswith((".", " "))
        if odd or _DEVICES.fullmatch(profile):
            raise UsageError("profile_name", profile=profile)
        chosen = folder or os.environ.get(VARIABLE) or platformdirs.user_data_dir("devicelink")
        return cls(Path(chosen).expanduser(), profile)

    @property
    def who(self) -> str:
        """Whose record it is, as the faces say it."""
        return "you" if self.profile == DEFAULT else self.profile

    @property
    def file(self) -> Path:
        """The profile's SQLite file."""
        return self.folder / f"{self.profile}.sqlite"

    @property
    def lock(self) -> Path:
        """Held by the one program that writes."""
        return self.folder / f"{self.profile}.lock"

    def make_folder(self) -> None:
        """Create the folder where it is missing. Raises StoreError where that fails."""
        with self._refusing():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextlib.contextmanager
    def making(self) -> Iterator[None]:
        """Make the file where it is missing; where what follows fails, none is left behind.

        For who holds the lock: another might have begun to write into it. Raises StoreError.
        """
        is_new = not self.file.exists()
        if is_new:
            self._make()
        try:
            yield
        except BaseException:
            if is_new:
                for tail in ("", "-wal", "-shm"):
                    self.file.with_name(self.file.name + tail).unlink(missing_ok=True)
            raise

    def check_writable(self) -> None:
        """Raise StoreError where nothing could be kept; no file is left behind."""
        self.make_folder()
        with self._refusing():
            if self.file.exists():
                os.close(os.open(self.file, os.O_RDWR))
            with TemporaryFile(dir=self.folder) as tried:
                tried.write(bytes(1))

    def _make(self) -> None:
        with self._refusing():
            os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreError("cannot_write_folder", folder=self.folder, reason=reason) from error
