"""Judgements made by chance, of municipalities that were asked."""

from datetime import date

from rules.judgement import Element, Kind, TimelineState
from rules.registry import Request

NAMES = ("Ede", "Tiel", "Zeist")
REQUESTS = [
    Request(reference, name, day, 21, 100, 10, 0, 0)
    for name in NAMES[:2]
    for reference, day in (("7473202", date(2026, 3, 2)), ("8473202", date(2026, 4, 9)))
]


def some_judgement(chance, judgement, municipality):
    elements = dict.fromkeys(Element, ())
    sentence = judgement().elements[Element.TIMELINE]
    elements |= {each: sentence for each in Element if chance.random() < 0.5}
    kinds = chance.choice(list(Kind)), chance.choice(list(Kind))
    state = chance.choice(list(TimelineState))
    return judgement(
        kinds=frozenset(kinds),
        municipalities=(municipality,),
        elements=elements,
        timeline_state=state,
        claims_met=chance.random() < 0.2,
    )
