"""What every room's tests may ask for. Helpers of one room stay in that room's folder."""

import asyncio
import signal
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""A busy machine is slow at no test's fault: timings are the benchmarks'."""
ROOT = Path(__file__).resolve().parents[1]
HANGS_S = 60


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test that hangs fails by its name instead of holding up all others."""

    def hung(*_: object) -> None:
        pytest.fail(f"{item.name} hangs: no end after {HANGS_S} s")

    if not hasattr(signal, "SIGALRM"):
        return (yield)
    before = signal.signal(signal.SIGALRM, hung)
    signal.alarm(HANGS_S)
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts and recordings beside the checkout, which may not be shipped with it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder `shared` with the recordings does not stand beside this checkout")
    return folder


@pytest.fixture
async def no_leaks() -> AsyncIterator[None]:
    """Fails if the test leaves tasks behind; name it first, so that it looks last."""
    before = asyncio.all_tasks()
    yield
    left: set[asyncio.Task[object]] = set()
    for _ in range(50):
        left = asyncio.all_tasks() - before - {asyncio.current_task()}
        if not left:
            break
        await asyncio.sleep(0.01)
    assert not left
