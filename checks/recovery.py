"""The policy of recovery in a world of any mood, ten thousand steps of it: `./run more recovery`.

The world and what may never be are those of tests/link/test_recovery.py; each run of hypothesis is
new. It stops at the first step at which something is so that may not be.
"""

import sys
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from checks.figures import keep
from tests.link.test_recovery import World

STEPS: Final = 10_000


class Counted(World):
    """Counts its steps, those of all runs together."""

    steps = 0

    @invariant()
    def counted(self) -> None:
        """One more."""
        type(self).steps += 1


def main() -> int:
    """0 passed; what failed is raised, with the steps that led to it."""
    how = settings(
        max_examples=200, stateful_step_count=100, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    runs = 0
    while Counted.steps < STEPS:
        run_state_machine_as_test(Counted, settings=how)
        runs += how.max_examples
    print(f"  {Counted.steps:,} steps in {runs} runs, nothing that may not be")
    keep("recovery", {"steps": Counted.steps, "runs": runs})
    return 0


if __name__ == "__main__":
    sys.exit(main())
