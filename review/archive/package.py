"""The package of a case: a ZIP with a folder for each record, and beside each file what it is.

A SIP with sidecars, as the Nationaal Archief describes it with MDTO: each aggregation is a folder
that holds its own description, each file has its description next to it.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlmodel import Session

from outbox.case_papers import CasePapers
from review.archive.config import ArchiveConfig
from review.archive.described import Describer
from review.archive.mdto import xml_of
from review.archive.papers import MADE
from review.archive.pieces import (
    Piece,
    file_of,
    folder_of,
    moment_of,
    pieces_of,
    safe_name,
)
from storage.errors import DatabaseUnusable
from storage.events import Facts, record_event
from storage.links import case_subject

EPOCH = (1980, 1, 1, 0, 0, 0)  # no clock: the same case on the same day makes the same bytes
RIGHTS = 0o600 << 16  # of the files once they are taken out
RECORD, FILE = ".mdto.xml", ".bestand.mdto.xml"
OF_MAIL = "mail/"


@dataclass(frozen=True, slots=True)
class Packed:
    """What went into a package."""

    pieces: int
    destroyed: int  # of these: only their description is left


def name_of(papers: CasePapers) -> str:
    """The name of a package: the case and the day."""
    return f"{safe_name(papers.title)}-{papers.today.isoformat()}.zip"


def record_package(
    session: Session, papers: CasePapers, pieces: int, sha256: str, *, officer: str, now: datetime
) -> None:
    """Have the audit trail tell who made a package of what."""
    facts: Facts = {"documents": pieces, "sha256": sha256}
    case = papers.page.case
    subject = case_subject(case.municipality, case.reference)
    record_event(session, now, MADE, subject, actor=officer, after=facts)


def pack(
    session: Session, papers: CasePapers, config: ArchiveConfig, target: IO[bytes], *, officer: str
) -> Packed:
    """Write the package of a case; officer: who makes it. One file at a time is in memory.

    Raises DatabaseUnusable where a mail is not any more what it was when it came.
    """
    pieces = pieces_of(session, papers)
    describer = Describer(config, papers, moment_of(papers.today), officer)
    top = safe_name(papers.title)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        put(archive, f"{top}/{top}{RECORD}", xml_of(describer.case(pieces)))
        for number, piece in enumerate(pieces, 1):
            put_piece(archive, f"{top}/{folder_of(number, piece)}", describer, piece)
    return Packed(len(pieces), sum(each.content is None for each in pieces))


def put_piece(archive: zipfile.ZipFile, folder: str, describer: Describer, piece: Piece) -> None:
    """Add the folder of a piece: its description, its file, and that file's description."""
    name = folder.rpartition("/")[2]
    put(archive, f"{folder}/{name}{RECORD}", xml_of(describer.piece(piece)))
    if piece.content is None:
        return
    content, file = piece.content(), file_of(piece)
    sha256 = hashlib.sha256(content).hexdigest()
    if piece.id.startswith(OF_MAIL) and piece.id != OF_MAIL + sha256:
        raise DatabaseUnusable(
            f"the bytes of {piece.id} are not those that came in; restore a back-up"
        )
    put(archive, f"{folder}/{file}", content)
    described = describer.file(piece, len(content), sha256)
    put(archive, f"{folder}/{file}{FILE}", xml_of(described))


def put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file; no time or user of this machine goes along."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = RIGHTS
    archive.writestr(entry, content)
