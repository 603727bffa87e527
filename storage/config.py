"""Settings of the database, and what the settings of every part have in common."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

# The most that a time may be, by its unit: beyond what anyone waits for. What counts seconds is a
# wait on a socket or a process, which none of more than 24 days is.
MOST = {"seconds": 86_400, "minutes": 525_600, "hours": 87_600, "days": 3_650}


class Section(BaseModel):
    """A table of the config file; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def is_bounded(cls, value: Any, info: ValidationInfo) -> Any:
        """A time that nothing can wait for, as many nines for 'never', is refused."""
        most = MOST.get(str(info.field_name).rpartition("_")[2])
        if most and isinstance(value, int | float) and value > most:
            raise PydanticCustomError("bounded", f"input should be at most {most}")
        return value


class DatabaseConfig(Section):
    """Where everything is kept."""

    url: str = Field(
        default="sqlite:///ibt-intake-data/intake.db",
        description="database address as SQLAlchemy writes it; a relative SQLite path counts "
        "from the working directory; the password of a server goes into ~/.pgpass or PGPASSWORD",
    )
    busy_seconds: float = Field(
        default=30.0,
        gt=0,
        description="wait for another process that is writing, then give up",
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
