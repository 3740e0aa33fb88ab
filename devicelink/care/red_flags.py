"""Red flags: when to stop and get help. Shown as information, kept as shown, never scored.

The text is devicelink/data/red_flags.toml. Guarded by tests/care/test_red_flags.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from devicelink.errors import PlanError


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """One degree of hurry: what to do, and the signs that call for it."""

    name: str
    do: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlags:
    """All of them, the most urgent first."""

    version: str
    reviewed_by_clinician: str
    note: str
    level: tuple[Urgent, ...]


def red_flags_of(tables: Mapping[str, object]) -> RedFlags:
    """Out of a parsed file. PlanError for a broken one."""
    try:
        return msgspec.convert(tables, RedFlags)
    except msgspec.ValidationError as error:
        raise PlanError("red_flags_broken", error=error) from error
