"""Settings of the database."""

from pydantic import BaseModel, ConfigDict, Field


class DatabaseConfig(BaseModel):
    """Where everything is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(
        default="sqlite:///ibt-intake-data/intake.db", description="SQLAlchemy's database address"
    )
