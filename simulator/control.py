"""How a device of the open profile answers requests on its control point.

Every request gets exactly one reply, whatever its bytes, if it has a token at all. Pure. Guarded by
tests/simulator/test_control.py.
"""

from typing import TYPE_CHECKING, assert_never

from firmware_protocol.messages import FrameRejected
from firmware_protocol.profile_control import (
    Buzz,
    ControlReply,
    Fetch,
    Fetching,
    Identify,
    Op,
    RateSet,
    ReplyValue,
    Request,
    Result,
    SetRate,
    Sleep,
    Start,
    Started,
    Stop,
    Tare,
    TimeSync,
    TimeSynced,
    parse_request,
    refusal,
)
from simulator.models import RATES_HZ
from simulator.ring import SEQ_WRAP
from simulator.sampler import nearest_rate

if TYPE_CHECKING:
    from simulator.device import ProfileDevice


def answer(device: "ProfileDevice", data: bytes) -> ControlReply | None:
    """Does what the bytes ask for and says how that went; None where there is no token."""
    request = parse_request(data)
    if isinstance(request, FrameRejected):
        return refusal(request)
    outcome = _obey(device, request)
    value = None if isinstance(outcome, Result) else outcome
    result = outcome if isinstance(outcome, Result) else Result.OK
    return ControlReply(Op(request.NUMBER), request.token, result, value)


def _obey(device: "ProfileDevice", request: Request) -> Result | ReplyValue:
    match request:
        case Start():
            device.start()
            return Started(device.boot_id, device.seq % SEQ_WRAP, device.clock_us)
        case Stop():
            device.stop()
        case Tare():
            return _tare(device)
        case SetRate(rate_hz=rate_hz):
            return _set_rate(device, rate_hz)
        case Identify(seconds=seconds):
            device.identify_until_us = device.now_us + seconds * 1_000_000
        case Sleep():
            device.fall_asleep()
        case TimeSync():
            return TimeSynced(device.clock_us)
        case Fetch(first_seq=first_seq, count=count):
            return _fetch(device, first_seq, count)
        case Buzz(on=on):
            device.buzzing = bool(on)
        case _:
            assert_never(request)
    return Result.OK


def _tare(device: "ProfileDevice") -> Result:
    if not device.sampler.may_tare:
        return Result.NOT_STILL
    device.tare()
    return Result.OK


def _set_rate(device: "ProfileDevice", rate_hz: int) -> Result | RateSet:
    if not RATES_HZ[0] <= rate_hz <= RATES_HZ[-1]:
        return Result.BAD_PARAM
    device.flush()
    device.sampler.set_rate(nearest_rate(rate_hz))
    return RateSet(device.sampler.rate_hz)


def _fetch(device: "ProfileDevice", first_seq: int, count: int) -> Result | Fetching:
    if not device.ring_s:
        return Result.UNSUPPORTED
    if device.outbox.is_sending_kept:
        return Result.BUSY
    samples = device.ring.range(first_seq, count)
    if not samples:
        return Result.NOT_AVAILABLE
    device.send_again(samples)
    return Fetching(samples[0].seq % SEQ_WRAP, len(samples))
