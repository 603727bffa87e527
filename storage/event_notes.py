"""Notes of where the audit trail ended, in a file that is best kept on another system.

Each line tells the moment, the number of events and the last hash, with a signature. A trail that
no longer passes through a noted end was written anew, or set back to an earlier state.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlmodel import Session

from storage.errors import DatabaseUnusable
from storage.event_heads import Head, key_of
from storage.events import Break, head_of_events

AT_LEAST_HOURS = 20  # between two notes: once a day, whatever the hour of the daemon's start


class Note(BaseModel):
    """A line of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: datetime
    count: int
    hash: str
    restored_to: int | None = None  # a back-up was restored: what lay behind this event is no more
    mac: str


def note_head(
    session: Session, file: Path, now: datetime, *, restored_to: int | None = None
) -> Head | None:
    """Note the end of the trail, and give it; None: its row was deleted.

    restored_to: where the trail of a back-up ended that was just restored.
    """
    head = head_of_events(session)
    if head is None:
        return None
    key = key_of(session.connection())
    fields = {"at": now, "count": head.count, "hash": head.hash, "restored_to": restored_to}
    note = Note.model_validate(fields | {"mac": ""})
    note = note.model_copy(update={"mac": signature(key, note)})
    line = note.model_dump_json(exclude_none=True)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "ab") as opened:
            opened.write(f"{line}\n".encode())
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise cannot("written", file, error) from error
    return head


def is_note_due(file: Path, now: datetime) -> bool:
    """Whether the last note is a day old; the file's own time tells."""
    try:
        age = now.timestamp() - file.stat().st_mtime
    except FileNotFoundError:
        return True
    except OSError as error:
        raise cannot("read", file, error) from error
    return age >= AT_LEAST_HOURS * 3600


def noted_heads(session: Session, file: Path) -> tuple[list[Head], list[Break]]:
    """The ends that were noted, and what is wrong with the notes themselves."""
    key = key_of(session.connection())
    heads: list[Head] = []
    faults: list[Break] = []
    for number, line in enumerate(lines_of(file), 1):
        try:
            note = Note.model_validate_json(line)
        except ValidationError:
            faults.append(Break(0, f"is what line {number} of {file} cannot be read for"))
            continue
        if not hmac.compare_digest(note.mac, signature(key, note)):
            faults.append(Break(note.count, f"stands in line {number} of {file} unsigned"))
            continue
        if note.restored_to is not None:
            heads = [each for each in heads if each.count <= note.restored_to]
        heads.append(Head(note.count, note.hash))
    return heads, faults


def lines_of(file: Path) -> Sequence[str]:
    """The lines of the notes; none where nothing was noted yet."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise cannot("read", file, error) from error


def signature(key: bytes, note: Note) -> str:
    """What proves that a note is ours."""
    told = note.model_dump_json(exclude={"mac"}, exclude_none=True)
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()


def cannot(deed: str, file: Path, error: OSError) -> DatabaseUnusable:
    """What to do about a file of notes that cannot be used."""
    return DatabaseUnusable(
        f"the notes of the audit trail, {file}, cannot be {deed} ({error.strerror}); see to its "
        "folder, or change audit_notes under [database] in config.toml"
    )
