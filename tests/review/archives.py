"""Packages of cases for the archive, made and taken apart."""

import io
import zipfile

import pypdf

from outbox.case_papers import papers_of
from review.archive.config import ArchiveConfig
from review.archive.package import pack
from rules.decisions import OnCase
from storage.case_decisions import decide_case
from storage.case_lookup import case_numbered
from storage.database import snapshot, transaction
from storage.versions import version_of_case
from tests.review.mails import NOW


def packed(engine, number, *, now=NOW, closed_on=None, officer="beheer", **settings) -> bytes:
    """The package of a case."""
    made = io.BytesIO()
    with snapshot(engine) as session:
        papers = papers_of(session, case_numbered(session, number), now, closed_on=closed_on)
        pack(session, papers, ArchiveConfig(**settings), made, officer=officer)
    return made.getvalue()


def members(data) -> dict[str, bytes]:
    """The files of a package, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def words_of_pdf(data) -> str:
    """The words of a PDF, with single spaces."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def text_of(data) -> str:
    """All that can be read in a package: of PDFs, their words."""
    found = members(data)
    return "\n".join(
        words_of_pdf(content) if name.endswith(".pdf") else content.decode()
        for name, content in found.items()
    )


def decided(engine, municipality, reference, what: OnCase, *, officer="behandelaar", now=NOW):
    """Take a decision on a case; what was decided."""
    with transaction(engine) as session:
        version = version_of_case(session, municipality, reference)
        return decide_case(
            session,
            municipality,
            reference,
            what,
            reason="Zo is het.",
            officer=officer,
            version=version,
            now=now,
        )
