"""The one table of keys: what each does, for bindings, for help and for lines typed in plain mode.

The words of every key stand in the phrase catalogue; those at the foot of a screen depend on the
phase. tests/test_keys.py holds the two together and shows that each key sends its intent.
"""

from dataclasses import dataclass
from typing import Final

from devicelink.care.inputs import (
    Answer,
    BadPain,
    Decline,
    Easing,
    Felt,
    Go,
    Intent,
    Mute,
    Pain,
    Quality,
    Sensation,
    Skip,
    Stop,
    Unwell,
)
from devicelink.data import phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key. `key` is its name in Textual, `shown` how a person reads it, `typed` what stands for
    it on a line of plain mode."""

    key: str
    shown: str
    intent: Intent
    typed: tuple[str, ...]

    @property
    def help(self) -> str:
        """What it does, in a few words."""
        if isinstance(self.intent, Pain):
            return phrases().text("key", "pain", value=self.intent.value)
        return phrases().text("key", self.key)


def _letter(letter: str, intent: Intent, *words: str) -> Key:
    return Key(key=letter, shown=letter, intent=intent, typed=(letter, *words))


def _pain(value: int) -> Key:
    key = "t" if value == 10 else str(value)
    typed = ("10", "t", "ten") if value == 10 else (key,)
    return Key(key=key, shown=key, intent=Pain(value), typed=typed)


PAIN_KEYS: Final = tuple(_pain(value) for value in range(11))
KEYS: Final = (
    Key(key="space", shown="space", intent=Go(), typed=("", "space", "go")),
    _letter("y", Answer(yes=True), "yes"),
    _letter("n", Answer(yes=False), "no"),
    _letter("d", Decline()),
    _letter("e", Easing(), "easing"),
    _letter("x", BadPain(Quality.SHARP), "sharp"),
    _letter("b", BadPain(Quality.BURNING), "burning"),
    _letter("z", BadPain(Quality.ELECTRIC), "electric"),
    _letter("u", BadPain(Quality.NUMB), "numb"),
    _letter("f", Unwell(), "faint", "dizzy", "sick"),
    _letter("w", Felt(Sensation.WARMTH), "warm"),
    _letter("r", Felt(Sensation.RELAXATION), "relaxed"),
    _letter("j", Felt(Sensation.TWITCH), "twitch"),
    _letter("s", Skip(), "skip"),
    _letter("m", Mute(), "mute"),
    *PAIN_KEYS,
)
BY_KEY: Final = {key.key: key for key in KEYS}
_TYPED: Final[dict[str, Intent]] = {
    **{word: key.intent for key in KEYS for word in key.typed},
    **dict.fromkeys(("q", "quit", "stop"), Stop()),
}


def typed_intent(line: str) -> Intent | None:
    """What a line typed in plain mode means; None where it means nothing."""
    return _TYPED.get(line.strip().lower())
