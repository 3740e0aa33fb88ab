"""What a face may ask of a running session: the one seam between faces and engine.

A face reads views and happenings and sends intents; it never reaches past this.
"""

from collections.abc import AsyncIterator
from typing import Protocol, TypeAlias

from devicelink.care.inputs import DeviceNews, Intent, LinkChanged
from devicelink.care.outputs import Output
from devicelink.care.phrases import Phrases
from devicelink.core.events import Event
from devicelink.session.view import View

Happening: TypeAlias = Event | Output | LinkChanged | DeviceNews
"""All that a line of plain text or of JSON can tell about."""


class SessionPort(Protocol):
    """A session under way."""

    @property
    def phrases(self) -> Phrases:
        """The catalogue that turns cues and questions into sentences."""

    def view(self) -> View:
        """The present moment; cheap enough for 20 calls a second."""

    def send(self, intent: Intent) -> None:
        """Hand over what the person did; it is recorded and acted on at once."""

    def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        """Everything from the start on with its session time, ending when the session is over."""
