"""A test with the device, step by step: threshold trials, or the same force held and rated.

The person marks pain with any big key or the device's button; the limit ends a trial before pain
does harm. Takes samples, keys and time, knows no clock; the same inputs give the same outputs, so a
recorded test can be run again. Guarded by tests/care/test_algometry.py.
"""

import math
from typing import Final

from devicelink.care.algometry_terms import (
    UNBELIEVED,
    AlgometryOutput,
    End,
    Finished,
    Heard,
    Outcome,
    Setup,
    Step,
    StepChanged,
    Told,
    TrialEnded,
    Which,
)
from devicelink.care.believed import Believed
from devicelink.care.inputs import (
    Answer,
    BadPain,
    Decline,
    Easing,
    Go,
    LinkChanged,
    LinkState,
    Mute,
    Pain,
    Stop,
    Unwell,
    ZeroMoved,
)
from devicelink.care.journal import Pressed, Trial
from devicelink.care.journal_words import DECLINED, Score
from devicelink.care.ramp import Ramp, pace
from devicelink.core.block import Block
from devicelink.core.events import Level, OverForce, OverForceCleared

START_N, LET_GO_N = 2.0, 1.0
HELD_S: Final = 3.0
"""The same force is held so long before it is rated."""
NEAR: Final = 0.1
"""Within a tenth of the target it is the same force."""
SAY_EVERY_S: Final = 1.0
MOST_AT_LIMIT: Final = 2
RATE_S: Final = 8.0
"""After so long the hand is let go, rated or not."""


class Algometry:
    """One test. Every method gives what there is to tell."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.step = Step.ZERO
        self.trial = 1
        self.force_n: float | None = None
        """The newest that is believed, None where there is none."""
        self.results: list[Trial] = []
        self.until_s: float | None = None
        self.began_s: float | None = None
        """When the press under way began."""
        self.over = False
        self._believed = Believed(setup.full_scale_n)
        self._is_mutable = False
        self._ramp = Ramp()
        self._held: list[tuple[float, float]] = []
        self._held_n: float | None = None
        self._marked_s: float | None = None
        self._pain: Score = None
        self._at_limit = 0
        self._again = False
        self._pace, self._said_s = "", -math.inf
        self._out: list[AlgometryOutput] = []

    def begin(self, t_s: float) -> list[AlgometryOutput]:
        """The zero is set; the first trial may come."""
        self._go_to(t_s, Step.READY)
        return self._told()

    def feed(self, block: Block) -> list[AlgometryOutput]:
        """Samples in order; one that no sensor can have measured says nothing."""
        for t_s, force_n in self._believed.look(block):
            if self.over:
                break
            self.force_n = force_n
            if force_n is not None:
                self._sample(t_s, force_n)
            elif self.step is Step.RAMP:  # harder pressing would not show
                self._say(t_s, UNBELIEVED)
                self._close(t_s, Outcome.SIGNAL)
        return self._told()

    def hear(self, t_s: float, what: Heard) -> list[AlgometryOutput]:
        """A key, the device's button, the limit, or news of link and zero."""
        if self.over:
            return []
        match what:
            case Go() | Easing():
                self._mark(t_s)
            case Pain(value=value):
                self._rated(t_s, value)
            case Decline() | Answer():
                self._rated(t_s, DECLINED)
            case Stop():
                self._end(t_s, End.STOPPED)
            case BadPain() | Unwell():
                self._say(t_s, "bad_pain")
                self._end(t_s, End.BAD_PAIN)
            case OverForce() | OverForceCleared() | Mute():
                self._alarm(t_s, what)
            case LinkChanged(state=state) if state is not LinkState.LIVE:
                self._drop(t_s)
            case ZeroMoved():
                self._drop(t_s)
            case _:
                pass
        return self._told()

    def _alarm(self, t_s: float, what: OverForce | OverForceCleared | Mute) -> None:
        match what:
            case OverForce(level=Level.ALARM):
                self._is_mutable = True
                self._limit(t_s)
            case OverForceCleared():
                self._is_mutable = False
            case Mute() if self._is_mutable:
                self._is_mutable = False
                self._say(t_s, "muted")

    def tick(self, t_s: float) -> list[AlgometryOutput]:
        """Time passed."""
        if self.step is Step.REST and self.until_s is not None and t_s >= self.until_s:
            self._go_to(t_s, Step.READY)
        marked_s = self._marked_s
        if self.step is Step.RAMP and marked_s is not None and t_s - marked_s > self.setup.stale_s:
            self._close(t_s, Outcome.SIGNAL)
        if self.step is Step.RATE and self.until_s is not None and t_s >= self.until_s:
            self.until_s = None
            self._say(t_s, "rate_let_go")
        return self._told()

    def wanted_n(self, t_s: float) -> float | None:
        """What the guide shows: where an even ramp would be now, or the force to be held."""
        if self.setup.target_n is not None:
            return self.setup.target_n
        if self.step is not Step.RAMP or self.began_s is None:
            return None
        return min(START_N + self.setup.ramp_n_s * (t_s - self.began_s), self.setup.limit_n)

    def gave(self) -> Pressed:
        """All that the test gave so far."""
        setup = self.setup
        same = setup.which is Which.SAME_FORCE
        return Pressed(
            test="same_force" if same else "threshold", tip_area_mm2=setup.tip_area_mm2,
            trials=tuple(self.results), target_n=setup.target_n, force_n=self._held_n,
            pain=self._pain,
        )  # fmt: skip

    def _sample(self, t_s: float, force_n: float) -> None:
        match self.step:
            case Step.READY if force_n >= START_N:
                self._ramp, self._held, self._marked_s = Ramp(), [], None
                self._ramp.add(t_s, force_n)
                self._pace, self.began_s = "", t_s
                self._go_to(t_s, Step.RAMP)
            case Step.RAMP:
                self._ramp.add(t_s, force_n)
                if self._marked_s is not None and t_s >= self._marked_s:
                    self._count(t_s)
                elif force_n < LET_GO_N:
                    self._close(t_s, Outcome.LET_GO)
                elif self.setup.which is Which.THRESHOLD:
                    self._guide(t_s)
                else:
                    self._hold(t_s, force_n)
            case Step.EASE_OFF if force_n < LET_GO_N:
                self._after(t_s)
            case Step.REST if force_n >= START_N and t_s - self._said_s >= 5 * SAY_EVERY_S:
                self._say(t_s, "wait")
            case _:
                pass

    def _guide(self, t_s: float) -> None:
        rate = self._ramp.rate_now()
        word = self._pace if rate is None else pace(rate, self.setup.ramp_n_s)
        if word != self._pace and t_s - self._said_s >= SAY_EVERY_S:
            self._pace = word
            self._say(t_s, f"pace_{word}")

    def _hold(self, t_s: float, force_n: float) -> None:
        target_n = self.setup.target_n or 0.0
        if abs(force_n - target_n) > NEAR * target_n:
            self._held = []
            word = "more" if force_n < target_n else "less"
            if t_s - self._said_s >= 2 * SAY_EVERY_S:
                self._say(t_s, word, target=target_n)
            return
        self._held.append((t_s, force_n))
        if t_s - self._held[0][0] >= HELD_S:
            forces = [force for _, force in self._held]
            self._held_n = sum(forces) / len(forces)
            self._out.append(TrialEnded(t_s=t_s, trial=self.trial, outcome=Outcome.HELD))
            self._go_to(t_s, Step.RATE, t_s + RATE_S)

    def _mark(self, t_s: float) -> None:
        if self.step is Step.RAMP and self.setup.which is Which.THRESHOLD:
            self._marked_s = t_s if self._marked_s is None else self._marked_s
            if self._ramp.t_s and self._ramp.t_s[-1] >= self._marked_s:
                self._count(t_s)
        elif self.step is Step.READY:
            self._say(t_s, "press_first")

    def _count(self, t_s: float) -> None:
        """A sample from the moment of the mark is there: the force then is the result."""
        marked_s, peak_n = self._marked_s or t_s, self._ramp.peak_n
        ramp = self._ramp.until(marked_s)
        if not ramp.t_s:
            self._close(t_s, Outcome.SIGNAL)
            return
        rate, fit = ramp.fit()
        result = Trial(force_n=self._ramp.at(marked_s), peak_n=peak_n, rate_n_s=rate, fit=fit)
        self._keep(t_s, Outcome.PAIN, result)

    def _limit(self, t_s: float) -> None:
        if self.step is not Step.RAMP:
            return
        self._at_limit += 1
        if self.setup.which is Which.THRESHOLD:
            rate, fit = self._ramp.fit()
            peak_n = max(self._ramp.peak_n, self.force_n or 0.0)
            self._keep(t_s, Outcome.LIMIT, Trial(peak_n=peak_n, rate_n_s=rate, fit=fit))
        else:
            self._out.append(TrialEnded(t_s=t_s, trial=self.trial, outcome=Outcome.LIMIT))
            self._go_to(t_s, Step.EASE_OFF)

    def _rated(self, t_s: float, value: Score) -> None:
        if self.step is Step.RATE:
            self._pain = value
            self._go_to(t_s, Step.EASE_OFF)

    def _drop(self, t_s: float) -> None:
        """The press under way counts for nothing: part of it is not known."""
        if self.step is Step.RAMP:
            self._close(t_s, Outcome.SIGNAL)

    def _close(self, t_s: float, outcome: Outcome) -> None:
        self._out.append(TrialEnded(t_s=t_s, trial=self.trial, outcome=outcome))
        self._again = True
        if outcome is Outcome.LET_GO:
            self._after(t_s)
        else:  # the hand may still press: that is no new trial
            self._go_to(t_s, Step.EASE_OFF)

    def _keep(self, t_s: float, outcome: Outcome, result: Trial) -> None:
        self.results.append(result)
        self._out.append(TrialEnded(t_s=t_s, trial=self.trial, outcome=outcome, result=result))
        self.until_s = t_s + self.setup.rest_s
        self._go_to(t_s, Step.EASE_OFF, self.until_s)

    def _after(self, t_s: float) -> None:
        """The hand is off: once more, rest for the next trial, or the end."""
        if self._again:
            self._again = False
            self._go_to(t_s, Step.READY)
        elif self._at_limit >= MOST_AT_LIMIT:
            self._end(t_s, End.LIMIT)
        elif self.setup.which is Which.SAME_FORCE and self._held_n is None:
            self._go_to(t_s, Step.READY)
        elif self.setup.which is Which.SAME_FORCE or self.trial >= self.setup.trials:
            self._end(t_s, End.COMPLETE)
        else:
            self.trial, self._said_s = self.trial + 1, -math.inf
            self._go_to(t_s, Step.REST, self.until_s)

    def _end(self, t_s: float, end: End) -> None:
        self._go_to(t_s, Step.DONE)
        self.over = True
        self._out.append(Finished(t_s=t_s, end=end, gave=self.gave()))

    def _go_to(self, t_s: float, step: Step, until_s: float | None = None) -> None:
        self.step, self.until_s = step, until_s
        self._out.append(StepChanged(t_s=t_s, step=step, trial=self.trial, until_s=until_s))

    def _say(self, t_s: float, phrase: str, **args: float) -> None:
        self._said_s = t_s
        self._out.append(Told(t_s=t_s, phrase=phrase, args=tuple(args.items())))

    def _told(self) -> list[AlgometryOutput]:
        told, self._out = self._out, []
        return told
