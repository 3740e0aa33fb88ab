"""The page to watch on, its script run as it is: no number older than half a second is shown live.

The script runs in node in a world of virtual time; the truth of each number is kept beside it.
"""

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from devicelink.core.snapshot import LIVE_S
from devicelink.data import phrases
from devicelink.watch import _page, timed, told
from tests.tui.fake_port import view

NODE = shutil.which("node")
DRIVER = Path(__file__).with_name("watch_page.mjs")
OFFSET_MS = 1234567.0
LOST = phrases().text("watch", "lost")
OVER = phrases().text("watch", "over")

pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed")


@dataclass
class World:
    """A page, a sender and the ways between them. All times are true ones, in ms."""

    ways: list[tuple[float, float]] = field(default_factory=lambda: [(5.0, 5.0)])
    """How long a question for the sender's clock goes and comes back, each; the last stays."""
    steps: list[dict[str, Any]] = field(default_factory=list)
    taken_ms: list[float] = field(default_factory=list)

    def tell(self, sent_ms: float, way_ms: float, age_ms: float = 60.0, **changes: Any) -> None:
        """A number of this age is sent then; each is another, so that it can be told apart."""
        now_s = (sent_ms + OFFSET_MS) / 1000
        made = view(force_n=float(len(self.taken_ms)), force_s=now_s - age_ms / 1000, t_s=now_s)
        self.taken_ms.append(sent_ms - age_ms)
        data = told(made, phrases()) | timed(made, now_s) | changes
        self.steps.append({"at_ms": sent_ms + way_ms, "data": data})

    def shown(self, until_ms: float) -> list[tuple[float, float, dict[str, str]]]:
        """What the page showed, from when to when."""
        text = _page(phrases())[0].decode()
        script = text.split("<script>")[1].split("</script>")[0]
        given = {
            "script": script, "until_ms": until_ms, "offset_ms": OFFSET_MS, "ways": self.ways,
            "steps": self.steps,
        }  # fmt: skip
        done = subprocess.run(
            [str(NODE), str(DRIVER)], input=json.dumps(given), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        seen = [*json.loads(done.stdout), [until_ms, {}]]
        return [(since, till, what) for (since, what), (till, _) in pairwise(seen)]

    def live(self, until_ms: float) -> Iterator[tuple[float, float, float]]:
        """Each number shown live: from when, until when, and how old it was at the end."""
        for since, till, what in self.shown(until_ms):
            if what.get("force", "--") != "--":
                assert "stale" not in what["body"]
                yield since, till, till - self.taken_ms[int(what["force"].split()[0])]


def share(spans: list[tuple[float, float, float]], until_ms: float) -> float:
    return sum(till - since for since, till, _ in spans) / until_ms


def test_on_a_good_link_numbers_are_there_all_the_time() -> None:
    world = World()
    for n in range(100):
        world.tell(n * 100.0, way_ms=8.0 + 60.0 * (n % 5 == 0), age_ms=110.0)
    spans = list(world.live(10_000))
    assert share(spans, 10_000) > 0.98
    assert max(age for *_, age in spans) < 300


def test_numbers_that_come_later_and_later_are_no_longer_shown() -> None:
    """As on a connection that takes less than is sent: they never pause, and each is older."""
    world = World()
    for n in range(250):
        world.tell(n * 100.0, way_ms=10.0 + n * 12.0)
    spans = list(world.live(28_000))
    assert spans
    assert max(age for *_, age in spans) <= LIVE_S * 1000
    assert spans[-1][1] < 5000
    assert world.shown(28_000)[-1][2] == {
        "force": "--", "where": LOST, "alarm": "", "body": "stale",
    }  # fmt: skip


def test_a_connection_that_is_slow_from_the_beginning_shows_no_number() -> None:
    world = World(ways=[(900.0, 900.0)])
    for n in range(100):
        world.tell(n * 100.0, way_ms=900.0)
    assert not list(world.live(11_000))


@pytest.mark.parametrize("seed", range(5))
def test_whatever_the_ways_do_no_number_is_older_than_half_a_second(seed: int) -> None:
    rng = random.Random(seed)
    world = World(ways=[(rng.expovariate(1 / 80), rng.expovariate(1 / 80)) for _ in range(20)])
    came_ms = 0.0
    for n in range(300):
        way_ms = rng.choice((5.0, 40.0, 200.0)) * rng.expovariate(1.0)
        came_ms = max(came_ms, n * 100.0 + way_ms)  # in order, as they were sent
        world.tell(n * 100.0, came_ms - n * 100.0, age_ms=rng.uniform(0, 600))
    ages = [age for *_, age in world.live(31_000)]
    assert ages
    assert max(ages) <= LIVE_S * 1000


def test_an_old_number_goes_and_an_alarm_told_with_it_stays() -> None:
    """A device that sends rarely: the number is old, what is said beside it is not."""
    world = World()
    for n in range(20):
        world.tell(n * 100.0, 8.0, age_ms=n * 100.0, alarm="TOO HARD", level="alarm")
    _, _, last = world.shown(2000)[-1]
    assert last == {"force": "--", "where": LOST, "alarm": "TOO HARD", "body": "alarm stale"}
    assert max(age for *_, age in world.live(2000)) <= LIVE_S * 1000


def test_when_nothing_more_comes_the_number_goes_and_comes_back() -> None:
    world = World()
    for n in [*range(10), *range(40, 50)]:
        world.tell(n * 100.0, 8.0)
    spans = list(world.live(5000))
    assert max(age for *_, age in spans) <= LIVE_S * 1000
    assert sum(later[0] - one[1] > 2000 for one, later in pairwise(spans)) == 1


def test_after_a_sleep_what_waited_is_not_taken_for_the_present() -> None:
    """The page's clock stood still meanwhile: to it, what waited came in no time."""
    world = World()
    for n in range(20):
        world.tell(n * 100.0, 8.0)
    world.steps.append({"at_ms": 2000.0, "sleep_ms": 60_000.0})
    for n in range(20, 30):  # sent as it fell asleep, read as it woke
        world.tell(n * 100.0, 60_000.0)
    for n in range(620, 660):
        world.tell(n * 100.0, 8.0)
    spans = list(world.live(66_000))
    asleep = [age for since, _, age in spans if since < 2000]
    awake = [(since, age) for since, _, age in spans if since >= 2000]
    assert awake[0][0] > 62_000
    assert max(age for _, age in awake) <= LIVE_S * 1000
    assert len(asleep) > 15


def test_a_page_that_nobody_sees_keeps_no_number_for_when_it_is_seen() -> None:
    world = World()
    for n in range(10):
        world.tell(n * 100.0, 8.0)
    world.steps += [{"at_ms": 950.0, "hidden": True}, {"at_ms": 9000.0, "hidden": False}]
    assert max(till for _, till, _ in world.live(10_000)) == 950.0


def test_the_end_is_said_and_a_further_point_shows_again() -> None:
    world = World()
    world.tell(100.0, 8.0)
    world.steps.append({"at_ms": 200.0, "end": True})
    assert world.shown(3000)[-1][2]["where"] == OVER
    world.steps.append({"at_ms": 3000.0, "open": True})
    world.tell(3100.0, 8.0)
    assert [since for since, *_ in world.live(3200)] == [108.0, 3108.0]
