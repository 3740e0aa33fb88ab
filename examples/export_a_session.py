"""Keep a session and take it out again as CSV: python examples/export_a_session.py [FOLDER]

What is kept here is made up; `devicelink session` keeps the same things. Without a FOLDER it is
thrown away at the end. No data-frame library is needed: the columns are plain text with units.
"""

import sys
import tempfile
from datetime import UTC, datetime

import numpy as np

from devicelink.export.csv_file import as_csv
from devicelink.export.tables import holds_table, samples_table
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.record import Record, SampleBatch, SessionMeta
from devicelink.store.recorder import Recorder
from firmware_protocol.messages import Unit


def keep_one(place: Place) -> int:
    """A session with two seconds of force and one pain number."""
    recorder = Recorder(place)
    meta = SessionMeta(started_at=datetime.now(UTC), app_version="example", point="ut", side="left")
    number = recorder.begin(meta)
    t_s = np.arange(0.0, 2.0, 0.01)
    recorder.append(Record(t_s=0.0, samples=0, kind="pain", body={"value": 5}))
    recorder.samples(SampleBatch.of(t_s, np.round(25 * np.sin(t_s), 3), Unit.NEWTON))
    recorder.end(2.0, "stopped", datetime.now(UTC))
    print("the record is", recorder.close().text)
    return number


def export(place: Place, number: int) -> None:
    """Its holds (none here: only the header) and the first lines of its samples."""
    with History(place) as history:
        session = history.session(number)
        print(b"".join(as_csv(holds_table(history.told([session.row])))).decode())
        print(*b"".join(as_csv(samples_table([session]))).decode().splitlines()[:5], sep="\n")


def main() -> None:
    """Keep, then read back through a connection that cannot write."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Place.of(sys.argv[1] if len(sys.argv) > 1 else scratch)
        export(place, keep_one(place))


if __name__ == "__main__":
    main()
