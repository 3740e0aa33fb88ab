"""Whether the number of the moment may be shown, where every face asks: frame by frame, no loop."""

from contextlib import AbstractAsyncContextManager

from devicelink.clock import Clock
from devicelink.link.port import Radio
from devicelink.link.supervisor import Wish
from devicelink.session.on_air import FromAir, OnAir
from devicelink.session.watchman import Watchman
from firmware_protocol.messages import Readings, Unit


class Heard(OnAir):
    """What a radio's callback is told, with nobody to work on it."""

    def __init__(self) -> None:
        super().__init__(no_radio, Wish(), Clock(), Watchman(Clock(), ring=lambda: None))
        self.waiting: list[FromAir] = []

    def _wait(self, what: FromAir) -> None:
        self.waiting.append(what)

    def presses(
        self, force_n: float, until_s: float, from_s: float = 0.0, late_s: float = 0.0
    ) -> None:
        """Frames of five samples, twenty a second, the last of them at `until_s`."""
        for n in range(round(from_s * 20) + 1, round(until_s * 20) + 1):
            at_s = n * 0.05 + (late_s if n == round(until_s * 20) else 0.0)
            first = 5 * (n - 1)
            us = tuple((first + k) * 10_000 for k in range(5))
            raw = (force_n,) * 5
            self._heard(at_s, Readings(raw=raw, unit=Unit.NEWTON, seq=first, device_us=us))


def no_radio() -> AbstractAsyncContextManager[Radio]:
    raise AssertionError("nothing here connects")


async def test_a_number_is_live_for_half_a_second_and_under_load_for_three_tenths() -> None:
    """The second half of it is the vigil's, which the callback tells of each frame."""
    for force_n, live_s in ((0.5, 0.5), (20.0, 0.3)):
        device = Heard()
        device.presses(force_n, 2.0)
        assert device.is_live(2.0 + live_s - 0.01)
        assert not device.is_live(2.0 + live_s + 0.01)
        assert device.watchman.is_lost(2.0 + live_s + 0.01) is (force_n > 1.0)


async def test_what_was_long_on_its_way_is_no_fresh_number() -> None:
    device = Heard()
    device.presses(0.5, 2.0, late_s=0.4)
    assert device.is_live(2.49)
    assert not device.is_live(2.51)


async def test_a_frame_makes_it_live_again() -> None:
    device = Heard()
    device.presses(20.0, 2.0)
    assert not device.is_live(3.0)
    device.presses(20.0, 3.2, from_s=3.0)
    assert device.is_live(3.2)
