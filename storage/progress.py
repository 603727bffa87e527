"""The places that provinces report, by day, and their import."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.distribution import Realised
from rules.judgement import Category
from storage.events import PROGRAM, record_event
from storage.registry import Imported
from storage.tables import ProgressCountRow


@dataclass(frozen=True, slots=True)
class Difference:
    """A reported count, and the one that stands for the same day; None where none does."""

    reported: Realised
    before: int | None


def all_realised(session: Session) -> list[Realised]:
    """Every count, by municipality, cycle, category and day."""
    columns = (
        ProgressCountRow.municipality,
        ProgressCountRow.cycle,
        ProgressCountRow.category,
        ProgressCountRow.counted_on,
    )
    rows = session.exec(select(ProgressCountRow).order_by(*map(col, columns)))
    return [
        Realised(row.municipality, row.cycle, Category(row.category), row.counted_on, row.places)
        for row in rows
    ]


def differences(session: Session, entries: Sequence[Realised]) -> list[Difference]:
    """The counts that are new, or other than those that stand, in the order given."""
    found = []
    for entry in entries:
        row = session.get(ProgressCountRow, key_of(entry))
        if row is None or row.places != entry.places:
            found.append(Difference(entry, row.places if row else None))
    return found


def import_realised(
    session: Session, entries: Sequence[Realised], *, now: datetime, actor: str = PROGRAM
) -> Imported:
    """Add counts, or correct those of the same day; each correction is an event."""
    found = differences(session, entries)
    for each in found:
        entry = each.reported
        if each.before is None:
            session.add(ProgressCountRow(**asdict(entry)))
            continue
        session.get_one(ProgressCountRow, key_of(entry)).places = entry.places
        subject = "progress_counts:" + "/".join(map(str, key_of(entry).values()))
        facts = {"before": {"places": each.before}, "after": {"places": entry.places}}
        record_event(session, now, "registry_changed", subject, actor=actor, **facts)
    session.flush()
    added = sum(each.before is None for each in found)
    result = Imported(added, len(found) - added, len(entries) - len(found))
    if found:
        record_event(
            session, now, "registry_imported", "progress_counts", actor=actor, after=asdict(result)
        )
    return result


def key_of(entry: Realised) -> dict[str, object]:
    """What tells one count from the others."""
    return {name: value for name, value in asdict(entry).items() if name != "places"}
