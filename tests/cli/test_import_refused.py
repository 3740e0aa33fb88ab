"""An export with one value that no command could read is refused whole; what is taken in is read.

The last test changes one value after another of a good export, seeded: whatever is accepted, every
reader of the record reads, with nothing left out, and so do the commands.
"""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from devicelink.cli.past import Past
from devicelink.store.calibrations import Calibration, CalibrationKind
from devicelink.store.diary import diary
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.cli.conftest import Run, run_command
from tests.store.made import STARTED

Line: TypeAlias = dict[str, Any]
CALIBRATION: Final = Calibration(
    made_at=STARTED, device="probe 1", label="DL-Probe", kind=CalibrationKind.TWO_POINT,
    slope=1.01, slope_error=0.001, mass_kg=2.0, true_n=19.6, read_n=19.4,
)  # fmt: skip
TOLD: Final = (
    "limits --answer unwell=no --clinician 40", "limits --point ut --threshold 20", "redflags",
    "journal add --pain 4 --text x --point ut --side left", "journal check-in --average 4",
    "journal begin", "journal provider Ana --role chiropractor", "exercise plan chin",
    "exercise done chin", "point ut --side left --pain 4 --hurts temple=3 --note n",
    "programme copy home mine", "about --pain-since 2026-03",
)  # fmt: skip
COMMANDS: Final = (
    "history", "show 1 --all", "trend", "journal list --all", "journal status", "exercise list",
    "point ut", "points", "programme list", "about", "limits", "limits --point ut", "export",
    "calibrate --show",
)  # fmt: skip
JUNK: Final[tuple[object, ...]] = (
    None, True, 0, -1, 2**40, 2**63, 1e300, 0.5, "", "x", "\x1b[2J", "9999-12-31T23:59:59+00:00",
    "[", "{}", [], {}, [1], "answer", "nan", "-5",
)  # fmt: skip
MUTATIONS: Final = 60


@pytest.fixture(scope="module")
def good(told: tuple[Path, object], tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    """The lines of an export with a session and rows of every kind."""
    folder = tmp_path_factory.mktemp("good") / "data"
    shutil.copytree(told[0], folder)
    for command in TOLD:
        done = run_command("--data", folder, *command.split())
        assert done.code == 0, (command, done.err)
    recorder = Recorder(Place.of(folder))
    recorder.calibrate(CALIBRATION)
    assert recorder.close().saved
    done = run_command("--data", folder, "export", "--format", "jsonl")
    return [json.loads(line) for line in done.lines]


def write(lines: list[Line], file: Path) -> Path:
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return file


def changed(lines: list[Line], meant: Callable[[Line], bool], values: Line) -> list[Line]:
    """The first line that is meant with other values; those of a body are put into it."""
    made: list[Line] = json.loads(json.dumps(lines))
    line = next(line for line in made if meant(line))
    if line["type"] == "row":
        row = line["values"]
        body = {**json.loads(row.get("body", "{}")), **values.pop("body", {})}
        row.update(values, **({"body": json.dumps(body)} if "body" in row else {}))
    else:
        line["body"].update(values)
    return made


def of_topic(topic: str) -> Callable[[Line], bool]:
    return lambda line: line["type"] == "row" and line["values"].get("topic") == topic


def of_kind(kind: str) -> Callable[[Line], bool]:
    return lambda line: line["type"] == "record" and line["kind"] == kind


def of_table(table: str) -> Callable[[Line], bool]:
    return lambda line: line["type"] == "row" and line["table"] == table


BAD: Final = [
    (of_topic("answer"), {"body": {"reply": "perhaps"}}, "statement"),
    (of_topic("answer"), {"told_at": "yesterday"}, "statement"),
    (of_topic("answer"), {"topic": "mood"}, "statement"),
    (of_topic("limit"), {"body": {"limit_n": 1e6}}, "statement"),
    (of_topic("limit"), {"item": "everybody probe"}, "statement"),
    (of_topic("point"), {"body": {"pain": 11}}, "statement"),
    (of_topic("programme"), {"body": {"reps": 99}}, "statement"),
    (of_topic("exercise"), {"body": {"planned": 1}, "told_at": ""}, "statement"),
    (of_topic("about"), {"body": {"since": "long ago"}}, "statement"),
    (of_table("entry"), {"about_at": "then"}, "entry"),
    (of_table("entry"), {"recorded_at": "then"}, "entry"),
    (of_table("entry"), {"kind": "song"}, "entry"),
    (of_table("entry"), {"body": {"pain": 99}}, "entry"),
    (of_table("calibration"), {"made_at": "then"}, "calibration"),
    (of_table("calibration"), {"kind": "guess"}, "calibration"),
    (of_table("calibration"), {"slope_error": None}, "calibration"),
    (of_table("calibration"), {"slope": 0.0}, "calibration"),
    (of_kind("rep_ended"), {"end": "tired"}, "number 1"),
    (of_kind("phase_changed"), {"phase": "dance"}, "number 1"),
    (of_kind("release"), {"verdict": "surely"}, "number 1"),
    (of_kind("hold_ended"), {"reason": 5}, "number 1"),
    (of_kind("hold_ended"), {"end_s": 1e17}, "number 1"),
    (of_kind("answered"), {"question": "why"}, "number 1"),
    (of_kind("cue"), {"phrase": "never said"}, "number 1"),
    (of_kind("cue"), {"args": 5}, "number 1"),
]


@pytest.mark.parametrize(("meant", "values", "why"), BAD, ids=lambda one: str(one)[:40])
def test_one_bad_value_refuses_all_of_it(
    good: list[Line], run: Run, tmp_path: Path,
    meant: Callable[[Line], bool], values: Line, why: str,
) -> None:  # fmt: skip
    assert run("exercise", "plan", "neck").code == 0
    before = run("export", "--format", "jsonl").out
    done = run("import", write(changed(good, meant, dict(values)), tmp_path / "bad.jsonl"))
    assert done.code == 1
    told, to_do = done.err.splitlines()
    assert why in told
    assert to_do.startswith("Nothing was put in.")
    assert run("export", "--format", "jsonl").out == before


def test_a_cue_without_what_fills_its_sentence_is_refused(
    good: list[Line], run: Run, tmp_path: Path
) -> None:
    with_args = lambda line: of_kind("cue")(line) and line["body"]["args"]  # noqa: E731
    done = run("import", write(changed(good, with_args, {"args": []}), tmp_path / "bad.jsonl"))
    assert "number 1" in done.err


def test_a_kind_of_record_that_nobody_knows_passes(
    good: list[Line], run: Run, tmp_path: Path
) -> None:
    """A later devicelink may have kept it; no command here reads it."""
    later = [
        {**line, "kind": "humming_heard", "body": {"tune": 3}} if of_kind("touched")(line) else line
        for line in good
    ]
    assert run("import", write(later, tmp_path / "later.jsonl")).code == 0
    assert run("show", "1", "--all").code == 0


def spots(value: object, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place within a line where something can be changed."""
    parts: dict[Any, object] = value if isinstance(value, dict) else {}
    if isinstance(value, list):
        parts = dict(enumerate(value[:3]))
    for name, part in parts.items():
        yield (*way, name)
        yield from spots(part, (*way, name))


def mutated(lines: list[Line], chance: random.Random) -> list[Line]:
    """One value, of a kind of line that any is as likely as any, is gone, greater or junk."""
    kinds: dict[object, list[int]] = {}
    for at, line in enumerate(lines):
        values = line.get("values", {})
        key = (line["type"], line.get("kind"), line.get("table"), values.get("topic"))
        kinds.setdefault(key, []).append(at)
    at = chance.choice(kinds[chance.choice(list(kinds))])
    line = json.loads(json.dumps(lines[at]))
    row = line.get("values", {})
    inside = json.loads(row["body"]) if "body" in row and chance.random() < 0.6 else None
    found = [way for way in spots(inside or line) if way != ("type",)]
    *way, last = chance.choice(found)
    owner = inside or line
    for name in way:
        owner = owner[name]
    if isinstance(owner, dict) and chance.random() < 0.15:
        del owner[last]
    else:
        owner[last] = chance.choice(JUNK)
    if inside is not None:
        row["body"] = json.dumps(inside)
    return [*lines[:at], line, *lines[at + 1 :]]


def read_all(folder: Path) -> None:
    place = Place.of(folder)
    with History(place) as history:
        rows = history.sessions()
        assert len(list(history.told(rows))) == len(list(history.whole(rows))) == len(rows)
        for where in history.places():
            history.tries(*where)
        history.statements()
        history.calibrations()
        assert [entry.body for entry in history.entries()]
        diary(history, simulated=True)
        history.check_whole()
    past = Past(place)
    for one in past.sessions():
        past.session(one.id)


def test_what_is_accepted_can_be_read_and_what_is_not_leaves_nothing(
    good: list[Line], run: Run, tmp_path: Path
) -> None:
    chance, accepted = random.Random(4), 0
    for number in range(MUTATIONS):
        folder = tmp_path / f"{number}"
        file = write(mutated(good, chance), tmp_path / "changed.jsonl")
        done = run("--data", folder, "import", file)
        if done.code:
            assert done.code == 1, done.err
            assert len(done.err.splitlines()) == 2
            assert "devicelink itself" not in done.err
            assert not list(folder.glob("*.sqlite"))
            continue
        accepted += 1
        read_all(folder)
        for command in COMMANDS:
            told = run("--data", folder, *command.split())
            assert told.code == 0, (number, command, told.err)
    assert MUTATIONS / 10 < accepted < MUTATIONS
