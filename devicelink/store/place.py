"""Where a person's data is: `--data DIR`, else DEVICELINK_DATA, else the platform's usual place.

One SQLite file a profile, folder and files private to the user. Nothing is created until someone
writes. Guarded by tests/store/test_place.py.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
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
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreError("cannot_write_folder", folder=self.folder, reason=reason) from error

    def make(self) -> None:
        """Create folder and file where they are missing. Raises StoreError where that fails."""
        self.make_folder()
        try:
            os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreError("cannot_write_folder", folder=self.folder, reason=reason) from error
