"""What a device is about to send: live batches, samples sent again, events, and the link's end.

It is the way out for everything, so stream faults strike here. Pure; times are the world's
microseconds. Guarded by tests/simulator/test_device.py and test_faults.py.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final

import numpy as np

from firmware_protocol import profile
from firmware_protocol.messages import CLOCK_WRAP_US, ReadingFlag
from firmware_protocol.profile_data import ChannelMask, data_capacity
from firmware_protocol.profile_event import BackfillEnded, DeviceEvent
from simulator.faults import Faults
from simulator.gatt import Drop, Notify, Outgoing
from simulator.ring import SEQ_WRAP, Sample, batches
from simulator.spoil import StreamSpoiler

DEFAULT_MTU: Final = 23
_KEPT_EVERY_US: Final = 5_000
_KEPT_EVERY_SLOW_US: Final = 200_000


class Outbox:
    """Open while a client is connected; what is put in at other times is lost."""

    def __init__(self, channels: ChannelMask, faults: Faults, rng: np.random.Generator) -> None:
        self.mtu = DEFAULT_MTU
        self.is_open = False
        self.start_us: int | None = None
        """When this client started the stream; None before that."""
        self.kept_us = 0
        """When the next samples are sent again, while there are any."""
        self._channels = channels
        self._every_us = _KEPT_EVERY_SLOW_US if "slow_backfill" in faults else _KEPT_EVERY_US
        self._stream = StreamSpoiler(faults, profile.DATA, rng)
        self._kept: deque[Notify] = deque()
        self._drop: Drop | None = None

    @property
    def is_sending_kept(self) -> bool:
        """Whether kept samples are still to be sent again."""
        return bool(self._kept)

    def close(self) -> None:
        """The client is gone, and with it all that was for it."""
        self.is_open, self.mtu, self._drop, self.start_us = False, DEFAULT_MTU, None, None
        self._kept.clear()
        self._stream.clear()

    def put(self, uuid: str, data: bytes, now_us: int) -> None:
        """A value for whoever subscribed to `uuid`."""
        if self.is_open:
            since_s = 0.0 if self.start_us is None else (now_us - self.start_us) / 1e6
            self._stream.push(Notify(uuid, data), now_us, since_s)

    def put_event(self, event: DeviceEvent, now_us: int) -> None:
        """An event of the profile."""
        self.put(profile.EVENT, event.serialize(), now_us)

    def put_samples(self, samples: Sequence[Sample], now_us: int) -> None:
        """Live samples, in as few notifications as they fit."""
        for batch in batches(samples, data_capacity(self.mtu, self._channels)):
            self.put(profile.DATA, batch.serialize(), now_us)

    def put_kept(self, samples: Sequence[Sample], now_us: int, clock_us: int) -> None:
        """Samples to be sent again one notification at a time, then the event that ends them."""
        capacity = data_capacity(self.mtu, self._channels)
        for batch in batches(samples, capacity, ReadingFlag.BACKFILL):
            self._kept.append(Notify(profile.DATA, batch.serialize()))
        end = BackfillEnded(clock_us % CLOCK_WRAP_US, samples[0].seq % SEQ_WRAP, len(samples))
        self._kept.append(Notify(profile.EVENT, end.serialize()))
        self.kept_us = max(self.kept_us, now_us)

    def send_kept(self, now_us: int) -> None:
        """One notification of kept samples is due."""
        kept = self._kept.popleft()
        self.put(kept.uuid, kept.data, now_us)
        self.kept_us += self._every_us

    def drop(self, *, lost: bool) -> None:
        """The connection ends after all that has been put in before."""
        if self.is_open:
            self._drop = Drop(lost)

    def take(self, now_us: int) -> list[Outgoing]:
        """All that is due to go out, in order; a `Drop` is the last."""
        outgoing: list[Outgoing] = [*self._stream.pop(now_us)]
        if self._drop is not None:
            outgoing.append(self._drop)
            self._drop = None
        return outgoing
