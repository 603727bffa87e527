"""Which mails a list holds, and by what they are sorted."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from rules.decisions import Disposition
from rules.judgement import Flag, Kind
from rules.worklist import RANKS, Reason
from storage.mail_states import Facet
from storage.search import holds_words
from storage.tables.states import MailFacetRow, MailStateRow


class Sort(StrEnum):
    """By what lists of mails are sorted."""

    DUE = "due"
    RECEIVED = "received"
    REASON = "reason"
    MUNICIPALITY = "municipality"
    CONFIDENCE = "confidence"


ORDERS = {
    Sort.DUE: (col(MailStateRow.due), col(MailStateRow.rank)),
    Sort.RECEIVED: (col(MailStateRow.received_at),),
    Sort.REASON: (col(MailStateRow.rank), col(MailStateRow.due)),
    Sort.MUNICIPALITY: (col(MailStateRow.municipality),),
    Sort.CONFIDENCE: (col(MailStateRow.confidence),),
}


@dataclass(frozen=True, slots=True)
class MailFilter:
    """Which mails a list holds; None: whatever it is."""

    disposition: Disposition = Disposition.OPEN
    reason: Reason | None = None
    kind: Kind | None = None
    flag: Flag | None = None
    municipality: str | None = None
    province: str | None = None
    reference: str | None = None  # of a round of letters
    officer: str | None = None  # "": nobody
    words: str = ""  # see storage.search

    def facets(self) -> dict[Facet, str]:
        """The values that are asked for, by facet."""
        asked = {
            Facet.KIND: self.kind,
            Facet.FLAG: self.flag,
            Facet.MUNICIPALITY: self.municipality,
            Facet.PROVINCE: self.province,
            Facet.REFERENCE: self.reference,
        }
        return {facet: str(value) for facet, value in asked.items() if value is not None}

    def without(self, facet: Facet) -> "MailFilter":
        """The same, whatever the facet's value is."""
        match facet:
            case Facet.KIND:
                return replace(self, kind=None)
            case Facet.FLAG:
                return replace(self, flag=None)
            case Facet.MUNICIPALITY:
                return replace(self, municipality=None)
            case Facet.PROVINCE:
                return replace(self, province=None)
            case Facet.REFERENCE:
                return replace(self, reference=None)


def ordering(sort: Sort, *, is_descending: bool) -> list[Any]:
    """By what a list is sorted; the numbers of mails divide those that are alike."""
    order = [each.desc() if is_descending else each for each in ORDERS[sort]]
    return [*order, col(MailStateRow.id)]


def conditions(session: Session, which: MailFilter) -> list[ColumnElement[bool]]:
    """What a mail of a list must meet."""
    found = [col(MailStateRow.disposition) == which.disposition.value]
    if which.reason is not None:
        # The rank of a reason is its own, and has an index.
        found.append(col(MailStateRow.rank) == RANKS[which.reason])
    if which.officer is not None:
        found.append(col(MailStateRow.officer) == which.officer)
    for facet, value in which.facets().items():
        having = select(col(MailFacetRow.mail_id)).where(
            col(MailFacetRow.disposition) == which.disposition.value,
            col(MailFacetRow.facet) == facet.value,
            col(MailFacetRow.value) == value,
        )
        found.append(col(MailStateRow.id).in_(having))
    words = holds_words(session, which.words)
    return found if words is None else [*found, words]
