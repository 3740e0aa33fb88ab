"""Renews docs/devices.md from what the drivers declare: `python tools/devices.py`.

tests/drivers/test_devices_page.py holds the page to it.
"""

from pathlib import Path
from typing import Final

from devicelink.drivers import DRIVERS
from devicelink.drivers.base import DriverType
from devicelink.drivers.declared import DeviceCapabilities
from firmware_protocol.messages import NEWTONS_PER
from firmware_protocol.profile import Direction

PAGE: Final = Path(__file__).resolve().parents[1] / "docs/devices.md"
BEGIN, END = "<!-- devices: made by tools/devices.py -->", "<!-- devices: end -->"
HEADER: Final = (
    "| device | id | pressed or pulled | what it is good for | sends | a second | resolution "
    "| full scale | zero | own clock | known from |"
)
WAYS: Final = {
    Direction.PUSH: "pressed",
    Direction.PULL: "pulled",
    Direction.BOTH: "either",
    Direction.SQUEEZE: "squeezed",
}


def render() -> str:
    """The table between its marks, and the notes below it."""
    columns = HEADER.count("|") - 1
    rows = [HEADER, "|" + "---|" * columns, *map(row, DRIVERS)]
    notes = [f"- **{kind.label}** (`{kind.id}`): {kind.note}." for kind in DRIVERS if kind.note]
    return "\n".join([BEGIN, "", *rows, "", *notes, "", END])


def row(kind: DriverType) -> str:
    """A device's line."""
    told = kind.measures
    known = ", ".join(kind.evidence)
    cells = [kind.label, f"`{kind.id}`", *(facts(told) if told else ["says itself"] * 8), known]
    return "| " + " | ".join(cells) + " |"


def facts(told: DeviceCapabilities) -> list[str]:
    """What it declares, cell by cell."""
    why_not = told.why_not_guided
    use = f"free recording: {why_not.split(',')[0]}" if why_not else "guided holds"
    rates = f"{min(told.rates_hz)} to {max(told.rates_hz)}" if told.rates_hz[1:] else ""
    unit = told.unit if told.unit in NEWTONS_PER else f"{told.unit} (no force)"
    return [
        WAYS[told.direction],
        use,
        str(unit),
        rates or (str(told.rates_hz[0]) if told.rates_hz else "not known"),
        newtons(told.resolution_n),
        newtons(told.full_scale_n),
        str(told.tare),
        "yes" if told.has_clock else "no",
    ]


def newtons(value: float | None) -> str:
    """A force to two digits."""
    return "not known" if value is None else f"{float(f'{value:.2g}'):g} N"


def main() -> None:
    """Write the page's table anew."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + render() + after, "utf-8")


if __name__ == "__main__":
    main()
