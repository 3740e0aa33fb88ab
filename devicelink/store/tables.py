"""The SQL of the first schema, as released: never edited, only followed by further migrations.

docs/data.md says what each column means. Guarded by tests/store/test_schema.py.
"""

from typing import Final

from devicelink.store.statements import TABLE as _STATEMENT

_SESSION = """CREATE TABLE session (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, utc_offset_s INTEGER NOT NULL,
    app_version TEXT NOT NULL, profile TEXT NOT NULL,
    point TEXT, side TEXT, tool TEXT, mode TEXT, programme TEXT, programme_version TEXT,
    device_label TEXT, device_id TEXT, device_driver TEXT, device_kind TEXT, device_firmware TEXT,
    boot_id INTEGER, raw_unit TEXT, rate_hz REAL, tip_area_mm2 REAL, full_scale_n REAL,
    resolution_n REAL, limit_n REAL, limit_name TEXT, zone_low_n REAL, zone_high_n REAL,
    simulated INTEGER NOT NULL, speed REAL NOT NULL, seed INTEGER, plan TEXT NOT NULL
) STRICT"""

_SESSION_END = """CREATE TABLE session_end (
    session INTEGER PRIMARY KEY REFERENCES session(id), ended_at TEXT NOT NULL, t_s REAL NOT NULL,
    reason TEXT NOT NULL, samples INTEGER NOT NULL, records INTEGER NOT NULL
) STRICT"""

_STREAM = """CREATE TABLE stream (
    session INTEGER NOT NULL REFERENCES session(id), n INTEGER NOT NULL, t_s REAL NOT NULL,
    samples INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (session, n)
) STRICT, WITHOUT ROWID"""

_CHUNK = """CREATE TABLE sample_chunk (
    session INTEGER NOT NULL REFERENCES session(id), first INTEGER NOT NULL, n INTEGER NOT NULL,
    t0_s REAL NOT NULL, t1_s REAL NOT NULL, frame BLOB NOT NULL,
    PRIMARY KEY (session, first)
) STRICT"""

_BLOB = """CREATE TABLE sample_blob (
    session INTEGER PRIMARY KEY REFERENCES session(id), n INTEGER NOT NULL,
    t0_s REAL NOT NULL, t1_s REAL NOT NULL, frames BLOB NOT NULL
) STRICT"""

_HOLD = """CREATE TABLE hold (
    session INTEGER NOT NULL REFERENCES session(id), hold INTEGER NOT NULL, rep INTEGER,
    onset_s REAL, end_s REAL, total_s REAL, mean_n REAL, median_n REAL, peak_n REAL,
    mean_kpa REAL, tip_area_mm2 REAL, raw_unit TEXT, cv REAL, in_zone_s REAL, in_zone_pct REAL,
    zone_low_n REAL, zone_high_n REAL, limit_n REAL, limit_name TEXT, impulse_ns REAL,
    load_rate_n_s REAL, unload_rate_n_s REAL, slips INTEGER, gap_s REAL, reason TEXT,
    verdict TEXT, release_p REAL, release_t_s REAL, release_declared_s REAL, drop_pct REAL,
    min_detectable_drop_pct REAL, verdict_why TEXT, rep_end TEXT, held_s REAL, quality TEXT,
    user_easing_s REAL, gave INTEGER, gave_state TEXT, pain_now INTEGER, pain_now_state TEXT,
    PRIMARY KEY (session, hold)
) STRICT"""

_RATING = """CREATE TABLE rating (
    session INTEGER NOT NULL REFERENCES session(id), n INTEGER NOT NULL, t_s REAL NOT NULL,
    question TEXT NOT NULL, rep INTEGER NOT NULL, state TEXT NOT NULL, value INTEGER,
    PRIMARY KEY (session, n)
) STRICT"""

_DERIVED = """CREATE TABLE derived (
    session INTEGER PRIMARY KEY REFERENCES session(id), version INTEGER NOT NULL
) STRICT"""


def _refuse(table: str, what: str, when: str = "1") -> str:
    return (
        f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


V1: Final = (
    _SESSION,
    _SESSION_END,
    _STREAM,
    _CHUNK,
    _BLOB,
    _HOLD,
    _RATING,
    _DERIVED,
    "CREATE INDEX session_started ON session(started_at)",
    "CREATE INDEX stream_kind ON stream(session, kind)",
    *(_refuse(table, "UPDATE") for table in ("session_end", "stream", "sample_chunk")),
    *(_refuse(table, "DELETE") for table in ("session", "session_end", "stream")),
    _refuse("sample_blob", "UPDATE"),
    _refuse("sample_blob", "DELETE"),
    _refuse("session", "UPDATE", "OLD.id IS NOT NEW.id OR OLD.started_at IS NOT NEW.started_at"),
    # Live blocks may go only once the finished block that holds them is there.
    _refuse(
        "sample_chunk",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM sample_blob WHERE session = OLD.session)",
    ),
)

V2: Final = (
    _STATEMENT,
    _refuse("statement", "UPDATE"),
    _refuse("statement", "DELETE"),
)
