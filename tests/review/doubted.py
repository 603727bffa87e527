"""Mails of which the program doubts whether they state something."""

from datetime import date

from rules.judgement import Availability, Doubtful, Element, Flag, TimelineState
from rules.reason_texts import doubted_reason, missing_reason
from storage.database import transaction
from tests.review.sent_mails import (
    FACTS,
    STEPS,
    TIME,
    UNMARKED,
    file_sent,
    keep_and_read,
    message,
    stated,
)

JULY, MAY = date(2027, 7, 1), date(2027, 5, 1)
ELSEWHERE = "In Delft gaan in mei 2027 40 plekken open."
STATED = {
    Element.FACTS: FACTS,
    Element.CURRENT_STATE: UNMARKED,
    Element.STEPS: STEPS,
    Element.TIMELINE: TIME,
}


def file_doubted(
    engine, element, *doubtful, number=1, subject="Reactie op uw brief", is_doubted=True
):
    """File a mail that lacks one element, with sentences that may state it.

    doubtful: of each its text, the days in it, and whether it is of another municipality.
    """
    body = f"{FACTS} {STEPS}\n\n{UNMARKED} {TIME}\n\n{ELSEWHERE}\n"
    raw = message(subject=subject, body=body).as_bytes()
    with transaction(engine) as session:
        _, reading = keep_and_read(session, raw, number)
        found = [
            Doubtful(
                element,
                place := stated(reading, text),
                tuple(Availability(f"per {day}", day, day, place) for day in days),
                is_of_others,
            )
            for text, days, is_of_others in doubtful
        ]
        reasons = [(Flag.INCOMPLETE, missing_reason({element}))]
        reasons += [(Flag.UNCERTAIN, doubted_reason(element))] if is_doubted else []
        is_time = element is Element.TIMELINE
        return file_sent(
            session,
            raw,
            number,
            elements={
                each: (stated(reading, STATED[each]),)
                if each in STATED and each is not element
                else ()
                for each in Element
            },
            missing=frozenset({element}),
            timeline_state=TimelineState.ABSENT if is_time else TimelineState.STATED,
            flags=frozenset(flag for flag, _ in reasons),
            reasons=tuple(reasons),
            doubtful=tuple(found),
            confidence=0.4,
        )
