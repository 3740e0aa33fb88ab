"""Eight hours in one session, in virtual time: six turns of the device's clock, hundreds of holds.

What lives and what is asserted is that of tests/session/test_eight_hours.py.
"""

import sys
import time
from typing import Final

from checks.figures import keep
from devicelink.core.events import HoldEnded
from tests.session.test_eight_hours import lived

HOURS: Final = 8


def main() -> int:
    """0 passed, 1 failed."""
    began_s = time.monotonic()
    day, growth = lived(3600 * HOURS, 3600)
    found = {
        "hours": HOURS,
        "holds": day.told[HoldEnded],
        "records": sum(day.records.values()),
        "samples": day.seq,
        "samples_lost": day.intake.timebase.lost,
        "objects_growth_pct": 100.0 * growth,
        "seconds": time.monotonic() - began_s,
    }
    for name, value in found.items():
        print(f"  {name:<20} {value:.2f}")
    keep("eight_hours", found)
    return 0 if growth < 0.01 else 1


if __name__ == "__main__":
    sys.exit(main())
