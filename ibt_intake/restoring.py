"""A back-up brought into an empty place, where nothing is sent until somebody confirms."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

from sqlalchemy import URL, Engine, inspect

from ibt_intake.backups import (
    AT_ONCE,
    DATABASES,
    MESSAGE_KEY,
    Manifest,
    beside,
    compare,
    digest_of,
    manifest_in,
    opened,
    put,
    steps,
)
from ibt_intake.config import Config
from ibt_intake.errors import BackupError
from ibt_intake.posting import key_file
from storage.backups import contents_of, faults_of_file, restore_server, rows_of
from storage.config import DatabaseConfig
from storage.database import (
    audit_key_file,
    migrate,
    open_database,
    snapshot,
    transaction,
    url_of,
)
from storage.errors import DatabaseUnusable
from storage.event_heads import LOST, SETTING, Head, key_at
from storage.event_notes import note_head
from storage.events import record_event, sign_anew
from storage.keys import key_in, place_key
from storage.migrations import HEAD
from storage.pauses import pause, pausing


def restore(config: Config, file: Path, *, is_key_new: bool, officer: str) -> Manifest:
    """Bring a back-up into the database of the settings, which must be empty; what it holds.

    is_key_new: sign its audit trail with a new key, as the old one is lost.
    """
    url = url_of(config.database)
    with opened(file) as archive:
        manifest = manifest_in(archive, file)
        refuse_unless_it_fits(manifest, url, file)
        key = audit_key_file(config.database, url)
        if not key.exists() and not is_key_new:
            raise BackupError(
                f"the key of the audit trail, {key}, is not there; put it back from where you "
                "keep it, or add --new-audit-key if it is lost: the trail then tells that it was "
                "signed anew"
            )
        message_key = archive.read(MESSAGE_KEY) if MESSAGE_KEY in archive.namelist() else b""
        refuse_other_key(key_file(config), message_key)
        bring_in = restore_file if url.get_backend_name() == "sqlite" else restore_dump
        bring_in(config, archive, manifest, lambda engine: settle(engine, manifest, officer, key))
    if message_key:
        place_key(key_file(config), message_key)
    return manifest


def refuse_unless_it_fits(manifest: Manifest, url: URL, file: Path) -> None:
    """Raise BackupError where the back-up is of another kind, or of a newer program."""
    kind = url.get_backend_name()
    if manifest.kind != kind:
        raise BackupError(
            f"{file} is a back-up of {manifest.kind}, and url under [database] in config.toml "
            f"names {kind}; name a database of the same kind"
        )
    if manifest.tables > HEAD:
        raise BackupError(
            f"{file} was made by a newer version of ibt-intake ({manifest.program}, tables "
            f"{manifest.tables}, known here up to {HEAD}); install that version"
        )


def refuse_other_key(file: Path, key: bytes) -> None:
    """Raise BackupError where another key of Message-IDs stands in the place of ours."""
    if key and file.exists() and file.read_bytes() != key:
        raise BackupError(
            f"{file} is another key than the back-up's: mails would be sent a second time under "
            "other Message-IDs; move it away, then restore"
        )


def settle(engine: Engine, manifest: Manifest, officer: str, key: Path) -> None:
    """Bring what was restored up to date, check it, and write down that it was.

    Nothing is sent from the first moment on.
    """
    now = datetime.now(UTC)
    is_key_new = not key.exists()
    if is_key_new:
        key_in(key, setting=SETTING, lost=LOST)
    key_at.cache_clear()
    migrate(engine)
    with transaction(engine) as session:
        if is_key_new:
            sign_anew(session, now, officer, "restored without its key")
        pause(session, manifest.made_at)
        record_event(
            session,
            now,
            "restored",
            "database",
            actor=officer,
            after={"backed_up_at": manifest.made_at.isoformat(), "events": manifest.events},
        )
    with snapshot(engine) as session:
        contents_of(session)  # and its trail is verified


def restore_file(
    config: Config, archive: ZipFile, manifest: Manifest, settle: Callable[[Engine], None]
) -> None:
    """Restore an SQLite file: made ready beside its place, then put there at once."""
    place = Path(str(url_of(config.database).database))
    leftovers = [place.with_name(place.name + ending) for ending in ("", "-wal", "-shm")]
    if there := [each for each in leftovers if each.exists() and each.stat().st_size]:
        raise BackupError(
            f"{there[0]} is there already; a back-up is restored into an empty place only: stop "
            "the programs, move the database away with its -wal and -shm, then restore"
        )
    with beside(place) as folder:
        draft = folder / DATABASES["sqlite"]
        unpack(archive, manifest, draft)
        key = audit_key_file(config.database, url_of(config.database))
        engine = open_database(DatabaseConfig(url=f"sqlite:///{draft}", audit_key_file=key))
        try:
            if fault := faults_of_file(engine):
                raise DatabaseUnusable(f"the back-up holds a damaged database: {fault}")
            check_contents(engine, manifest)
            settle(engine)
        finally:
            engine.dispose()  # with its last connection, SQLite puts all into the one file
        for each in leftovers:
            each.unlink(missing_ok=True)  # all are empty
        put(draft, place, is_replaced=False)


def restore_dump(
    config: Config, archive: ZipFile, manifest: Manifest, settle: Callable[[Engine], None]
) -> None:
    """Restore a dump into an empty database of a server, in one transaction."""
    engine = open_database(config.database)
    try:
        if tables := inspect(engine).get_table_names():
            raise BackupError(
                f"the database of the settings holds tables already ({tables[0]}, ...); a back-up "
                "is restored into an empty one only: make one with createdb and name it by url "
                "under [database] in config.toml"
            )
        with beside(key_file(config)) as folder:
            draft = folder / DATABASES["postgresql"]
            unpack(archive, manifest, draft)
            with steps("Restoring") as pieces:
                advance = pieces(len(manifest.rows))
                restore_server(engine.url, draft, pausing(manifest.made_at), advance)
        check_contents(engine, manifest)
        settle(engine)
    finally:
        engine.dispose()


def unpack(archive: ZipFile, manifest: Manifest, draft: Path) -> None:
    """Take the database out of a back-up. Raises BackupError where it is not as it was made."""
    draft.touch(0o600, exist_ok=False)
    with (
        steps("Unpacking") as pieces,
        archive.open(DATABASES[manifest.kind]) as member,
        draft.open("r+b") as target,
    ):
        advance = pieces(-(-manifest.size // AT_ONCE))
        while piece := member.read(AT_ONCE):
            target.write(piece)
            advance()
    if digest_of(draft) != manifest.sha256:
        raise BackupError("the database in this back-up was changed or damaged; take another one")


def check_contents(engine: Engine, manifest: Manifest) -> None:
    """Raise BackupError where something else came out than went in."""
    # The settings of the pause may be there by now, on top of what was backed up.
    expected = {name: count for name, count in manifest.rows.items() if name != "settings"}
    with engine.connect() as connection:
        compare(expected, rows_of(connection, expected), Path(engine.url.database or ""))


def note_restored(config: Config, engine: Engine, manifest: Manifest) -> Head | None:
    """Note, where the trail is noted elsewhere, that it was set back, and to where."""
    if config.database.audit_notes is None:
        return None
    with snapshot(engine) as session:
        return note_head(
            session,
            config.database.audit_notes,
            datetime.now(UTC),
            restored_to=manifest.events,
        )
