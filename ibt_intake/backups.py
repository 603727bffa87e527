"""Back-ups: the database with what belongs to it, in one file that was checked."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Engine

from ibt_intake import drafts
from ibt_intake.cli import version
from ibt_intake.config import Config
from ibt_intake.errors import BackupError
from ibt_intake.posting import key_file
from ibt_intake.progress import progress
from storage.backups import (
    Contents,
    contents_of,
    copy_database,
    faults_of_file,
    rows_of_dump,
)
from storage.config import DatabaseConfig
from storage.database import audit_key_file, open_database, snapshot, url_of
from storage.errors import DatabaseUnusable
from storage.event_heads import Head

MANIFEST = "manifest.json"
DATABASES = {"sqlite": "intake.db", "postgresql": "intake.dump"}
MESSAGE_KEY = "message-id.key"
AT_ONCE = 1 << 20  # bytes
ENCRYPTED = 0x1  # bit 0 of the flags (APPNOTE.TXT of ZIP, section 4.4.4)


class Manifest(BaseModel):
    """What a back-up says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    made_at: datetime
    program: str  # its version
    tables: str  # their version
    kind: str  # of the database
    rows: dict[str, int]
    events: int
    last_hash: str  # of the audit trail
    sha256: str  # of the database in the file
    size: int

    @property
    def head(self) -> Head:
        """Where the audit trail ends in it."""
        return Head(self.events, self.last_hash)


def back_up(config: Config, engine: Engine, file: Path, *, is_replaced: bool) -> Manifest:
    """Write a back-up; what stands in it. The daemon may go on meanwhile.

    is_replaced: whether a file that is there may be written over, once the new one is whole.
    """
    if file.exists() and not is_replaced:
        raise BackupError(f"{file} is there already; give another name, or add --force")
    kind = engine.dialect.name
    made_at = datetime.now(UTC)
    with beside(file) as folder:
        copy = folder / DATABASES[kind]
        with steps("Copying") as pieces:
            contents = copy_database(engine, copy, pieces)
        compare(contents.rows, rows_in_copy(config, copy, kind, contents.head), copy)
        manifest = Manifest(
            made_at=made_at,
            program=version(),
            tables=contents.revision,
            kind=kind,
            rows=dict(contents.rows),
            events=contents.head.count,
            last_hash=contents.head.hash,
            sha256=digest_of(copy),
            size=copy.stat().st_size,
        )
        packed = folder / "packed"
        pack(packed, manifest, copy, key_file(config))
        check_packed(packed, manifest)
        put(packed, file, is_replaced=is_replaced)
    return manifest


def rows_in_copy(config: Config, copy: Path, kind: str, head: Head) -> Mapping[str, int]:
    """The rows by table of a copy that was read to its end, its trail verified where it can be."""
    if kind != "sqlite":
        return rows_of_dump(copy)
    key = audit_key_file(config.database, url_of(config.database))
    contents = contents_of_file(copy, key)
    if contents.head != head:
        raise BackupError(f"the copy {copy} ends elsewhere than its original; try again")
    return contents.rows


def contents_of_file(file: Path, key: Path) -> Contents:
    """What an SQLite file holds; every page of it is read, and its trail verified."""
    engine = open_database(DatabaseConfig(url=f"sqlite:///{file}", audit_key_file=key))
    try:
        if fault := faults_of_file(engine):
            raise DatabaseUnusable(f"the database {file} is damaged: {fault}")
        with snapshot(engine) as session:
            return contents_of(session)
    finally:
        engine.dispose()


def compare(expected: Mapping[str, int], found: Mapping[str, int], where: Path) -> None:
    """Raise BackupError where tables have another number of rows than they should."""
    for table, count in expected.items():
        if found.get(table) != count:
            raise BackupError(
                f"{where}: {table} holds {found.get(table, 0)} rows, not {count}; nothing was "
                "changed; try again, and report it if it stays"
            )


# ------------------------------------------------------------------ the file


def pack(packed: Path, manifest: Manifest, copy: Path, message_key: Path) -> None:
    """Put database, manifest and the key of our Message-IDs into one file."""
    descriptor = os.open(packed, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "w+b") as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
            with steps("Packing") as pieces:
                advance = pieces(-(-manifest.size // AT_ONCE))
                with archive.open(copy.name, "w", force_zip64=True) as target:
                    for piece in pieces_of(copy):
                        target.write(piece)
                        advance()
            if message_key.exists():
                # Without it mails of ours would get other Message-IDs, and be sent a second time.
                archive.write(message_key, MESSAGE_KEY)
        opened.flush()
        os.fsync(opened.fileno())


def check_packed(packed: Path, manifest: Manifest) -> None:
    """Read the file back as it stands on the disk. Raises BackupError."""
    with opened(packed) as archive:
        if manifest_in(archive, packed) != manifest:
            raise BackupError(f"{packed} tells another back-up than was made; try again")
        digest = hashlib.sha256()
        with archive.open(DATABASES[manifest.kind]) as member:
            while piece := member.read(AT_ONCE):
                digest.update(piece)
    if digest.hexdigest() != manifest.sha256:
        raise BackupError(f"{packed} cannot be read back as it was written; check the disk")


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """A back-up, open. Raises BackupError where it is none, or damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            if any(each.flag_bits & ENCRYPTED for each in archive.infolist()):
                raise zipfile.BadZipFile("we encrypt none")
            yield archive
    except FileNotFoundError as error:
        raise BackupError(f"{file}: no such file; name a back-up") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise BackupError(
            f"{file} is damaged, or no back-up of ibt-intake; take another one"
        ) from error
    except OSError as error:
        raise BackupError(f"{file} cannot be read ({error.strerror}); check its rights") from error


def manifest_in(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """What a back-up says of itself."""
    try:
        return Manifest.model_validate_json(archive.read(MANIFEST))
    except ValidationError as error:
        raise BackupError(
            f"{file}: {MANIFEST} cannot be understood; take another back-up, or a newer program"
        ) from error


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A folder for drafts, as `drafts.beside` makes it. Raises BackupError where it cannot."""
    try:
        with drafts.beside(file) as folder:
            yield folder
    except OSError as error:
        raise BackupError(
            f"{file} cannot be written ({error.strerror}); choose another folder, or free some "
            "space: twice the database and what it packs to are needed"
        ) from error


def put(draft: Path, file: Path, *, is_replaced: bool) -> None:
    """Give a whole file its name at once. Raises BackupError where one came there meanwhile."""
    try:
        drafts.put(draft, file, is_replaced=is_replaced)
    except FileExistsError as error:
        raise BackupError(f"{file} is there already; give another name") from error


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def pieces_of(file: Path) -> Iterator[bytes]:
    """A file, a piece at a time."""
    with file.open("rb") as source:
        while piece := source.read(AT_ONCE):
            yield piece


@contextmanager
def steps(title: str) -> Iterator[Callable[[int], Callable[[], None]]]:
    """A progress bar for work whose size is known once it begins."""
    with ExitStack() as bars:
        yield lambda total: bars.enter_context(progress(title, total))
