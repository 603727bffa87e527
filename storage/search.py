"""Search over the words of mails and attachments, by each database's own means.

SQLite has FTS5, PostgreSQL its text search; both know the beginnings of words and phrases
between quotes here, and neither knows Dutch endings.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import punctuation
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select, table
from sqlmodel import Session, col

from rules.deadlines import end_of_day
from rules.decisions import Disposition
from rules.judgement import Kind
from storage.columns import storable
from storage.mail_states import Facet
from storage.tables.states import MailFacetRow, MailStateRow, MailTextRow

TERM = re.compile(r'"([^"]*)"|(\S+)')
MOST_TERMS = 12  # of a query: what is pasted whole is no question
MOST_COUNTED = 1000  # further on, nobody needs to know
SHOWN_WORDS = 24
# Marks around what was found: characters of the private use area, which no mail means anything by.
BEGINS, ENDS = "\ue000", "\ue001"
FOUND = re.compile(f"{BEGINS}([^{ENDS}]*){ENDS}")
# What stands between words on a server, and above letters, as migration 0011 has it.
APART = str.maketrans(punctuation, " " * len(punctuation))
ACCENTS = re.compile("[\u0300-\u036f]")

fts = table("mail_search")
MATCHES: ColumnElement[str] = literal_column(
    "mail_search"
)  # the table's name stands for all its columns
ROWID: ColumnElement[int] = literal_column("mail_search.rowid")


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Among which mails is searched; None: whatever it is."""

    disposition: Disposition | None = None
    kind: Kind | None = None
    municipality: str | None = None
    province: str | None = None
    first: date | None = None  # received on that day or later, in the Netherlands
    last: date | None = None  # that day included

    def facets(self) -> dict[Facet, str]:
        """The values that are asked for, by facet."""
        asked = {
            Facet.KIND: self.kind,
            Facet.MUNICIPALITY: self.municipality,
            Facet.PROVINCE: self.province,
        }
        return {facet: str(value) for facet, value in asked.items() if value is not None}


ALL = SearchFilter()


@dataclass(frozen=True, slots=True)
class Hit:
    """A mail that holds the words."""

    mail: str
    subject: str
    sender: str
    received_at: datetime
    municipality: str
    disposition: Disposition
    passage: tuple[tuple[str, bool], ...]  # pieces of text, and whether each is what was found


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found, and how much there is."""

    hits: tuple[Hit, ...]
    count: int  # MOST_COUNTED + 1: there are more


def search_mails(
    session: Session, words: str, which: SearchFilter = ALL, *, limit: int = 50, offset: int = 0
) -> Hits:
    """The mails that hold all of the words, the last filed in front; none for no words.

    Only the first MOST_COUNTED can be come to.
    """
    terms = terms_of(words)
    if not terms:
        return Hits((), 0)
    # The words are looked up twice and not more: to number and count, and to cut out passages.
    found = matching(session, terms).order_by(number_of(session).desc())
    if which != ALL:
        found = found.where(is_among(session, which))
    numbers = session.connection().execute(found.limit(MOST_COUNTED + 1)).scalars().all()
    shown = numbers[:MOST_COUNTED][offset : offset + limit]
    if not shown:
        return Hits((), len(numbers))
    query = on_sqlite(terms, shown) if is_sqlite(session) else on_server(terms, shown)
    rows = session.connection().execute(query)
    return Hits(tuple(hit_of(*row) for row in rows), len(numbers))


def holds_words(session: Session, words: str) -> ColumnElement[bool] | None:
    """That a mail in a list holds all of the words; None where there are none."""
    terms = terms_of(words)
    return col(MailStateRow.id).in_(matching(session, terms)) if terms else None


def is_among(session: Session, which: SearchFilter) -> ColumnElement[bool]:
    """That a mail is one of those among which is searched."""
    chosen = select(col(MailStateRow.id))
    if which.disposition is not None:
        chosen = chosen.where(col(MailStateRow.disposition) == which.disposition.value)
    if which.first is not None:
        after = end_of_day(which.first - timedelta(days=1))
        chosen = chosen.where(col(MailStateRow.received_at) >= after)
    if which.last is not None:
        chosen = chosen.where(col(MailStateRow.received_at) < end_of_day(which.last))
    for facet, value in which.facets().items():
        having = select(col(MailFacetRow.mail_id)).where(
            col(MailFacetRow.disposition).in_([each.value for each in Disposition]),
            col(MailFacetRow.facet) == facet.value,
            col(MailFacetRow.value) == value,
        )
        chosen = chosen.where(col(MailStateRow.id).in_(having))
    # The plus keeps SQLite from asking the index of words anew for each of these mails.
    number = literal_column("+mail_search.rowid") if is_sqlite(session) else number_of(session)
    return number.in_(chosen)


def terms_of(words: str) -> list[str]:
    """The words and phrases of a question; what holds no letter or figure is none."""
    asked = TERM.findall(storable(words.replace("\0", " ")))
    found = [(phrase or word).replace('"', " ") for phrase, word in asked]
    return [each for each in found if re.search(r"\w", each)][:MOST_TERMS]


def is_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"


def number_of(session: Session) -> ColumnElement[int]:
    """The number of a mail in the index of words."""
    return ROWID if is_sqlite(session) else literal_column("mail_texts.id")


def matching(session: Session, terms: Sequence[str]) -> Select[int]:
    """The numbers of the mails that hold all of the terms."""
    if is_sqlite(session):
        return select(ROWID).select_from(fts).where(MATCHES.op("MATCH")(fts_query(terms)))
    return select(col(MailTextRow.id)).where(vector().op("@@")(server_query(terms)))


COLUMNS = (
    col(MailStateRow.sha256),
    col(MailStateRow.subject),
    col(MailStateRow.sender),
    col(MailStateRow.received_at),
    col(MailStateRow.municipality),
    col(MailStateRow.disposition),
)


def on_sqlite(terms: Sequence[str], shown: Sequence[int]) -> Select[Any]:
    """The passages of some of the mails that hold the terms, as FTS5 cuts them out."""
    passage = func.snippet(MATCHES, -1, BEGINS, ENDS, "…", SHOWN_WORDS)
    return (
        select(*COLUMNS, passage)
        .select_from(fts)
        .join(MailStateRow, col(MailStateRow.id) == ROWID)
        .where(
            MATCHES.op("MATCH")(fts_query(terms)),
            ROWID.between(min(shown), max(shown)),  # in the index a range is read at once
            literal_column("+mail_search.rowid").in_(shown),
        )
        # By the index's own number: sorted by another, it would cut a passage out of every hit.
        .order_by(ROWID.desc())
    )


def fts_query(terms: Sequence[str]) -> str:
    """All of the terms, each as the beginning of a word; between quotes nothing is special."""
    return " AND ".join(f'"{term}"*' for term in terms)


def on_server(terms: Sequence[str], shown: Sequence[int]) -> Select[Any]:
    """The same as PostgreSQL cuts them out."""
    marks = f"StartSel={BEGINS},StopSel={ENDS},MaxWords={SHOWN_WORDS},MinWords=8"
    passage = func.ts_headline("simple", whole_text(), server_query(terms), marks)
    return (
        select(*COLUMNS, passage)
        .join(MailTextRow, col(MailTextRow.id) == col(MailStateRow.id))
        .where(col(MailTextRow.id).in_(shown))
        .order_by(col(MailStateRow.id).desc())
    )


def whole_text() -> ColumnElement[str]:
    """All the words of a mail."""
    return literal_column(
        "mail_texts.subject || ' ' || mail_texts.sender || ' ' || mail_texts.body || ' ' || "
        "mail_texts.attachments"
    )


def vector() -> ColumnElement[str]:
    """The indexed words of a mail; written exactly as the index of migration 0011 is, else it is
    not used.
    """
    return literal_column(
        "mail_words(mail_texts.subject || ' ' || mail_texts.sender || ' ' || "
        "mail_texts.body || ' ' || mail_texts.attachments)"
    )


def server_query(terms: Sequence[str]) -> ColumnElement[str]:
    """All of the terms, each as the beginning of a word; between quotes nothing is special."""
    quoted = (ACCENTS.sub("", normalize("NFD", term)).translate(APART) for term in terms)
    return func.to_tsquery("simple", literal(" & ".join(f"'{term}':*" for term in quoted)))


def hit_of(
    mail: str,
    subject: str,
    sender: str,
    received_at: datetime,
    municipality: str,
    disposition: str,
    passage: str,
) -> Hit:
    """A hit out of a row."""
    pieces = []
    at = 0
    for found in FOUND.finditer(passage):
        pieces += [(passage[at : found.start()], False), (found[1], True)]
        at = found.end()
    pieces.append((passage[at:], False))
    told = tuple((text, is_found) for text, is_found in pieces if text)
    return Hit(mail, subject, sender, received_at, municipality, Disposition(disposition), told)
