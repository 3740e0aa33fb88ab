"""Frames as they arrive to samples as they were taken: one line of time, strictly rising.

Numbered samples are put in order, copies dropped, holes waited for and then given up, all
counted exactly. What a device's memory sends again finds its place. A device that restarts begins a
new life on the same line; the line itself never goes back. Memory is bounded. Guarded by
tests/core/test_timebase.py.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np

from devicelink.core.block import Block
from devicelink.core.device_time import LONGEST_S, ArrivalLine, DeviceLine, spanned_s
from devicelink.core.sample import EMPTY, Sample, block_of
from firmware_protocol.messages import ReadingFlag, Readings

SEQ_WRAP = 2**32
REORDER = 256
"""Samples: a frame further behind than this, not sent again on request, is of a new life."""
HELD_MAX = 1 << 16
"""Samples held back at most, whatever patience says: eleven minutes at 100 Hz."""
APART_S = 1e-5
SAME_S = 0.25
"""Two tellings of a moved zero no further apart are of one move: a batch holds less."""
MOVES_MAX = 64
SPAN_SLACK_S = 1.0
"""Frames may be late by so much, the last one late and this one not."""


class Timebase:
    """For one device. Hand it every frame's readings; it hands out blocks.

    While a hole may still be filled (`missing` says with what), newer samples are held back, until
    nothing has helped for `patience_s`. `fresh` has the newest at once.
    """

    def __init__(self, patience_s: float = 0.5, pace: float = 1.0) -> None:
        self.lost = 0
        """Numbered samples given up so far."""
        self.duplicates = 0
        """Samples dropped because they came twice, or after they were given up."""
        self.misplaced = 0
        """Samples dropped because their time does not rise."""
        self.fresh = EMPTY
        """What the last frame brought, newer than all before: for guards that cannot wait."""
        self.began_anew = False
        """Whether by the last frame's count or clock, and by no word of its own, a life began."""
        self._said: tuple[float, ...] = ()
        self.zero_n = 0.0
        """Taken off every force from the next live frame on: see `rezero`."""
        self.slope = 1.0
        """The calibration: what the device's newtons are multiplied by."""
        self._moved_s: list[float] = []
        self._last_moved_s = float("-inf")
        self._patience_s, self._pace = patience_s, pace
        self._boot_id: int | None = None
        self._newest_s = self._last_s = self._heard_at_s = float("-inf")
        self._begin_life()

    def _begin_life(self) -> None:
        self._line = DeviceLine(self._newest_s + APART_S, self._pace)
        self._arrivals = ArrivalLine(self._newest_s + APART_S)
        self._next: int | None = None
        self._top = -1
        """The highest number that came live."""
        self._gone: list[tuple[int, int]] = []
        self._held: dict[int, tuple[Sample, float]] = {}
        self._order: list[int] = []
        self._helped_s = float("-inf")
        self._out: list[Sample] = []

    def add(self, readings: Readings, at_s: float, boot_id: int | None = None) -> Block:
        """Take a frame that arrived at `at_s`; answer with the samples that are in order by now.

        `boot_id` is the life of the device the frame belongs to, where the device tells.
        """
        self.began_anew = False
        if self._is_too_long(readings, at_s):
            self.misplaced += len(readings.raw)
            self.fresh = EMPTY
            if self._says_more(readings):
                self._note_fresh(self._as_it_came(readings, at_s))
            self._said = readings.raw
            return self._block(self._settle(at_s))
        before: list[Sample] = []
        is_new = boot_id is not None and self._boot_id not in {None, boot_id}
        if is_new:
            before = self._end_life()
        self._boot_id = self._boot_id if boot_id is None else boot_id
        if not readings.raw:
            self.fresh = EMPTY
            return self._block(before + self._settle(at_s))
        resent = bool(readings.flags & ReadingFlag.BACKFILL)
        if resent and (readings.seq is None or readings.device_us is None):
            self.misplaced += len(readings.raw)  # without number or time it has no place
            self.fresh = EMPTY
            return self._block(before + self._settle(at_s))
        is_more = self._says_more(readings)
        samples = self._placed(readings, at_s, resent=resent)
        if samples is None:
            is_new = self.began_anew = True
            before += self._end_life()
            samples = self._placed(readings, at_s, resent=resent) or []
        if is_new or readings.flags & ReadingFlag.TARE_CHANGED:
            self._mark(samples[0].t_s)
        self._note_fresh(samples)
        if not len(self.fresh) and is_more:
            self._note_fresh(self._as_it_came(readings, at_s))
        self._said = readings.raw
        self._sort(readings.seq, samples, at_s)
        return self._block(before + self._settle(at_s))

    def _is_too_long(self, readings: Readings, at_s: float) -> bool:
        """Whether a live frame spans more than the time since the last, and reaches beyond now, or
        goes back within itself: no sensor took that."""
        if readings.device_us is None or not readings.raw or readings.flags & ReadingFlag.BACKFILL:
            return False
        since_s, self._heard_at_s = at_s - self._heard_at_s, at_s
        slack_s, span_s = SPAN_SLACK_S * self._pace, spanned_s(readings.device_us)
        if span_s <= since_s + slack_s:
            return False
        ahead_s = self._line.ahead_s(readings.device_us[-1], at_s)
        return span_s > LONGEST_S * self._pace or ahead_s > slack_s

    def rezero(self, by_n: float = 0.0) -> None:
        """The zero moves between the newest sample and the next; ours by so many newtons."""
        self.zero_n += by_n
        self._mark(self._newest_s + APART_S)

    def parts(self, block: Block) -> list[tuple[bool, Block]]:
        """A block handed out, cut where the zero moved, and of each part whether it did before."""
        parts, done = [], 0
        moved = False
        while self._moved_s and len(block) and self._moved_s[0] <= block.t_s[-1]:
            self._last_moved_s = self._moved_s.pop(0)
            at = int(np.searchsorted(block.t_s, self._last_moved_s))
            if at > done:
                parts.append((moved, block.part(slice(done, at))))
            moved, done = True, at
        if done < len(block):
            parts.append((moved, block.part(slice(done, None)) if done else block))
        return parts

    def _mark(self, t_s: float) -> None:
        """A batch's flag and the device's event tell of one and the same move."""
        known = (*self._moved_s, self._last_moved_s)
        if t_s > self._last_s and all(abs(t_s - known_s) > SAME_S for known_s in known):
            self._moved_s = sorted([*self._moved_s, t_s])[:MOVES_MAX]

    def wait(self, now_s: float) -> Block:
        """Time passed without a frame: give up what has been waited for long enough."""
        return self._block(self._settle(now_s))

    def hold(self, now_s: float) -> None:
        """Time passed in which nothing could help: patience begins anew."""
        self._helped_s = now_s

    def give_up(self, first_seq: int, count: int, now_s: float) -> Block:
        """The device keeps these samples no longer: nobody need wait for them."""
        if self._next is not None:
            first, known = self._number(first_seq), self._next
            self._gone = [gone for gone in self._gone if gone[1] > known]
            self._gone.append((first, first + count))
        return self._block(self._settle(now_s))

    def finish(self) -> Block:
        """Nothing more will come: hand out everything held back."""
        return self._block(self._settle(float("inf")))

    def missing(self) -> tuple[tuple[int, int], ...]:
        """Holes that could still be filled: first number (as the device counts) and how many."""
        holes: list[tuple[int, int]] = []
        next_seq = self._next
        for seq in sorted(self._order):
            if next_seq is not None and seq > next_seq:
                holes += self._still_kept(next_seq, seq)
            next_seq = seq + 1
        return tuple((first % SEQ_WRAP, end - first) for first, end in holes)

    def _still_kept(self, first: int, end: int) -> list[tuple[int, int]]:
        """What the device may still have of a hole, as ranges with their ends left out."""
        kept = []
        for gone_first, gone_end in sorted(self._gone):
            if gone_first > first:
                kept.append((first, min(gone_first, end)))
            first = max(first, gone_end)
            if first >= end:
                return kept
        return [*kept, (first, end)]

    def _placed(self, readings: Readings, at_s: float, *, resent: bool) -> list[Sample] | None:
        """The frame's samples on the time line; None where they are of another life."""
        seq = readings.seq
        if seq is not None and not resent and self._number(seq) < (self._next or 0) - REORDER:
            return None
        places: Sequence[tuple[float, int | None]] | None
        if readings.device_us is None:
            places = [(t_s, None) for t_s in self._arrivals.place(len(readings.raw), at_s)]
        else:
            is_next = None if seq is None else self._number(seq) > self._top
            places = self._line.place(readings.device_us, at_s, resent=resent, is_next=is_next)
        if places is None:
            return None
        if seq is not None and not resent:
            self._top = max(self._top, self._number(seq) + len(places) - 1)
        zero_n, slope = 0.0 if resent else self.zero_n, self.slope
        forces = [force_n * slope - zero_n for force_n in readings.force_n]
        counts = [None if seq is None else (seq + at) % SEQ_WRAP for at in range(len(places))]
        return [
            Sample(t_s, force_n, count, device_us, readings, at)
            for at, ((t_s, device_us), force_n, count) in enumerate(
                zip(places, forces, counts, strict=True)
            )
        ]

    def _says_more(self, readings: Readings) -> bool:
        """Whether a live frame whose time says that it is old can be no copy of the last."""
        if readings.flags & ReadingFlag.BACKFILL:
            return False
        if readings.seq is None:
            return readings.raw != self._said
        return self._number(readings.seq) + len(readings.raw) - 1 > self._top

    def _as_it_came(self, readings: Readings, at_s: float) -> list[Sample]:
        """A live frame whose own times mean nothing: for guards alone, by its arrival."""
        after_s = max(at_s - APART_S * len(readings.raw), self._newest_s)
        return [
            Sample(after_s + APART_S * (n + 1), force_n * self.slope - self.zero_n, None, None,
                   readings, n)
            for n, force_n in enumerate(readings.force_n)
        ]  # fmt: skip

    def _number(self, seq: int) -> int:
        """The sample's number without wraps, nearest to the next expected."""
        if self._next is None:
            return seq
        half = SEQ_WRAP // 2
        return self._next + (seq - self._next + half) % SEQ_WRAP - half

    def _sort(self, first_seq: int | None, samples: list[Sample], at_s: float) -> None:
        """Hold the frame's samples by number; those without a number are in order as they come."""
        if first_seq is None:
            self._out.extend(samples)
            return
        first = self._number(first_seq)
        if self._next is None:
            self._next = first
        helps = bool(self._order) and first < self._order[0]
        for seq, sample in enumerate(samples, first):
            if seq < self._next or seq in self._held:
                self.duplicates += 1
                continue
            self._held[seq] = (sample, at_s)
            heappush(self._order, seq)
            if helps:
                self._helped_s = at_s

    def _settle(self, now_s: float) -> list[Sample]:
        """Take out what is in order, and what has waited for a hole longer than patience allows."""
        out, self._out = self._out, []
        while self._order:
            seq = self._order[0]
            if seq != self._next:
                since_s = max(self._held[seq][1], self._helped_s)
                waits = now_s - since_s < self._patience_s and len(self._held) <= HELD_MAX
                hole = self._still_kept(self._next or 0, seq) if waits else []
                found = hole[0][0] if hole else seq
                self.lost += found - (self._next or 0)
                self._next = found
                if hole:
                    break
            heappop(self._order)
            self._next = seq + 1
            out.append(self._held.pop(seq)[0])
        return out

    def _end_life(self) -> list[Sample]:
        rest = self._settle(float("inf"))
        self._begin_life()
        return rest

    def _note_fresh(self, samples: list[Sample]) -> None:
        self.fresh = block_of([sample for sample in samples if sample.t_s > self._newest_s])
        self._newest_s = max(self._newest_s, *(sample.t_s for sample in samples))

    def _block(self, samples: list[Sample]) -> Block:
        """Only what rises in time; the rest is counted."""
        rising = []
        for sample in samples:
            if sample.t_s > self._last_s:
                self._last_s = sample.t_s
                rising.append(sample)
            else:
                self.misplaced += 1
        return block_of(rising)
