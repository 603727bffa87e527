"""All families of phrases that the reading of statements knows."""

from rules import (
    phrases_declaration,
    phrases_documents,
    phrases_facts,
    phrases_state,
    phrases_steps,
    phrases_timeline,
)
from rules.phrases import Phrasebook

FAMILIES = (
    *phrases_declaration.FAMILIES,
    *phrases_facts.FAMILIES,
    *phrases_state.FAMILIES,
    *phrases_steps.FAMILIES,
    *phrases_timeline.FAMILIES,
    *phrases_documents.FAMILIES,
)

PHRASEBOOK = Phrasebook(FAMILIES)
