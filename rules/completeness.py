"""What a notification or a reply must hold, and what one lacks."""

from collections.abc import Collection, Set

from rules.judgement import Element, Kind, TimelineState

# The ministry's page on supervision (notifications) and its letters (replies).
REQUIRED: dict[Kind, tuple[Element, ...]] = {
    Kind.ARTICLE_8_NOTIFICATION: (
        Element.DECLARATION,
        Element.FACTS,
        Element.STEPS,
        Element.TIMELINE,
    ),
    Kind.INFORMATION_REPLY: (
        Element.FACTS,
        Element.CURRENT_STATE,
        Element.STEPS,
        Element.TIMELINE,
    ),
}
# All that a reply needs where the municipality says that it meets its whole task.
REQUIRED_WHERE_MET = frozenset({Element.CURRENT_STATE})


def required_elements(kind: Kind, *, claims_met: bool) -> frozenset[Element]:
    """The elements that a mail of this kind must state; none for other kinds."""
    required = frozenset(REQUIRED.get(kind, ()))
    if claims_met and kind is Kind.INFORMATION_REPLY:
        return required & REQUIRED_WHERE_MET
    return required


def missing_elements(
    kinds: Collection[Kind],
    stated: Set[Element],
    timeline_state: TimelineState,
    *,
    claims_met: bool,
) -> frozenset[Element]:
    """The required elements that a mail, taken alone, does not state.

    A time that is said to be unknown is not stated: it is flagged apart.
    """
    present = set(stated) - {Element.TIMELINE}
    if timeline_state is TimelineState.STATED:
        present.add(Element.TIMELINE)
    required: set[Element] = set()
    for kind in kinds:
        required |= required_elements(kind, claims_met=claims_met)
    return frozenset(required - present)
