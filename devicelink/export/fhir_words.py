"""Codes, units and small parts of FHIR resources. Only codes that were looked up stand here.

Pain: LOINC 72514-3; sides: SNOMED CT. For what has no code that we know of there is a system of our
own, and text: a muscle's code is never made up. Guarded by tests/export/test_fhir.py.
"""

from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from devicelink.data import points

Resource: TypeAlias = dict[str, Any]
"""A FHIR resource or a part of one, as it stands in JSON."""

OURS: Final = "urn:devicelink:codes"
_SPACE: Final = uuid5(NAMESPACE_URL, "urn:devicelink:fhir")
_LOINC: Final = "http://loinc.org"
_SNOMED: Final = "http://snomed.info/sct"
_UCUM: Final = "http://unitsofmeasure.org"
_LATERALITY: Final = "http://hl7.org/fhir/StructureDefinition/observation-structureLaterality"
_SIDES: Final = {"left": "7771000", "right": "24028007", "both": "51440002"}
_ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"

STATED: Final[Resource] = {
    "system": OURS,
    "code": "self-reported",
    "display": "Told by the person or by their device, not verified by a clinician",
}
SIMULATED: Final[Resource] = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
"""Marks what came from a simulated device."""
PAIN: Final[Resource] = {
    "coding": [
        {
            "system": _LOINC,
            "code": "72514-3",
            "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
        }
    ]
}
SURVEY: Final[Resource] = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": "survey",
        }
    ]
}


def id_of(*parts: str) -> str:
    """The same parts give the same id, on every machine."""
    return str(uuid5(_SPACE, "\x1f".join(parts)))


def reference(id_: str) -> Resource:
    """A reference inside the bundle."""
    return {"reference": f"urn:uuid:{id_}"}


def local(code: str, text: str) -> Resource:
    """A concept of our own."""
    return {"coding": [{"system": OURS, "code": code, "display": text}], "text": text}


def quantity(value: float, unit: str) -> Resource:
    """A number with its UCUM unit."""
    return {"value": value, "unit": unit, "system": _UCUM, "code": unit}


def score(state: str, value: int | None) -> Resource:
    """A 0-10 number, or why there is none."""
    if value is not None:
        return {"valueQuantity": quantity(value, "{score}")}
    code = "asked-declined" if state == "declined" else "asked-unknown"
    return {"dataAbsentReason": {"coding": [{"system": _ABSENT, "code": code}]}}


def moment(at: datetime) -> Resource:
    """When it was."""
    return {"effectiveDateTime": at.isoformat()}


def body_site(point: str | None, side: str | None, *, single: bool) -> Resource:
    """Where, in words, with the side's code; nothing where no point is named."""
    if not point:
        return {}
    names = points()
    name = names[point].name if point in names else point
    where: Resource = {"text": f"{name}, {side}" if side else name}
    if side in _SIDES:
        coding = {"system": _SNOMED, "code": _SIDES[side], "display": side}
        where["extension"] = [{"url": _LATERALITY, "valueCodeableConcept": {"coding": [coding]}}]
    return {"bodySite": where if single else [where]}
