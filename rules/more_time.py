"""Whether the sender of a mail asks for more time to answer."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from rules.anchors import Anchored
from rules.deadlines import received_on
from rules.expressions import expressions_in
from rules.joined import Joined
from rules.mail import Mail
from rules.sentences import Sentence, flat

LATER_DAYS = 120  # after the last day, that an answer may be announced for
ANSWERING = Anchored(
    r"\b(?:antwoord\w*|reactie|reageren|beantwoord\w*|brief|termijn|inzenden)\b", re.I
)
MORE_TIME = Anchored(
    r"\b(?:uitstel|verlenging|extra\s+(?:tijd|week|dagen|weken)|langer\s+de\s+tijd|meer\s+tijd|"
    r"respijt|coulance|opschort\w*|nadere\s+termijn|langere\s+termijn|ruimere\s+termijn|"
    r"(?:reactie|antwoord|beantwoordings)termijn\w*\s+(?:te\s+)?verleng\w+|"
    r"(?:week|weken|dagen|maand)\s+(?:extra|langer|later|respijt)|later\s+(?:mogen\s+)?"
    r"(?:reageren|antwoorden|aanleveren|indienen|toesturen|insturen)|na\s+de\s+(?:gestelde\s+)?termijn)\b",
    re.IGNORECASE,
)
# 'redden wij niet', 'lukt niet voor 30 april': the term will not be kept
NOT_IN_TIME = Anchored(
    r"\b(?:niet|onmogelijk)\b.{0,60}\b(?:binnen\s+(?:de|drie|uw)\b.{0,20}(?:termijn|weken)|voor\s+\d|tijdig"
    r"\s+(?:te\s+)?(?:reageren|antwoorden|beantwoorden)|op\s+tijd\s+(?:te\s+)?(?:reageren|antwoorden)|"
    r"halen|redden)|\b(?:harde\s+(?:grens|deadline)|deadline)\b",
    re.IGNORECASE | re.DOTALL,
)
ASKS = Anchored(
    r"\b(?:vra(?:ag|gen)|verzoe(?:k|ken)|mogen|mag|graag|kunt\s+u|kun\s+je|krijgen|hopen|hoop|"
    r"zouden|stellen\s+wij\s+voor|akkoord|instemmen|gaat\s+u)\b",
    re.IGNORECASE,
)
# 'Mogen we er 30 juni van maken?', 'vraag ik u toe te staan dat': leave, asked for
LEAVE = Anchored(
    r"\b(?:mogen\s+(?:wij|we)|mag\s+ik|kun(?:t\s+u|nen\s+jullie|\s+je)\b.{0,40}\b(?:akkoord|instemmen)|"
    r"(?:vra(?:ag|gen)|verzoek(?:en)?)\s+(?:ik\s+|wij\s+|we\s+)?(?:u|jullie)\b.{0,60}\b(?:toe\s+te\s+staan|in\s+te\s+stemmen|akkoord|"
    r"te\s+verlengen|te\s+gunnen))\b",
    re.IGNORECASE | re.DOTALL,
)


def asks_more_time(own: Joined) -> bool:
    """Whether the sender asks for more time to answer."""
    return any(
        each.source == "subject" or ASKS.search(flat(each.text))
        for each in own.that_hold(MORE_TIME)
    ) or any(ANSWERING.search(flat(each.text)) for each in own.that_hold(NOT_IN_TIME))


def answering(own: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that announce an answer, or ask something."""
    return [each for each in own if ANSWERING.search(each.text) or each.text.rstrip().endswith("?")]


def names_later_day(some: Sequence[Sentence], mail: Mail, due: date | None) -> bool:
    """Whether one of the sentences names a day after the last one for an answer."""
    if due is None:
        return False
    day = received_on(mail.received_at)
    for each in some:
        for found in expressions_in(each.text, day):
            end = found.latest or found.earliest
            if not found.is_past and end and due < end <= due + timedelta(days=LATER_DAYS):
                return True
    return False
