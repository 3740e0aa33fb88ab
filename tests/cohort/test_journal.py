"""What was kept is found again after a kill at any byte; nothing of another make is taken over."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from devicelink.cohort.analysis import Summary
from devicelink.cohort.journal import Journal
from devicelink.cohort.plan import Outcome, Source
from devicelink.errors import StoreError

HEADER: dict[str, object] = {"type": "cohort", "mode": "probe", "core": "abc"}
NAMES = ("a", "b", "ä c", "d")
SOURCES = [Source(name, name, 1) for name in NAMES]


def outcome(name: str, digest: str | None = None) -> Outcome:
    """Some finding and the summary of a recording whose content is its name."""
    told = Summary(file=name, holds=1, sha256=digest or f"sha of {name}")
    line = f'{{"type":"hold","file":"{name}"}}\n'.encode()
    return Outcome(name, line + msgspec.json.encode(told) + b"\n", None)


def content(path: str) -> str:
    return f"sha of {path}"


def whole(names: Sequence[str]) -> bytes:
    """What an unbroken run over these leaves."""
    return msgspec.json.encode(HEADER) + b"\n" + b"".join(outcome(name).text for name in names)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def complete(output: Path, sources: Sequence[Source] = SOURCES) -> set[str]:
    """Go on where it was left; answer with what was taken over."""
    with Journal(str(output), HEADER) as journal:
        done = journal.done(sources, content)
        for source in reversed(sources):
            if source.label not in done:
                journal.append([outcome(source.label)])
        journal.finish([source.label for source in sources])
    return done


def test_the_order_is_the_recordings_whoever_finished_first(output: Path) -> None:
    assert complete(output) == set()
    assert output.read_bytes() == whole(NAMES)
    assert [path.name for path in output.parent.iterdir()] == ["out.jsonl"]


def test_a_kill_at_any_byte_loses_no_whole_recording(output: Path) -> None:
    with Journal(str(output), HEADER) as journal:
        journal.append([outcome("d"), outcome("b")])
        journal.append([outcome("a")])
    part = output.with_name("out.jsonl.part")
    written = part.read_bytes()
    ends = {
        name: written.index(outcome(name).text) + len(outcome(name).text)
        for name in ("d", "b", "a")
    }
    for cut in [*range(0, len(written), 7), *ends.values(), len(written)]:
        part.write_bytes(written[:cut])
        assert complete(output) == {name for name, end in ends.items() if end <= cut}
        assert output.read_bytes() == whole(NAMES)
        output.unlink()


def test_a_result_that_is_whole_stays_and_one_that_grows_goes_on(output: Path) -> None:
    complete(output, SOURCES[1:3])
    assert complete(output, SOURCES[1:3]) == {"b", "ä c"}
    assert output.read_bytes() == whole(NAMES[1:3])
    assert complete(output) == {"b", "ä c"}
    assert output.read_bytes() == whole(NAMES)


def test_a_kill_after_the_result_was_put_in_its_place(output: Path) -> None:
    with Journal(str(output), HEADER) as journal:
        journal.append([outcome(name) for name in NAMES])
    part = output.with_name("out.jsonl.part")
    kept = part.read_bytes()
    complete(output)
    part.write_bytes(kept)
    assert complete(output) == set(NAMES)
    assert output.read_bytes() == whole(NAMES)
    assert not part.exists()


def test_a_recording_that_changed_is_done_again(output: Path) -> None:
    with Journal(str(output), HEADER) as journal:
        journal.append([outcome("a", "another content"), outcome("b")])
    assert complete(output) == {"b"}
    assert output.read_bytes() == whole(NAMES)


def test_a_result_never_loses_a_recording_silently(output: Path) -> None:
    complete(output)
    before = output.read_bytes()
    with pytest.raises(StoreError, match="has a, which is not among"):
        complete(output, SOURCES[1:])
    assert output.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'{"type":"cohort","mode":"ball","core":"abc"}\n', "another mode: ball, not probe"),
        (b'{"type":"cohort","mode":"probe"}\n', "another core: None, not abc"),
        (b'{"type":"hold"}\n', "is no result"),
        (b"dear diary\n", "is no result"),
        (b"\xff" * 40, "is no result"),
    ],
)
@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.part"])
def test_what_was_made_otherwise_is_refused_and_left_alone(
    output: Path, text: bytes, why: str, name: str
) -> None:
    output.with_name(name).write_bytes(text)
    with pytest.raises(StoreError, match=why) as error, Journal(str(output), HEADER):
        pass
    assert f"remove {name}" in error.value.what_to_do
    assert [(path.name, path.read_bytes()) for path in output.parent.iterdir()] == [(name, text)]


def test_an_empty_file_of_that_name_is_taken(output: Path) -> None:
    output.touch()
    complete(output)
    assert output.read_bytes() == whole(NAMES)


def test_two_runs_do_not_write_the_same_result(output: Path) -> None:
    with (
        Journal(str(output), HEADER),
        pytest.raises(StoreError, match="Another run"),
        Journal(str(output), HEADER),
    ):
        pass
    complete(output)


def test_where_it_cannot_be_written(tmp_path: Path) -> None:
    for place in (tmp_path / "none" / "out.jsonl", tmp_path):
        with pytest.raises(StoreError, match="Cannot write"), Journal(str(place), HEADER):
            pass
