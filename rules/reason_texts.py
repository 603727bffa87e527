"""Words for officers that both a judgement and what they decide on it may need."""

from collections.abc import Collection, Sequence

from rules.differences import Difference
from rules.judgement import Category, Element, Flag, PlaceRole

ELEMENT_NAMES = {
    Element.DECLARATION: "de melding dat de gemeente niet (op tijd) aan haar taak kan voldoen",
    Element.FACTS: "de reden",
    Element.CURRENT_STATE: "de stand van zaken",
    Element.STEPS: "de stappen",
    Element.TIMELINE: "het moment waarop de plekken er zijn",
    Element.DOCUMENTS: "de stukken",
}
REASONS = {
    Flag.UNLINKED: "Het is niet duidelijk om welke gemeente deze mail gaat. Kies zelf de gemeente.",
    Flag.AMBIGUOUS_MUNICIPALITY: (
        "Deze mail past bij meer dan één gemeente. Kies zelf de juiste gemeente."
    ),
    Flag.TIMELINE_UNKNOWN: "De gemeente zegt dat zij nog niet weet wanneer de plekken er zijn.",
    Flag.DUPLICATE: "Deze mail is al eerder ontvangen.",
    Flag.UNCERTAIN: "Het programma twijfelt over deze mail. Kijk zelf of de beoordeling klopt.",
}
DOUBTED = (
    "Het programma weet niet zeker of de mail dit noemt: {element}. De rest staat erin. Kijk zelf."
)
ROLE_NAMES = {PlaceRole.TASK: "de taak", PlaceRole.REALISED: "gerealiseerd"}
CATEGORY_NAMES = {Category.REGULAR: "regulier", Category.AMV: "amv", Category.TOTAL: "totaal"}


def doubted_reason(element: Element) -> str:
    """That a mail may state the only element that it is held to lack."""
    return DOUBTED.format(element=ELEMENT_NAMES[element])


def missing_reason(missing: Collection[Element]) -> str:
    """What a mail does not state, for the officer."""
    return (
        f"Dit ontbreekt: {', '.join(ELEMENT_NAMES[each] for each in Element if each in missing)}."
    )


def difference_reason(different: Sequence[Difference]) -> str:
    """Both figures of each difference, for the officer."""
    told = [
        f"{ROLE_NAMES[each.stated.role]} {CATEGORY_NAMES[each.stated.category]} is hier "
        f"{each.stated.count}, in onze brief {each.registered}"
        for each in different
    ]
    return f"Cijfers verschillen: {'; '.join(told)}."
