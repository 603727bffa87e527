"""What a municipality is asked to tell, in words for the official who has to write it."""

from rules.judgement import Element

# Each missing element with what would satisfy it.
WANTED = {
    Element.DECLARATION: (
        "De melding zelf. Schrijf duidelijk dat uw gemeente niet, of niet op tijd, aan haar "
        "wettelijke taak kan voldoen."
    ),
    Element.FACTS: (
        "De reden. Leg uit waarom uw gemeente nog niet, of niet volledig, aan haar taak voldoet. "
        "Welke feiten en omstandigheden zorgen daarvoor?"
    ),
    Element.CURRENT_STATE: (
        "De stand van zaken. Beschrijf hoe het nu staat met de opvangplekken. Wat is er al, en "
        "wat nog niet?"
    ),
    Element.STEPS: "De stappen. Noem wat uw gemeente al heeft gedaan om de plekken te maken.",
    Element.TIMELINE: (
        "Het moment waarop de plekken er zijn. Noem een datum, een maand, een kwartaal of een "
        "periode. Hangt het moment ergens van af? Schrijf dat erbij, en geef uw beste schatting."
    ),
    Element.DOCUMENTS: "De stukken. Stuur de stukken mee waar u in uw brief naar verwijst.",
}
# A notification tells what is being done too; the ministry's letter asks for what was done.
OF_NOTIFICATION = {
    Element.STEPS: (
        "De stappen. Noem wat uw gemeente al heeft gedaan om de plekken te maken, en wat zij nu "
        "doet of gaat doen."
    ),
}
# To ask for a moment once more, as if none had written that there is none, would be deaf.
NO_DATE_GIVEN = (
    "Het moment waarop de plekken er zijn. U schrijft dat u nog geen moment kunt noemen. Geef dan "
    "uw beste schatting: een maand, een kwartaal of een periode. Schrijf erbij waar het moment "
    "van afhangt."
)
RECEIVED = {
    Element.DECLARATION: "de melding zelf",
    Element.FACTS: "de reden",
    Element.CURRENT_STATE: "de stand van zaken",
    Element.STEPS: "de stappen",
    Element.TIMELINE: "het moment waarop de plekken er zijn",
    Element.DOCUMENTS: "de stukken",
}


def wanted(
    elements: frozenset[Element], *, is_notification: bool = False, no_date_given: bool = False
) -> list[str]:
    """What is asked for, an item each, in the order in which the letter asks."""
    words = WANTED | (OF_NOTIFICATION if is_notification else {})
    if no_date_given:
        words[Element.TIMELINE] = NO_DATE_GIVEN
    return [words[each] for each in Element if each in elements]


def received(elements: frozenset[Element]) -> list[str]:
    """What is there already, to be named in a sentence, in that order."""
    return [RECEIVED[each] for each in Element if each in elements]
