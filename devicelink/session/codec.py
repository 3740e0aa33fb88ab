"""Events, intents and outputs to plain bodies for the stream, and back, by their kind.

The kind is the class's name in snake case. Both directions know the same closed set of classes;
a body never loses a field. Guarded by tests/session/test_codec.py.
"""

import re
from typing import Final, get_args

import msgspec

from devicelink.care.inputs import DeviceNews, Intent, LinkChanged
from devicelink.care.outputs import Output
from devicelink.core.events import Event
from devicelink.session.port import Happening


def kind_of(cls: type) -> str:
    """`HoldEnded` is recorded as `hold_ended`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


CLASSES: Final[dict[str, type]] = {
    kind_of(cls): cls for cls in (*get_args(Event | Intent | Output | DeviceNews), LinkChanged)
}


def encode(value: Happening | Intent) -> tuple[str, dict[str, object]]:
    """The kind and the body of a value: plain dicts, lists, strings and numbers."""
    body = msgspec.to_builtins(value)
    return kind_of(type(value)), dict(body)


def decode(kind: str, body: dict[str, object]) -> Happening | Intent:
    """The value again. Raises msgspec.ValidationError for a wrong body, KeyError for a kind."""
    value: Happening | Intent = msgspec.convert(body, type=CLASSES[kind], strict=False)
    return value
