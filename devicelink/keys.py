"""The one table of keys: what each does, for bindings, for help and for lines typed in plain mode.

The words beside a key at the foot of a screen depend on the phase and stand in the phrase
catalogue; tests/test_keys.py holds the two together and shows that each key sends its intent.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key. `key` is its name in Textual, `shown` how a person reads it, `typed` what stands for
    it on a line of plain mode."""

    key: str
    shown: str
    help: str
    intent: Intent
    typed: tuple[str, ...]


def _letter(letter: str, help_line: str, intent: Intent, *words: str) -> Key:
    return Key(key=letter, shown=letter, help=help_line, intent=intent, typed=(letter, *words))


def _pain(value: int) -> Key:
    key = "t" if value == 10 else str(value)
    typed = ("10", "t", "ten") if value == 10 else (key,)
    return Key(key=key, shown=key, help=f"pain is {value} of 10", intent=Pain(value), typed=typed)


PAIN_KEYS: Final = tuple(_pain(value) for value in range(11))
KEYS: Final = (
    Key(key="space", shown="space", help="yes, go on", intent=Go(), typed=("", "space", "go")),
    _letter("y", "yes", Answer(yes=True), "yes"),
    _letter("n", "no", Answer(yes=False), "no"),
    _letter("d", "rather not say", Decline()),
    _letter("e", "it eases", Easing(), "easing"),
    _letter("x", "sharp pain: stops the hold", BadPain(Quality.SHARP), "sharp"),
    _letter("b", "burning pain: stops the hold", BadPain(Quality.BURNING), "burning"),
    _letter("z", "electric pain: stops the hold", BadPain(Quality.ELECTRIC), "electric"),
    _letter("u", "numb or tingling: stops the hold", BadPain(Quality.NUMB), "numb"),
    _letter("f", "faint, dizzy or sick: ends the session", Unwell(), "faint", "dizzy", "sick"),
    _letter("w", "it feels warm", Felt(Sensation.WARMTH), "warm"),
    _letter("r", "it relaxes", Felt(Sensation.RELAXATION), "relaxed"),
    _letter("j", "the muscle twitched", Felt(Sensation.TWITCH), "twitch"),
    _letter("s", "skip this step", Skip(), "skip"),
    _letter("m", "mute the alarm's sound for a while", Mute(), "mute"),
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
