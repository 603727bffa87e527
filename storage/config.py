"""Settings of the database."""

from pydantic import BaseModel, ConfigDict, Field


class DatabaseConfig(BaseModel):
    """Where everything is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(
        default="sqlite:///ibt-intake-data/intake.db",
        description="database address as SQLAlchemy writes it; a relative SQLite path counts "
        "from the working directory",
    )
    busy_seconds: float = Field(
        default=30.0, gt=0, description="wait for another process that is writing, then give up"
    )
