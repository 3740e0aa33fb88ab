"""What a device answers to a request that it cannot make out, and limits of our own requests."""

import pytest

from firmware_protocol.messages import FrameRejected
from firmware_protocol.profile_control import (
    Buzz,
    ControlReply,
    Fetch,
    RateSet,
    Result,
    SetRate,
    parse_request,
    refusal,
)


@pytest.mark.parametrize(
    ("hex_", "result"),
    [
        ("0a07", Result.UNKNOWN_OP),
        ("7f07", Result.UNKNOWN_OP),
        ("040764", Result.BAD_PARAM),
        ("04070000", Result.BAD_PARAM),
        ("010799", Result.BAD_PARAM),
    ],
)
def test_a_wrong_request_is_refused_under_its_token(hex_: str, result: Result) -> None:
    request = bytes.fromhex(hex_)
    rejected = parse_request(request)
    assert isinstance(rejected, FrameRejected)
    reply = refusal(rejected)
    assert reply == ControlReply(request[0], 7, result)
    assert ControlReply.parse(reply.serialize()) == reply


@pytest.mark.parametrize("data", [b"", b"\x01"])
def test_without_a_token_there_is_no_answer(data: bytes) -> None:
    rejected = parse_request(data)
    assert isinstance(rejected, FrameRejected)
    assert refusal(rejected) is None


def test_senseless_requests_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="rate of 0"):
        SetRate(1, 0)
    with pytest.raises(ValueError, match="rate of 0"):
        RateSet(0)
    with pytest.raises(ValueError, match="no sample"):
        Fetch(1, 0, 0)
    with pytest.raises(ValueError, match="0 or 1"):
        Buzz(1, 2)
    with pytest.raises(ValueError, match="cannot hold"):
        SetRate(256, 100).serialize()


@pytest.mark.parametrize("on", [0, 1])
def test_a_buzzer_is_switched_on_and_off(on: int) -> None:
    assert Buzz(1, on).serialize()[-1] == on
