"""Packages for the archive: one file for each case, whole or not there, told in the audit trail."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ibt_intake import drafts
from ibt_intake.backups import digest_of
from ibt_intake.errors import ExportError
from ibt_intake.naming import closed_ones, named
from outbox.case_papers import CasePapers, papers_of
from review.archive.config import ArchiveConfig
from review.archive.package import Packed, name_of, pack, record_package
from storage.database import snapshot, transaction
from storage.retention import closed_cases


@dataclass(frozen=True, slots=True)
class Archived:
    """A package that was made."""

    case: str  # "Ede/7473202"
    file: Path
    pieces: int
    destroyed: int
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: where, by whom, and when."""

    config: ArchiveConfig
    folder: Path
    officer: str
    is_replaced: bool  # whether a package of today that is there may be written over
    now: datetime


def archive_cases(engine: Engine, order: Order, names: Sequence[str]) -> Iterator[Archived]:
    """Make the package of each case named, of all that are closed where none is."""
    with snapshot(engine) as session:
        closed = closed_cases(session)
        cases = named(session, names) if names else closed_ones(session, sorted(closed))
    for each in cases:
        with snapshot(engine) as session:
            papers = papers_of(session, each, order.now, closed_on=closed.get(each.number))
            if papers is not None:
                yield archived(engine, session, papers, order)


def archived(engine: Engine, session: Session, papers: CasePapers, order: Order) -> Archived:
    """Make the package of one case; it has its name once it is whole and the trail tells of it."""
    file = order.folder / name_of(papers)
    with beside(file) as folder:
        if file.exists() and not order.is_replaced:
            raise there_already(file)
        draft = folder / "package"
        packed = written(session, papers, order, draft)
        made = Archived(
            papers.key,
            file,
            packed.pieces,
            packed.destroyed,
            draft.stat().st_size,
            digest_of(draft),
        )
        # Told before it has its name: better that the trail tells of what a crash kept here than
        # that something left without it.
        with transaction(engine) as other:
            record_package(
                other, papers, made.pieces, made.sha256, officer=order.officer, now=order.now
            )
        try:
            drafts.put(draft, file, is_replaced=order.is_replaced)
        except FileExistsError as error:
            raise there_already(file) from error
    return made


def written(session: Session, papers: CasePapers, order: Order, draft: Path) -> Packed:
    """Write a package, on the disk for good."""
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "w+b") as target:
        packed = pack(session, papers, order.config, target, officer=order.officer)
        target.flush()
        os.fsync(target.fileno())
    return packed


def there_already(file: Path) -> ExportError:
    """That a package has this name."""
    return ExportError(f"{file} is there already; name another folder, or add --force")


# ------------------------------------------------------------------ the file


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A folder for drafts, as `drafts.beside` makes it. Raises ExportError where it cannot."""
    try:
        with drafts.beside(file) as folder:
            yield folder
    except OSError as error:
        raise ExportError(
            f"{file} cannot be written ({error.strerror}); choose another folder, or free "
            "some space"
        ) from error


# ------------------------------------------------------------------ what is printed


def print_archived(each: Archived, output_format: str) -> None:
    """A package that was made: a line for people, an object for programs."""
    if output_format == "jsonl":
        click.echo(json.dumps(asdict(each) | {"file": str(each.file)}, ensure_ascii=False))
        return
    gone = f", {each.destroyed} of them destroyed" if each.destroyed else ""
    click.echo(f"{each.file}: {each.pieces} records{gone}, {each.size} bytes, {each.sha256}")
