"""Sessions and journal as one FHIR R4 bundle, for health software; plain dicts, no library.

A session is a Procedure of self-care with a Device; what was measured and said are Observations
that are part of it. All is tagged as told by the person and not verified. Row S60. Guarded by
tests/export/test_fhir.py.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import msgspec

from devicelink.export.fhir_journal import of_entry
from devicelink.export.fhir_observations import hold_observation, pain_observation, samples_of
from devicelink.export.fhir_words import (
    SIMULATED,
    STATED,
    Resource,
    body_site,
    id_of,
    local,
    reference,
)
from devicelink.store.entries import Entry, standing
from devicelink.store.history import SessionData, SessionRow


def bundle(profile: str, sessions: Iterable[SessionData], entries: Iterable[Entry] = ()) -> bytes:
    """The bundle as JSON; entries that were corrected or taken back are left out."""
    patient = id_of("patient", profile)
    made = [_resource("Patient", patient, identifier=[{"value": profile}], active=True)]
    devices: dict[str, Resource] = {}
    for session in sessions:
        device = _device(session.row)
        devices.setdefault(device["id"], device)
        made += _of_session(session, profile, patient, device["id"])
    for entry in standing(entries):
        made += of_entry(entry, patient)
    whole = {
        "resourceType": "Bundle",
        "meta": {"tag": [STATED]},
        "type": "collection",
        "entry": [
            {"fullUrl": f"urn:uuid:{one['id']}", "resource": one}
            for one in [*made, *devices.values()]
        ],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _resource(kind: str, id_: str, **fields: object) -> Resource:
    return {"resourceType": kind, "id": id_, **fields}


def _device(row: SessionRow) -> Resource:
    """A device by what tells it from others; in a simulated session it says so."""
    meta = row.meta
    label = meta.device_label or "no sensor"
    facts = [label, meta.device_id, meta.device_firmware, str(meta.simulated)]
    device = _resource(
        "Device",
        id_of("device", *(fact or "" for fact in facts)),
        deviceName=[{"name": label, "type": "user-friendly-name"}],
        type={"text": meta.device_kind or "force sensor"},
    )
    if meta.device_firmware:
        device["version"] = [{"value": meta.device_firmware}]
    if meta.simulated:
        device["meta"] = {"security": [SIMULATED]}
    return device


def _of_session(
    session: SessionData, profile: str, patient: str, device: str
) -> Iterator[Resource]:
    row = session.row
    number = id_of("session", profile, row.meta.started_at.isoformat(), str(row.id))
    around: Resource = {
        "subject": reference(patient),
        "partOf": [reference(number)],
        **body_site(row.meta.point, row.meta.side, single=True),
    }
    if row.meta.simulated:
        around["meta"] = {"security": [SIMULATED]}
    yield _procedure(row, number, patient, device)
    for rating in session.ratings:
        if rating.question.startswith("pain") or rating.question == "noted":
            at = row.meta.started_at + timedelta(seconds=rating.t_s)
            made = id_of(number, "rating", str(rating.n))
            told = pain_observation(rating.question, at, rating.state, rating.value)
            yield _resource("Observation", made, **around, **told, performer=[reference(patient)])
    for hold in session.holds:
        made = id_of(number, "hold", str(hold.hold))
        force = hold_observation(hold, row.meta.started_at) | {"device": reference(device)}
        yield _resource("Observation", made, **around, **force)
        curve = samples_of(session, hold)
        if curve is not None:
            curve |= {"device": reference(device), "derivedFrom": [reference(made)]}
            yield _resource("Observation", id_of(made, "samples"), **around, **curve)


def _procedure(row: SessionRow, number: str, patient: str, device: str) -> Resource:
    meta = row.meta
    end = row.ended_at or meta.started_at + timedelta(seconds=row.duration_s)
    notes = [f"{name}: {told}" for name, told in (("tool", meta.tool), ("plan", meta.programme))
             if told]  # fmt: skip
    done = _resource(
        "Procedure",
        number,
        status="completed" if row.ending == "complete" else "stopped",
        category=local("self-care", "Self-care"),
        code=local("timed-press", "Timed press at a spot of one's own, with the force measured"),
        subject=reference(patient),
        performedPeriod={
            "start": meta.started_at.isoformat(),
            "end": end.astimezone(meta.started_at.tzinfo).isoformat(),
        },
        performer=[{"actor": reference(patient)}],
        usedReference=[reference(device)],
        note=[{"text": note} for note in [*notes, f"ended: {row.ending}"]],
        **body_site(meta.point, meta.side, single=False),
    )
    if meta.simulated:
        done["meta"] = {"security": [SIMULATED]}
    return done
