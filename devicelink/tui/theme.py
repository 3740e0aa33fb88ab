"""The one look: dark, calm, few colours, each told apart by lightness as well as by hue.

Guarded by tests/tui/test_app.py.
"""

from typing import Final

from textual.theme import Theme

CALM: Final = Theme(
    name="calm",
    primary="#7fb3c8",
    secondary="#7fb3c8",
    accent="#7fb3c8",
    success="#9bdb9b",
    warning="#f0c05a",
    error="#ff7a66",
    foreground="#e4e8ea",
    background="#10161a",
    surface="#10161a",
    panel="#1a2329",
    variables={
        "panel-frame": "#4a5a63",
        "band": "#1c3328",
        "band-dots": "#3f6a53",
        "under": "#8fb8d8",
        "in-zone": "#a8ecA8",
        "number": "#ffffff",
    },
)
