"""Settings of the database."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class DatabaseConfig(BaseModel):
    """Where everything is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(
        default="sqlite:///ibt-intake-data/intake.db",
        description="database address as SQLAlchemy writes it; a relative SQLite path counts "
        "from the working directory; the password of a server goes into ~/.pgpass or PGPASSWORD",
    )
    busy_seconds: float = Field(
        default=30.0, gt=0, description="wait for another process that is writing, then give up"
    )
    audit_key_file: Path | None = Field(
        default=None,
        description="key that the end of the audit trail is signed with, made on first use; unless "
        "set, beside the SQLite file, or in ibt-intake-data where the database is a server; "
        "every machine needs the same",
    )
    audit_notes: Path | None = Field(
        default=None,
        description="file, best on another system, to which the daemon notes each day where the "
        "audit trail ends; `check` holds the trail against it",
    )
