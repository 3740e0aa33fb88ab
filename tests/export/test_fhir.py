"""The FHIR bundle is valid R4, its numbers are the record's, and nothing is told as verified."""

import json
import math
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from devicelink.care.journal import Care, CheckIn, Medication, Note, to_fields
from devicelink.care.journal_words import Done, Role, When
from devicelink.export.fhir import bundle
from devicelink.store.entries import Entry
from devicelink.store.history import History
from tests.store.made import STARTED

R4B = pytest.importorskip("fhir.resources.R4B.bundle", reason="fhir.resources is not installed")


def entry(uid: str, body: Any, kind: str, place: str = "") -> Entry:
    later = STARTED + timedelta(hours=3)
    return Entry(uid=uid, recorded_at=later, about_at=STARTED, kind=kind, place=place,
                 fields=to_fields(body))  # fmt: skip


ENTRIES = [
    entry("a", Note(when=When.NEXT_DAY, pain=4, soreness="declined", sleep=7), "note", "ut left"),
    entry("b", Note(medication=(Medication(name="ibuprofen", at="08:30"),)), "note"),
    entry("c", Care(done=Done.DRY_NEEDLING, role=Role.DOCTOR, places=("ut left",)), "care"),
    entry("d", CheckIn(average=5, enjoyment=4, activity="declined"), "check_in"),
]


@pytest.fixture
def made(history: History) -> dict[str, Any]:
    sessions = [history.session(row.id) for row in history.sessions()]
    found: dict[str, Any] = json.loads(bundle("Ana", sessions, ENTRIES))
    return found


def of(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    whole = [one["resource"] for one in made["entry"]]
    return [one for one in whole if one["resourceType"] == kind]


def test_it_is_valid(made: dict[str, Any]) -> None:
    """Every resource passes the published structure, with nothing in it that R4 does not know."""
    R4B.Bundle.model_validate(made)
    assert made["type"] == "collection"
    assert made["meta"]["tag"][0]["code"] == "self-reported"


def test_every_reference_is_answered_in_the_bundle(made: dict[str, Any]) -> None:
    there = {one["fullUrl"] for one in made["entry"]}
    asked = set(references(made))
    assert asked
    assert asked <= there
    assert len(there) == len(made["entry"])


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["reference"]] if isinstance(value.get("reference"), str) else []
        return own + [one for part in value.values() for one in references(part)]
    return [one for part in value for one in references(part)] if isinstance(value, list) else []


def test_pain_is_a_number_under_its_loinc_code(made: dict[str, Any], history: History) -> None:
    """S58: a declined number is told as declined, never as zero."""
    pain = [one for one in of(made, "Observation")
            if one["code"]["coding"][0]["code"] == "72514-3"]  # fmt: skip
    told = [r for row in history.sessions() for r in history.session(row.id).ratings
            if r.question.startswith("pain") or r.question == "noted"]  # fmt: skip
    assert len(pain) == len(told) + 1
    values = [one["valueQuantity"]["value"] for one in pain if "valueQuantity" in one]
    assert sorted(values) == sorted([r.value for r in told if r.value is not None] + [4])
    declined = [one["dataAbsentReason"]["coding"][0]["code"] for one in pain
                if "dataAbsentReason" in one]  # fmt: skip
    assert declined == ["asked-declined"] * sum(r.value is None for r in told)
    assert all("valueCodeableConcept" not in one for one in pain)
    assert all("partOf" in one for one in pain if "issued" not in one)


def test_samples_give_the_newtons_again(made: dict[str, Any], history: History) -> None:
    """S57: origin and factor give what was measured; what was not is an E."""
    curves = [o["valueSampledData"] for o in of(made, "Observation") if "valueSampledData" in o]
    data = max(curves, key=lambda curve: len(curve["data"]))
    session = history.session(1)
    pressed = session.holds[-1]
    (part,) = session.samples
    inside = (part.t_s >= pressed.onset_s) & (part.t_s <= pressed.end_s)
    wanted = part.force_n[inside].tolist()
    words = data["data"].split(" ")
    force = [
        math.nan if word == "E" else data["origin"]["value"] + data["factor"] * float(word)
        for word in words
    ]
    assert len(force) == len(wanted)
    assert np.allclose(force, wanted, rtol=1e-12, equal_nan=True)
    assert "E" in words
    assert data["origin"]["code"] == "N"
    assert data["period"] == pytest.approx(10.0, abs=0.1)


def test_units_are_ucum_and_the_side_has_its_code(made: dict[str, Any]) -> None:
    (hold, *_) = [one for one in of(made, "Observation")
                  if one["code"]["coding"][0]["code"] == "hold"]  # fmt: skip
    units = {c["code"]["coding"][0]["code"]: c["valueQuantity"]["code"] for c in hold["component"]}
    assert units["mean-force"] == "N"
    assert units["mean-pressure"] == "kPa"
    assert units["duration"] == "s"
    side = hold["bodySite"]["extension"][0]["valueCodeableConcept"]["coding"][0]
    assert side["code"] == "7771000"


def test_sessions_are_self_care_and_simulated_ones_say_so(made: dict[str, Any]) -> None:
    sessions = [one for one in of(made, "Procedure") if "category" in one]
    assert {one["status"] for one in sessions} == {"completed", "stopped"}
    assert all(one["meta"]["security"][0]["code"] == "HTEST" for one in sessions)
    assert all(one["meta"]["security"][0]["code"] == "HTEST" for one in of(made, "Device"))


def test_the_journal_is_there(made: dict[str, Any]) -> None:
    """S12, S24, S64: care by others with its role, medicine as taken, the weekly check-in."""
    (taken,) = of(made, "MedicationStatement")
    assert taken["medicationCodeableConcept"]["text"] == "ibuprofen"
    (needles,) = [one for one in of(made, "Procedure") if "category" not in one]
    assert needles["note"][0]["text"] == "done by: doctor"
    (answers,) = of(made, "QuestionnaireResponse")
    assert [item.get("answer") for item in answers["item"]] == [
        [{"valueInteger": 5}], [{"valueInteger": 4}], None,
    ]  # fmt: skip


def test_the_same_record_gives_the_same_bytes(history: History) -> None:
    sessions = [history.session(row.id) for row in history.sessions()]
    assert bundle("Ana", sessions, ENTRIES) == bundle("Ana", iter(sessions), iter(ENTRIES))
