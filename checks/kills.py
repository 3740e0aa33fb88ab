"""A writing program killed at 200 moments: `./run more kills`.

Each is a process of its own, killed without warning while it writes; what it acknowledged must be
in the file, and the file sound. The moments are drawn from the seed, within 0.15 s of a commit.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from checks.figures import keep
from devicelink.store.place import Place
from tests.store.test_kill import killed


def main() -> int:
    """0 passed; what failed is raised."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    asked = parser.parse_args()
    acknowledged = 0
    for seed in range(asked.kills):
        with tempfile.TemporaryDirectory() as folder:
            acknowledged += killed(Place(Path(folder) / "data"), seed)
    print(f"  {asked.kills} kills, {acknowledged:,} acknowledged, none lost, every file sound")
    if asked.kills >= 200:
        keep("kills", {"kills": asked.kills, "acknowledged": acknowledged, "lost": 0})
    return 0


if __name__ == "__main__":
    sys.exit(main())
