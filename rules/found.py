"""What is found in a mail, before it is said how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.judgement import Doubtful, Element, PlaceCount, Statement
from rules.links import Links
from rules.stated import Kinds
from rules.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Found:
    """All findings in one mail; fields as in `rules.judgement.Judgement`."""

    links: Links
    kinds: Kinds
    references: tuple[str, ...]
    elements: Mapping[Element, tuple[Statement, ...]]
    timeline: Timeline
    claims_met: bool
    places: tuple[PlaceCount, ...]
    missing: frozenset[Element]
    doubted: Element | None  # for whose sake alone it lacks something; see `rules.presence`
    doubtful: tuple[Doubtful, ...]
    late: bool | None
    doubts: tuple[str, ...]  # what tells how sure it is; see `rules.confidence`
