"""Entries of the journal as FHIR resources: pain, medicine taken, care by others, the check-in.

Guarded by tests/export/test_fhir.py.
"""

from collections.abc import Iterator
from typing import Final

from devicelink.care.journal import Care, CheckIn, Note
from devicelink.care.journal_words import DECLINED, Score
from devicelink.export.fhir_words import (
    PAIN,
    SURVEY,
    Resource,
    body_site,
    id_of,
    local,
    moment,
    reference,
    score,
)
from devicelink.store.entries import Entry

_ITEMS: Final = (
    ("average", "Average pain of the week, 0-10"),
    ("enjoyment", "How much pain stood in the way of enjoying life, 0-10"),
    ("activity", "How much pain stood in the way of activity, 0-10"),
    ("worst", "Worst pain of the week, 0-10"),
)


def of_entry(entry: Entry, patient: str) -> Iterator[Resource]:
    """The resources of one entry: none for what FHIR has no good place for."""
    match entry.body:
        case Note() as note:
            yield from _note(entry, note, patient)
        case Care() as care:
            yield _care(entry, care, patient)
        case CheckIn() as check_in:
            yield _check_in(entry, check_in, patient)
        case _:
            return


def _note(entry: Entry, note: Note, patient: str) -> Iterator[Resource]:
    point, _, side = entry.place.partition(" ")
    where = body_site(point, side, single=True)
    around = {"subject": reference(patient), "issued": entry.recorded_at.isoformat()}
    for name, code, value in (
        ("pain", PAIN, note.pain),
        ("soreness", local("soreness", "Soreness, 0-10"), note.soreness),
        ("sleep", local("sleep-quality", "How well the night was, 0-10"), note.sleep),
    ):
        if value is not None:
            told = {"status": "final", "category": [SURVEY], "code": code, **where}
            about = [{"text": note.when.value.replace("_", " ")}]
            yield {
                "resourceType": "Observation",
                "id": id_of("entry", entry.uid, name),
                **told, **around, **moment(entry.about_at), **_score(value), "note": about,
            }  # fmt: skip
    for number, taken in enumerate(note.medication):
        yield {
            "resourceType": "MedicationStatement",
            "id": id_of("entry", entry.uid, "medication", str(number)),
            "status": "completed",
            "medicationCodeableConcept": {"text": taken.name},
            "subject": reference(patient),
            "effectiveDateTime": entry.about_at.isoformat(),
            "dateAsserted": entry.recorded_at.isoformat(),
            **({"note": [{"text": f"at {taken.at}"}]} if taken.at else {}),
        }


def _care(entry: Entry, care: Care, patient: str) -> Resource:
    sites = [place.partition(" ") for place in care.places]
    where = [body_site(point, side, single=True)["bodySite"] for point, _, side in sites]
    role = care.role.value.replace("_", " ") if care.role else "not told"
    done: Resource = {
        "resourceType": "Procedure",
        "id": id_of("entry", entry.uid),
        "status": "completed",
        "code": local(care.done.value, care.done.value.replace("_", " ")),
        "subject": reference(patient),
        "performedDateTime": entry.about_at.isoformat(),
        "asserter": reference(patient),
        "note": [{"text": f"done by: {role}"}],
    }
    return done | ({"bodySite": where} if where else {})


def _check_in(entry: Entry, check_in: CheckIn, patient: str) -> Resource:
    items = []
    for name, text in _ITEMS:
        value: Score = getattr(check_in, name)
        if value is not None:
            item: Resource = {"linkId": name, "text": text}
            answered = {} if value == DECLINED else {"answer": [{"valueInteger": value}]}
            items.append(item | answered)
    answers: Resource = {
        "resourceType": "QuestionnaireResponse",
        "id": id_of("entry", entry.uid),
        "status": "completed",
        "subject": reference(patient),
        "authored": entry.recorded_at.isoformat(),
    }
    return answers | ({"item": items} if items else {})


def _score(value: Score) -> Resource:
    return score(DECLINED, None) if value == DECLINED else score("answered", value)
