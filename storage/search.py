"""Search over the words of mails and attachments, by each database's own means.

SQLite has FTS5, PostgreSQL its text search; both know the beginnings of words and phrases
between quotes here, and neither knows Dutch endings.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select, table
from sqlmodel import Session, col

from rules.decisions import Disposition
from storage.columns import storable
from storage.tables import MailStateRow, MailTextRow

TERM = re.compile(r'"([^"]*)"|(\S+)')
MOST_TERMS = 12  # of a query: what is pasted whole is no question
MOST_COUNTED = 1000  # further on, nobody needs to know
SHOWN_WORDS = 24
# Marks around what was found: characters of the private use area, which no mail means anything by.
BEGINS, ENDS = "\ue000", "\ue001"
FOUND = re.compile(f"{BEGINS}([^{ENDS}]*){ENDS}")

fts = table("mail_search")
MATCHES: ColumnElement[str] = literal_column(
    "mail_search"
)  # the table's name stands for all its columns
ROWID: ColumnElement[int] = literal_column("mail_search.rowid")


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


def search_mails(session: Session, words: str, *, limit: int = 50, offset: int = 0) -> Hits:
    """The mails that hold all of the words, the last filed in front; none for no words."""
    terms = terms_of(words)
    if not terms:
        return Hits((), 0)
    query = on_sqlite(terms) if is_sqlite(session) else on_server(terms)
    found = query.limit(limit).offset(offset)
    hits = [hit_of(*row) for row in session.connection().execute(found)]
    some = matching(session, terms).limit(MOST_COUNTED + 1).subquery()
    count = session.connection().execute(select(func.count()).select_from(some)).scalar_one()
    return Hits(tuple(hits), count)


def holds_words(session: Session, words: str) -> ColumnElement[bool] | None:
    """That a mail in a list holds all of the words; None where there are none."""
    terms = terms_of(words)
    return col(MailStateRow.id).in_(matching(session, terms)) if terms else None


def terms_of(words: str) -> list[str]:
    """The words and phrases of a question; what holds no letter or figure is none."""
    asked = TERM.findall(storable(words.replace("\0", " ")))
    found = [(phrase or word).replace('"', " ") for phrase, word in asked]
    return [each for each in found if re.search(r"\w", each)][:MOST_TERMS]


def is_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"


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


def on_sqlite(terms: Sequence[str]) -> Select[Any]:
    """The question as FTS5 takes it."""
    passage = func.snippet(MATCHES, -1, BEGINS, ENDS, "…", SHOWN_WORDS)
    return (
        select(*COLUMNS, passage)
        .select_from(fts)
        .join(MailStateRow, col(MailStateRow.id) == ROWID)
        .where(MATCHES.op("MATCH")(fts_query(terms)))
        # By the index's own number: sorted by another, it would cut a passage out of every hit.
        .order_by(ROWID.desc())
    )


def fts_query(terms: Sequence[str]) -> str:
    """All of the terms, each as the beginning of a word; between quotes nothing is special."""
    return " AND ".join(f'"{term}"*' for term in terms)


def on_server(terms: Sequence[str]) -> Select[Any]:
    """The question as PostgreSQL takes it."""
    shown = f"StartSel={BEGINS},StopSel={ENDS},MaxWords={SHOWN_WORDS},MinWords=8"
    passage = func.ts_headline("simple", whole_text(), server_query(terms), shown)
    return (
        select(*COLUMNS, passage)
        .join(MailTextRow, col(MailTextRow.id) == col(MailStateRow.id))
        .where(vector().op("@@")(server_query(terms)))
        .order_by(col(MailStateRow.id).desc())
    )


def whole_text() -> ColumnElement[str]:
    """All the words of a mail, as the index of migration 0003 has them."""
    return literal_column(
        "mail_texts.subject || ' ' || mail_texts.sender || ' ' || mail_texts.body || ' ' || "
        "mail_texts.attachments"
    )


def vector() -> ColumnElement[str]:
    """The indexed words of a mail; written exactly as the index is, else it is not used."""
    return literal_column(
        "to_tsvector('simple', mail_texts.subject || ' ' || mail_texts.sender || ' ' || "
        "mail_texts.body || ' ' || mail_texts.attachments)"
    )


def server_query(terms: Sequence[str]) -> ColumnElement[str]:
    """All of the terms, each as the beginning of a word; between quotes nothing is special."""
    quoted = (term.replace("\\", " ").replace("'", "''") for term in terms)
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
