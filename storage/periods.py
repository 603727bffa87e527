"""The days on which municipalities exist, and who went up in whom, as recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.registry import Validity
from storage.facts import Kept, known
from storage.tables.facts import PeriodRow
from storage.tables.registry import MunicipalityRow


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a municipality exists, by the codes of Statistics Netherlands."""

    code: str
    valid_from: date | None  # the first day; None: before all decisions
    valid_to: date | None  # the last day; None: no end is known
    successor_code: str  # "" without


PERIODS = Kept(PeriodRow, Period, ("code",))


def all_validities(session: Session, known_at: datetime | None = None) -> list[Validity]:
    """The days of the municipalities of which any are recorded, by official name."""
    periods = known(session, PERIODS, known_at)
    if not periods:
        return []
    columns = select(MunicipalityRow.code, MunicipalityRow.name)
    names = dict(session.exec(columns.order_by(col(MunicipalityRow.code))).all())
    return [
        Validity(
            names.get(each.code, each.code),
            each.valid_from,
            each.valid_to,
            names.get(each.successor_code, each.successor_code),
        )
        for each in periods
    ]
