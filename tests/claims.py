"""What no sentence may say: an effect on health, a finding, praise for force. One list for all.

A sentence may say what is not done: it is let pass where it denies, and only the few below stand
by their exact words.
"""

import re
from collections.abc import Iterator
from typing import Final

CLAIM: Final = re.compile(
    r"""\b(
    treat(?:s|ed|ing|ments?)? | cur(?:e|es|ed|ing) | heal(?:s|ed|ing)? | diagnos\w* | remed(?:y|ies)
    | reliev\w+ | relief | therapeutic\w* | pain[- ]free | toxins? | detox\w*
    | guarantee\w* | proven | get(?:s|ting)?\ rid\ of | will\ (?:feel\ better|go\ away|improve)
    | personal\ bests? | high\ scores? | leader\ ?board\w* | badges?
    | (?:press|push)\ (?:harder|more\ strongly) | harder\ is | stronger\ is | more\ force\ is
    | well\ done | great\ job | good\ job | strongest
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Treating and curing (S07, S08), promises (S31), reward for force (S30)."""
STIFF: Final = re.compile(r"\bstiff\w*\b.*\bk?Pa\b|\bk?Pa\b.*\bstiff\w*\b", re.IGNORECASE)
"""A stiffness out of a force (S07): in a whole line."""
DENIED: Final = re.compile(
    r"\b(?:not|no|never|nor|neither|nobody|nothing|cannot|without|rules out|less|instead of)\b",
    re.IGNORECASE,
)
HONEST: Final[frozenset[str]] = frozenset()
"""Sentences that are let pass as they are, each for a reason that a reader can see."""
CODE: Final = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_ENDS: Final = re.compile(r"(?<=[.!?:;|])\s|\n")


def claims(text: str) -> Iterator[tuple[str, str]]:
    """Each claim in a text with the sentence it stands in."""
    for line in text.splitlines():
        if STIFF.search(line) and not DENIED.search(line) and line.strip() not in HONEST:
            yield "stiffness in kPa", line.strip()
    for sentence in _ENDS.split(CODE.sub("", text)):
        found = CLAIM.search(sentence)
        if found and not DENIED.search(sentence) and sentence.strip() not in HONEST:
            yield found.group(), sentence.strip()
