"""Records until it is killed, and says on stdout after each commit how far it was acknowledged."""

import os
import sys
from pathlib import Path

from devicelink.store.place import Place
from devicelink.store.record import Record
from devicelink.store.recorder import Recorder
from tests.store.made import batch, meta


def main(folder: str) -> None:
    recorder = Recorder(Place(Path(folder)), interval_s=0.001)
    recorder.begin(meta())
    for i in range(100_000):
        recorder.samples(batch(50 * i))
        recorder.append(Record(float(i), 50 * (i + 1), "rep_ended", {"t_s": float(i), "rep": i}))
        if recorder.flush().result(5):
            os.write(1, f"{i}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
