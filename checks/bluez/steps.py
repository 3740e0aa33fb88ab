"""The steps of the real-stack check, in order: each says its figures or raises `StepError`.

Used by checks/real_stack.py.
"""

import asyncio
import csv
import io
import json
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import numpy as np

from checks.bluez.listener import listening
from checks.bluez.stage import Stage, StepError, client_cpu_s, must
from devicelink.care.inputs import LinkState
from simulator.radio import LinkNews
from simulator.serve import Recording, Setup

RATE_HZ: Final = 100
STREAM_S: Final = 10.0
AWAY_S: Final = 3.0
"""How long the adapter stays off, or the device out of reach."""
PULLED_N: Final = 12.0
STEADY: Final[Recording] = (np.array([0.0, 3600.0]), np.array([PULLED_N, PULLED_N]))
Step = Callable[[Stage], Awaitable[str]]


async def doctor(stage: Stage) -> str:
    """The computer's Bluetooth is found usable."""
    told = (await stage.command("doctor")).stdout
    must("usable" in told, f"doctor does not say that Bluetooth is usable: {told}")
    return "Bluetooth is usable"


async def scan(stage: Stage) -> str:
    """The probe is heard and known."""
    told = (await stage.command("scan", "--json", "--timeout", "3")).stdout
    found = [json.loads(line) for line in told.splitlines()]
    ours = [one for one in found if one["name"] == stage.probe.identity.name]
    must(ours and ours[0]["supported"], f"not heard as supported: {found}")
    return f"{ours[0]['driver']} at {ours[0]['address']}, {ours[0]['rssi_dbm']} dBm"


async def pair(stage: Stage) -> str:
    """Bonds, on a computer without a desktop whose pairing agent would agree for it."""
    await stage.command("pair", stage.probe.identity.name)
    must(LinkNews.PAIRED in stage.news, "the device was never paired with")
    known = await _known(stage)
    must(known and known["Paired"] and known["Bonded"], f"BlueZ keeps no bond: {known}")
    (key,) = await stage.peripheral.bonds()
    must(key.ltk is not None and key.ltk_central is None, "bonded without LE Secure Connections")
    return "bonded, LE Secure Connections, no agent but ours"


async def stream(stage: Stage) -> str:
    """Every sample at 100 Hz, each as the device took it."""
    async with listening(stage, RATE_HZ) as heard:
        must(stage.news.count(LinkNews.PAIRED) == 1, "it was paired with anew")
        first, guest_s = heard.begin(), stage.guest.cpu_s
        began_s = time.monotonic()
        await asyncio.sleep(STREAM_S)
        used = (stage.guest.cpu_s - guest_s) / (time.monotonic() - began_s)
        count = await heard.all_since(first)
    again = f"{heard.again or 'none'} sent again"
    ages = f"age {_spread(heard.ages_s)}"
    return f"{count} samples, 0 lost, {again}; {ages}; guest's CPU {used:.0%}"


async def lost_link(stage: Stage) -> str:
    """The link dies without a word; it comes back by itself with all that was missed."""
    return await _interrupted(stage, lambda: _at_once(stage.lose_link))


async def out_of_reach(stage: Stage) -> str:
    """The same, and the device cannot be found for a while."""

    async def away() -> None:
        stage.peripheral.is_in_reach = False
        stage.lose_link()
        await asyncio.sleep(AWAY_S)
        stage.peripheral.is_in_reach = True

    return await _interrupted(stage, away)


async def switched_off(stage: Stage) -> str:
    """Somebody switches the computer's Bluetooth off, and on again."""

    async def off_and_on() -> None:
        await stage.guest.adapter(Powered=False)
        await asyncio.sleep(AWAY_S)
        await stage.guest.adapter(Powered=True)

    return await _interrupted(stage, off_and_on)


async def session(stage: Stage) -> str:
    """A session as a person has it, its link lost on the way: all of it is in the record."""
    first, cpu_s, began_s = stage.probe.seq, client_cpu_s(), time.monotonic()
    process = await stage.begin("session", "--json", "--rate", str(RATE_HZ))
    await _taken(stage, first + 4 * RATE_HZ)
    stage.lose_link()
    await _taken(stage, stage.probe.seq + 6 * RATE_HZ)
    process.send_signal(signal.SIGINT)
    said, errors = await process.communicate()
    took_s = time.monotonic() - began_s
    must(process.returncode == 0, f"session: {errors.decode().strip()[-400:]}")
    states = [json.loads(line).get("state") for line in said.decode().splitlines()]
    must("lost" in states, "the session never said that the link was lost")
    exported = (await stage.command("export", "--what", "samples")).stdout
    rows = list(csv.DictReader(io.StringIO(exported)))
    numbers = [int(row["seq"]) for row in rows]
    must(numbers, "the record holds no samples")
    holes = [seq for seq in range(min(numbers), max(numbers)) if seq not in set(numbers)]
    must(not holes, f"{len(holes)} of {len(numbers)} samples are missing in the record")
    taken = {seq: stage.taken[seq].force_mn for seq in numbers}
    wrong = [row for row in rows if float(row["raw"]) != taken[int(row["seq"])]]
    must(not wrong, f"{len(wrong)} samples in the record differ: {wrong[:1]}")
    used = (client_cpu_s() - cpu_s) / took_s
    return f"{len(numbers)} samples in the record, 0 missing over a lost link; CPU {used:.0%}"


async def clone(stage: Stage) -> str:
    """A Progressor, whose service stands in the scan response, and which bonds with nobody."""
    async with stage.also(Setup(kind="tindeq", recording=STEADY)) as twin:
        rows = await _recorded(stage, twin.name)
    return f"{len(rows)} samples, all {PULLED_N:g} N"


async def broadcast(stage: Stage) -> str:
    """A crane scale that is only listened to: BlueZ must report what changes."""
    async with stage.also(Setup(kind="whc06", recording=STEADY)) as twin:
        rows = await _recorded(stage, twin.name)
        rate_hz = (len(rows) - 1) / float(rows[-1]["t_s"])
        must(rate_hz > 0.5, f"only {rate_hz:.1f} values a second get through")
    return f"{rate_hz:.1f} of {twin.rate_hz} values a second get through, all {PULLED_N:g} N"


async def forget(stage: Stage) -> str:
    """The bond is gone, on our side and on BlueZ's; pairing anew works."""
    await stage.command("forget", stage.probe.identity.name)
    known = await _known(stage)
    must(not (known and known["Paired"]), "BlueZ keeps the bond")
    await stage.command("pair", stage.probe.identity.name)
    must(stage.news.count(LinkNews.PAIRED) == 2, "it was not paired with anew")
    return "no bond in BlueZ; paired anew"


STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("doctor", doctor),
    ("scan", scan),
    ("pair", pair),
    (f"stream {RATE_HZ} Hz", stream),
    ("lost link", lost_link),
    ("out of reach", out_of_reach),
    ("adapter off and on", switched_off),
    ("session", session),
    ("Progressor", clone),
    ("broadcast scale", broadcast),
    ("forget", forget),
)
"""By the name in the table."""


async def _interrupted(stage: Stage, interrupt: Callable[[], Awaitable[None]]) -> str:
    async with listening(stage, RATE_HZ) as heard:
        first = heard.begin()
        await asyncio.sleep(1.0)
        when_s, before = heard.clock.now(), len(heard.states)
        await interrupt()
        await heard.until(lambda: LinkState.LOST in heard.states[before:], "told as lost")
        await heard.until_live()
        told_s = heard.at_s[before + heard.states[before:].index(LinkState.LOST)] - when_s
        back_s = heard.at_s[-1] - when_s
        await asyncio.sleep(1.0)
        count = await heard.all_since(first)
        must(heard.again, "nothing was missed, so nothing was shown")
    must(stage.news.count(LinkNews.PAIRED) == 1, "it had to be paired with anew")
    return (
        f"told in {told_s:.2f} s, back in {back_s:.1f} s; "
        f"{count} samples, 0 lost, {heard.again} of them sent again"
    )


async def _at_once(do: Callable[[], None]) -> None:
    do()


async def _known(stage: Stage) -> dict[str, Any] | None:
    return (await stage.guest.devices()).get(stage.probe.identity.address)


async def _taken(stage: Stage, seq: int) -> None:
    """Waits until the probe has taken that many samples. Raises StepError."""
    try:
        async with asyncio.timeout(40.0):
            while stage.probe.seq < seq:  # noqa: ASYNC110 - the device tells nobody
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise StepError("the device does not measure: nobody has started it") from None


async def _recorded(stage: Stage, name: str) -> list[dict[str, str]]:
    told = (await stage.command("record", "--device", name, "--seconds", "3")).stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    off = [row for row in rows if abs(float(row["force_n"]) - PULLED_N) > 0.05]
    must(not off, f"{len(off)} of {len(rows)} forces differ from the hand's: {off[:1]}")
    return rows


def _spread(ages_s: list[float]) -> str:
    p50, p99 = np.percentile(np.array(ages_s) * 1e3, (50, 99))
    return f"p50 {p50:.0f} ms, p99 {p99:.0f} ms"
