"""The objects that `analyse` and `cases` print: fields in a fixed order, same bytes each run."""

import json
from datetime import datetime
from typing import Any

from rules.case_state import CaseState
from rules.deadlines import NETHERLANDS
from rules.judgement import (
    Availability,
    Element,
    Flag,
    Judgement,
    Kind,
    PlaceCount,
    Statement,
    TimelineState,
)


def line(value: dict[str, Any]) -> str:
    """One object as one line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def analysed(file: str, received_at: datetime, judgement: Judgement) -> dict[str, Any]:
    """A mail's judgement, as other programs rely on it.

    received_at: aware; written in the time of the Netherlands.
    """
    return {
        "file": file,
        "received": received_at.astimezone(NETHERLANDS).isoformat(),
        "kinds": sorted(judgement.kinds),
        "municipalities": list(judgement.municipalities),
        "references": list(judgement.references),
        "elements": {
            element.value: [evidence(each) for each in judgement.elements[element]]
            for element in Element
        },
        "timeline_state": judgement.timeline_state.value,
        "timeline": [time(each) for each in judgement.timeline],
        "claims_met": judgement.claims_met,
        "places": [place(each) for each in judgement.places],
        "missing": sorted(judgement.missing),
        "late": judgement.late,
        "flags": sorted(judgement.flags),
        "confidence": judgement.confidence,
    }


def unreadable(file: str, error: str) -> dict[str, Any]:
    """What is printed of a mail that cannot be read at all."""
    return {
        "file": file,
        "received": None,
        "kinds": [Kind.OTHER.value],
        "municipalities": [],
        "references": [],
        "elements": {element.value: [] for element in Element},
        "timeline_state": TimelineState.ABSENT.value,
        "timeline": [],
        "claims_met": False,
        "places": [],
        "missing": [],
        "late": None,
        "flags": [Flag.UNREADABLE.value],
        "confidence": 0.0,
        "error": error,
    }


def evidence(each: Statement) -> dict[str, Any]:
    """A sentence that states an element; start and end in characters of its source."""
    return {"text": each.text, "source": each.source, "start": each.start, "end": each.end}


def time(each: Availability) -> dict[str, Any]:
    """A time at which places will be there, as ISO dates; None: open on that side."""
    return {
        "text": each.text,
        "earliest": each.earliest.isoformat() if each.earliest else None,
        "latest": each.latest.isoformat() if each.latest else None,
    }


def place(each: PlaceCount) -> dict[str, Any]:
    """A number of places."""
    return {"category": each.category.value, "role": each.role.value, "count": each.count}


def case(state: CaseState) -> dict[str, Any]:
    """A case as it stands on a day, as other programs rely on it."""
    due = state.next_action.due
    return {
        "municipality": state.municipality,
        "reference": state.reference,
        "as_of": state.as_of.isoformat(),
        "due": state.deadline.due.isoformat() if state.deadline else None,
        "status": state.status.value,
        "late": state.late,
        "missing": [each.value for each in Element if each in state.missing],
        "mails": list(state.mails),
        "flags": sorted(state.flags),
        "ladder_step": state.ladder_step,
        "officer": state.officer or None,
        "next_action": {
            "kind": state.next_action.kind.value,
            "due": due.isoformat() if due else None,
        },
    }
