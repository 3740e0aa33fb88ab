"""The devices screen: names as text, one's own marked, pair and forget, errors with a way on."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from devicelink.errors import DevicelinkError, LinkError
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.devices import Device, DevicesScreen
from tests.tui.screens import SMALL, WIDE, on_screen

PROBE = Device(
    address="F0:01", name="DL-Probe (1 of 2)", rssi_dbm=-52, strength="strong", supported=True,
    is_mine=False, is_heard=True, about=("Open profile probe or ball. F0:01, -52 dBm", "It is."),
)  # fmt: skip
OTHER = replace(PROBE, address="F0:02", name="DL-Probe (2 of 2)", strength="weak", rssi_dbm=-85)
LAMP = replace(
    PROBE, address="F0:03", name="(no name)", supported=False, about=("Not supported: no kind",)
)
AWAY = replace(
    PROBE, address="F0:04", name="Mine", is_mine=True, is_heard=False, rssi_dbm=None, strength="",
    about=("F0:04, not heard.", "Its battery was nearly empty when last used: charge it."),
)  # fmt: skip
NASTY = replace(
    PROBE, address="F0:05", name="[bold red]x[/]\x1b[2J\u202eevil\n" + "y" * 10_000,
    about=("[link=x]a\x1b]8;;b" + "z" * 10_000,),
)  # fmt: skip


class Fake:
    """Finds what it is told; remembers what was asked of it."""

    def __init__(self, *found: Device, error: DevicelinkError | None = None) -> None:
        self.found, self.error = found, error
        self.paired: list[str] = []
        self.forgotten: list[str] = []

    async def search(self) -> AsyncIterator[tuple[Device, ...]]:
        if self.error is not None:
            raise self.error
        for count in range(len(self.found) + 1):
            yield self.found[:count]

    async def pair(self, device: Device) -> tuple[str, ...]:
        if self.error is not None:
            raise self.error
        self.paired.append(device.address)
        return ("It is open: anyone near can read or fake this.",)

    async def forget(self, device: Device) -> str:
        self.forgotten.append(device.address)
        return ""


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_what_is_in_range_and_what_is_ones_own(size: tuple[int, int]) -> None:
    app = DevicelinkApp(start=DevicesScreen(Fake(PROBE, OTHER, LAMP, AWAY)), who="Ana")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = on_screen(app)
        assert text.lstrip().startswith("Ana")
        for words in ("DL-Probe (1 of 2)", "DL-Probe (2 of 2)", "(no name)", "strong", "weak",
                      "not heard", "yours", "p pair", "F0:01, -52 dBm"):  # fmt: skip
            assert words in text
        for _ in range(3):
            await pilot.press("down")
        await pilot.pause()
        assert "Its battery was nearly empty" in on_screen(app)


async def test_p_pairs_and_f_forgets() -> None:
    fake = Fake(PROBE)
    app = DevicelinkApp(start=DevicesScreen(fake))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("f")
        await pilot.pause()
        assert fake.forgotten == [], "what is not one's own is not forgotten"
        await pilot.press("p")
        await pilot.pause()
        text = on_screen(app)
        assert fake.paired == ["F0:01"]
        assert "Paired with DL-Probe" in text
        assert "anyone near can read or fake this" in text
        assert "yours" in text
        await pilot.press("f")
        await pilot.pause()
        assert fake.forgotten == ["F0:01"]
        assert "yours" not in on_screen(app)


@pytest.mark.parametrize("device", [LAMP, AWAY])
async def test_what_cannot_be_paired_is_said(device: Device) -> None:
    fake = Fake(device)
    app = DevicelinkApp(start=DevicesScreen(fake))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        assert "cannot be paired now" in on_screen(app)
        assert fake.paired == []


async def test_a_radio_that_is_not_to_be_had_says_why_and_what_to_do() -> None:
    error = LinkError("bluetooth_off")
    app = DevicelinkApp(start=DevicesScreen(Fake(error=error)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        text = on_screen(app)
        assert error.why in text
        assert error.what_to_do in text


async def test_names_from_the_air_are_text() -> None:
    """Escapes, markup, right-to-left and ten thousand letters: drawn, not obeyed."""
    app = DevicelinkApp(start=DevicesScreen(Fake(NASTY, PROBE)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        text = on_screen(app)
        assert "[bold red]x[/]" in text
        assert not set(text) & {"\x1b", "\u202e"}
        assert "p pair" in text, "the layout holds"
        await pilot.press("p")
        await pilot.pause()
        assert "Paired with [bold red]x[/]" in on_screen(app)


async def test_nothing_heard_says_what_to_do() -> None:
    app = DevicelinkApp(start=DevicesScreen(Fake()))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "held by no phone or other program" in on_screen(app)
