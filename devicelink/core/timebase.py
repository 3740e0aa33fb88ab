"""Frames as they arrive to samples as they were taken: one line of time, strictly rising.

Numbered samples are put in order, copies dropped, holes waited for and then given up, all
counted exactly. What a device's memory sends again finds its place. A device that restarts begins a
new life on the same line; the line itself never goes back. Memory is bounded. Guarded by
tests/core/test_timebase.py.
"""

from heapq import heappop, heappush

from devicelink.core.block import Block
from devicelink.core.device_time import ArrivalLine, DeviceLine
from firmware_protocol.messages import ReadingFlag, Readings

SEQ_WRAP = 2**32
REORDER = 256
"""Samples: a frame further behind than this, not sent again on request, is of a new life."""
HELD_MAX = 1 << 16
"""Samples held back at most, whatever patience says: eleven minutes at 100 Hz."""
APART_S = 1e-5


class Timebase:
    """For one device. Hand it every frame's readings; it hands out blocks.

    While a hole may still be filled (`missing` says with what), newer samples are held back, until
    nothing has helped for `patience_s`. `fresh` has the newest at once.
    """

    def __init__(self, patience_s: float = 0.5) -> None:
        self.lost = 0
        """Numbered samples given up so far."""
        self.duplicates = 0
        """Samples dropped because they came twice, or after they were given up."""
        self.misplaced = 0
        """Samples dropped because their time does not rise."""
        self.fresh = Block.of([], [])
        """What the last frame brought, newer than all before: for guards that cannot wait."""
        self._patience_s = patience_s
        self._boot_id: int | None = None
        self._newest_s = self._last_s = float("-inf")
        self._begin_life()

    def _begin_life(self) -> None:
        self._line = DeviceLine(self._newest_s + APART_S)
        self._arrivals = ArrivalLine(self._newest_s + APART_S)
        self._next: int | None = None
        self._held: dict[int, tuple[float, float, float]] = {}
        self._order: list[int] = []
        self._helped_s = float("-inf")
        self._out: list[tuple[float, float]] = []

    def add(self, readings: Readings, at_s: float, boot_id: int | None = None) -> Block:
        """Take a frame that arrived at `at_s`; answer with the samples that are in order by now.

        `boot_id` is the life of the device the frame belongs to, where the device tells.
        """
        before: list[tuple[float, float]] = []
        if boot_id is not None and boot_id != self._boot_id:
            if self._boot_id is not None:
                before = self._end_life()
            self._boot_id = boot_id
        if not readings.raw:
            self.fresh = Block.of([], [])
            return self._block(before + self._settle(at_s))
        resent = bool(readings.flags & ReadingFlag.BACKFILL)
        if resent and (readings.seq is None or readings.device_us is None):
            self.misplaced += len(readings.raw)  # without number or time it has no place
            return self._block(before + self._settle(at_s))
        times = self._times(readings, at_s, resent=resent)
        if times is None:
            before += self._end_life()
            times = self._times(readings, at_s, resent=resent) or []
        self._note_fresh(times, readings.force_n)
        self._sort(readings, times, at_s)
        return self._block(before + self._settle(at_s))

    def wait(self, now_s: float) -> Block:
        """Time passed without a frame: give up what has been waited for long enough."""
        return self._block(self._settle(now_s))

    def finish(self) -> Block:
        """Nothing more will come: hand out everything held back."""
        return self._block(self._settle(float("inf")))

    def missing(self) -> tuple[tuple[int, int], ...]:
        """Holes that could still be filled: first number (as the device counts) and how many."""
        holes, next_seq = [], self._next
        for seq in sorted(self._order):
            if next_seq is not None and seq > next_seq:
                holes.append((next_seq % SEQ_WRAP, seq - next_seq))
            next_seq = seq + 1
        return tuple(holes)

    def _times(self, readings: Readings, at_s: float, *, resent: bool) -> list[float] | None:
        seq = readings.seq
        if seq is not None and not resent and self._number(seq) < (self._next or 0) - REORDER:
            return None
        if readings.device_us is None:
            return self._arrivals.place(len(readings.raw), at_s)
        return self._line.place(readings.device_us, at_s, resent=resent)

    def _number(self, seq: int) -> int:
        """The sample's number without wraps, nearest to the next expected."""
        if self._next is None:
            return seq
        half = SEQ_WRAP // 2
        return self._next + (seq - self._next + half) % SEQ_WRAP - half

    def _sort(self, readings: Readings, times: list[float], at_s: float) -> None:
        """Hold the frame's samples by number; those without a number are in order as they come."""
        samples = zip(times, readings.force_n, strict=True)
        if readings.seq is None:
            self._out.extend(samples)
            return
        first = self._number(readings.seq)
        if self._next is None:
            self._next = first
        helps = bool(self._order) and first < self._order[0]
        for seq, (t_s, force_n) in enumerate(samples, first):
            if seq < self._next or seq in self._held:
                self.duplicates += 1
                continue
            self._held[seq] = (t_s, force_n, at_s)
            heappush(self._order, seq)
            if helps:
                self._helped_s = at_s

    def _settle(self, now_s: float) -> list[tuple[float, float]]:
        """Take out what is in order, and what has waited for a hole longer than patience allows."""
        out, self._out = self._out, []
        while self._order:
            seq = self._order[0]
            if seq != self._next:
                since_s = max(self._held[seq][2], self._helped_s)
                if now_s - since_s < self._patience_s and len(self._held) <= HELD_MAX:
                    break
                self.lost += seq - (self._next or 0)
            heappop(self._order)
            t_s, force_n, _ = self._held.pop(seq)
            self._next = seq + 1
            out.append((t_s, force_n))
        return out

    def _end_life(self) -> list[tuple[float, float]]:
        rest = self._settle(float("inf"))
        self._begin_life()
        return rest

    def _note_fresh(self, times: list[float], forces: tuple[float, ...]) -> None:
        new = [pair for pair in zip(times, forces, strict=True) if pair[0] > self._newest_s]
        self._newest_s = max(self._newest_s, *times)
        self.fresh = Block.of([t_s for t_s, _ in new], [force_n for _, force_n in new])

    def _block(self, samples: list[tuple[float, float]]) -> Block:
        """Only what rises in time; the rest is counted."""
        times, forces = [], []
        for t_s, force_n in samples:
            if t_s > self._last_s:
                self._last_s = t_s
                times.append(t_s)
                forces.append(force_n)
            else:
                self.misplaced += 1
        return Block.of(times, forces)
