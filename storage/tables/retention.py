"""What is not destroyed, and what was."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class LegalHoldRow(Row, table=True):
    """That nothing of a case is destroyed, and who said so. Lifted, never deleted."""

    __tablename__ = "legal_holds"

    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="cases.id", index=True)
    reason: str = Field(sa_type=Text)
    officer: str
    at: datetime = Field(sa_type=Moment)
    lifted_at: datetime | None = Field(sa_type=Moment)
    lifted_by: str


class DestructionRow(Row, table=True):
    """What was destroyed of a mail by rule. Triggers refuse any change."""

    __tablename__ = "destructions"

    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", max_length=64)
    kind: str = Field(primary_key=True, max_length=16)  # see storage.retention.KeptKind
    at: datetime = Field(sa_type=Moment)
    rule: str = Field(sa_type=Text)
    declaration: str  # the file that tells of it
