"""What is kept as JSON in a row, read: what cannot be read is a damaged file, not a crash.

Never repairs and never guesses. Guarded by tests/store/test_damaged_rows.py.
"""

from typing import Any

import msgspec

from devicelink.errors import StoreError


def unpack(kept: str | bytes) -> Any:
    """The value. Raises StoreError where the row holds no such text."""
    try:
        return msgspec.json.decode(kept)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise StoreError("data_damaged") from error
