"""Everybody hears everything, in order, whenever they start and however slow they are."""

import asyncio

from devicelink.core.events import ReleaseEvidence, Touched
from devicelink.session.news import EVIDENCE_KEPT, KEPT, News


def touched(n: int) -> Touched:
    return Touched(t_s=float(n), decided_s=float(n))


def evidence(t_s: float) -> ReleaseEvidence:
    return ReleaseEvidence(
        hold=0, t_s=t_s, p=None, since_s=None, drop_pct=None, min_detectable_drop_pct=None, why=""
    )


async def heard(news: News, pause: bool = False) -> list[float]:
    times = []
    async for t_s, _ in news.read():
        times.append(t_s)
        if pause:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
    return times


async def test_early_late_and_slow_readers_hear_the_same() -> None:
    news = News()
    early = asyncio.create_task(heard(news))
    slow = asyncio.create_task(heard(news, pause=True))
    for n in range(20):
        news.add(float(n), touched(n))
        if n % 3 == 0:
            await asyncio.sleep(0)
    late = asyncio.create_task(heard(news))
    await asyncio.sleep(0)
    news.add(20.0, touched(20))
    news.close()
    whole = [float(n) for n in range(21)]
    assert list(await asyncio.gather(early, slow, late)) == [whole] * 3
    assert await heard(news) == whole


async def test_evidence_is_kept_for_a_while_and_all_else_for_longer() -> None:
    """An hour of evidence, several times a second, must not fill the memory."""
    news = News()
    for n in range(EVIDENCE_KEPT + 500):
        news.add(float(n), evidence(float(n)))
        if n % 100 == 0:
            news.add(float(n), touched(n))
    news.close()
    told = [(t_s, type(one)) async for t_s, one in news.read()]
    assert [t_s for t_s, kind in told if kind is Touched] == [100.0 * n for n in range(7)]
    kept = [t_s for t_s, kind in told if kind is ReleaseEvidence]
    assert kept == [float(n) for n in range(500, EVIDENCE_KEPT + 500)]
    assert sum(one is not None for one in news._told) == EVIDENCE_KEPT + 7


async def test_hold_after_hold_the_memory_stays() -> None:
    """What is long past is let go, and nobody hears anything twice or out of order."""
    news = News()
    slow = asyncio.create_task(heard(news, pause=True))
    await asyncio.sleep(0)
    for n in range(3 * KEPT):
        news.add(float(n), touched(n) if n % 2 else evidence(float(n)))
    news.close()
    told = await slow
    assert told == sorted(set(told))
    assert [t_s for t_s in told if t_s % 2] == [float(n) for n in range(KEPT + 1, 3 * KEPT, 2)]
    assert len(news._told) <= 2 * KEPT
    assert sum(one is not None for one in news._told) == KEPT + EVIDENCE_KEPT


async def test_a_reader_waits_until_there_is_more() -> None:
    news = News()
    reading = news.read()
    first = asyncio.ensure_future(anext(reading))
    await asyncio.sleep(0)
    assert not first.done()
    news.add(1.0, touched(1))
    assert await first == (1.0, touched(1))
    news.close()
    assert await anext(reading, None) is None


async def test_a_reader_that_gives_up_holds_nobody_up() -> None:
    news = News()
    gone = asyncio.create_task(heard(news))
    other = asyncio.create_task(heard(news))
    await asyncio.sleep(0)
    gone.cancel()
    news.add(1.0, touched(1))
    news.close()
    assert await other == [1.0]
