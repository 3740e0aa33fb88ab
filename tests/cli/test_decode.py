"""`devicelink decode`: the documented objects; whatever the bytes, a frame never raises."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Run, run_command

READING = "01080000a041d4300000"
"""The Progressor: 20 kg at 12 500 microseconds."""


def test_the_documented_examples(run: Run) -> None:
    done = run("decode", "tindeq", "--json", READING)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        '{"kind":"reading","raw":20.0,"unit":"kg","force_n":196.133,"device_us":12500}\n'
    )
    version = run("decode", "tindeq", "--json", "--pending", "6b", "0005312e322e33")
    assert version.out == '{"kind":"info","name":"version","value":"1.2.3"}\n'
    battery = run("decode", "tindeq", "--json", "--pending", "6f", "000468100000")
    assert battery.out == '{"kind":"battery","millivolts":4200}\n'
    assert run("decode", "tindeq", "--json", "0400").out == '{"kind":"low_power"}\n'
    assert run("decode", "sig_2a19", "--json", "57").out == '{"kind":"battery","percent":87}\n'


def test_what_is_no_frame_is_rejected_with_its_bytes(run: Run) -> None:
    done = run("decode", "tindeq", "--json", "010c" + "00" * 12)
    assert done.code == 0
    (line,) = done.lines
    told = json.loads(line)
    assert list(told) == ["kind", "reason", "hex"]
    assert told["hex"] == "010c" + "00" * 12
    assert told["reason"] == "length 12 is not a multiple of 8"


def test_words_for_people_and_frames_in_order(run: Run) -> None:
    done = run("decode", "tindeq", READING, "0400")
    assert done.lines[0].startswith("reading: raw 20.0, unit kg, force_n 196.133")
    assert done.lines[1] == "low power"


def test_upper_case_and_0x_are_hex_too(run: Run) -> None:
    assert run("decode", "tindeq", "0x" + READING.upper()) == run("decode", "tindeq", READING)


@pytest.mark.parametrize("device", ["tindeq", "open_profile", "sig_2c07", "sig_2a19"])
def test_any_bytes_are_told(device: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.binary(max_size=40), min_size=1, max_size=3))
    def told(frames: list[bytes]) -> None:
        done = run_command("decode", device, "--json", *(frame.hex() or "00" for frame in frames))
        assert (done.code, done.err) == (0, "")
        assert all("kind" in json.loads(line) for line in done.lines)

    told()
