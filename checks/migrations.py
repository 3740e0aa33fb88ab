"""Power lost at every step of every migration there is: `./run more migrations`.

The file layer and what is expected are those of tests/store/test_power_loss.py, which tries a
sample of the steps: the old schema or the new one, and the next start brings it to the newest.
"""

import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from checks.figures import keep
from devicelink.store.writer import Writer
from tests.store.lossy import left_by_migrating, parts_of, schemas, steps_to_migrate


def main() -> int:
    """0 passed, 1 failed."""
    began_s = time.monotonic()
    cut_off = amiss = 0
    with tempfile.TemporaryDirectory() as folder:
        made = schemas(Path(folder))
        states = [parts for _, parts in made]
        for image, _ in made[:-1]:
            for step in range(1, steps_to_migrate(image)):
                with tempfile.TemporaryDirectory() as after:
                    left = left_by_migrating(image, Path(after), step)
                    Writer(Path(after) / "x.sqlite").close()
                    with sqlite3.connect(Path(after) / "x.sqlite") as raw:
                        amiss += left not in states or parts_of(raw) != states[-1]
                    raw.close()
                cut_off += 1
    found = {
        "schemas": len(made), "cut_off": cut_off, "amiss": amiss,
        "seconds": time.monotonic() - began_s,
    }  # fmt: skip
    print(f"  {cut_off} steps from {len(made) - 1} schemas, {amiss} amiss")
    keep("migrations", found)
    return 0 if cut_off and not amiss else 1


if __name__ == "__main__":
    sys.exit(main())
