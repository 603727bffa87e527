"""The package of a case for the archive, made on its page: the same as the command makes."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from io import BufferedRandom
from tempfile import TemporaryFile
from typing import IO

from starlette.responses import Response, StreamingResponse

from outbox.case_papers import papers_of
from review.archive.package import name_of, pack, record_package
from review.case_opened import case_named
from review.errors import NotFound
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.retention import closed_cases

AT_ONCE = 1 << 16  # bytes


def show_archive(visit: Visit) -> Response:
    """What goes into the package, and a button."""
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
    if named.joined_to is not None:
        return visit.go(visit.site.table.path("case.archive", case=named.joined_to))
    config = visit.site.archive
    return visit.show("case/archive.html", case=named, config=config)


def take_archive(visit: Visit) -> Response:
    """The package, once the trail tells that it left."""
    with ExitStack() as stack:
        draft = stack.enter_context(TemporaryFile())  # not in memory: mails may be large
        name = packed(visit, draft)
        draft.seek(0)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        whole = pieces_of(draft, stack.pop_all())
    return StreamingResponse(whole, media_type="application/zip", headers=headers)


def packed(visit: Visit, draft: BufferedRandom) -> str:
    """Write the package of the case of the address, and have the trail tell; its name."""
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
        closed_on = closed_cases(session).get(named.number)
        papers = papers_of(session, named, visit.now, closed_on=closed_on)
        if papers is None or named.joined_to is not None:
            raise NotFound
        officer = visit.officer
        made = pack(session, papers, visit.site.archive, draft, officer=officer.display_name)
    draft.seek(0)
    sha256 = hashlib.file_digest(draft, "sha256").hexdigest()
    with transaction(visit.site.engine) as session:
        record_package(session, papers, made.pieces, sha256, officer=officer.name, now=visit.now)
    return name_of(papers)


def pieces_of(draft: IO[bytes], stack: ExitStack) -> Iterator[bytes]:
    """What is written, a piece at a time; closed at its end, or where the browser goes away."""
    with stack:
        while piece := draft.read(AT_ONCE):
            yield piece


ADDRESS = "/zaken/{case}/archief"
PAGES = (
    Page("case.archive", "GET", ADDRESS, show_archive, Role.COORDINATOR),
    Page("case.archive.take", "POST", ADDRESS, take_archive, Role.COORDINATOR, is_paced=True),
)
