"""Keep decisions, tasks, exchanges and counts, each with the moment it was recorded at."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of facts; counts that were there keep their order."""
    bind = op.get_bind()
    counts = [dict(each) for each in bind.execute(OLD_COUNTS).mappings()]
    op.drop_table("progress_counts")
    counted = fact_table(
        "progress_counts",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
    )
    # When each was recorded stands in the audit trail alone; the first import is early enough.
    first = bind.execute(FIRST_IMPORT).scalar() or datetime.now(UTC)
    for each in counts:
        op.execute(sa.insert(counted).values(**each, recorded_at=first, recorded_by=""))
    fact_table(
        "distribution_decisions",
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
    )
    fact_table(
        "tasks",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("is_indicative", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
    )
    fact_table(
        "exchanges",
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("taker", sa.String(), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
    )
    fact_table(
        "municipality_periods",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_code", sa.String(16), nullable=False),
    )


def fact_table(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """A table whose rows tell when they were recorded, and by whom."""
    return op.create_table(
        name,
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


COUNTS = sa.table(
    "progress_counts",
    sa.column("municipality", sa.String),
    sa.column("cycle", sa.Integer),
    sa.column("category", sa.String),
    sa.column("counted_on", sa.Date),
    sa.column("places", sa.Integer),
)
OLD_COUNTS = sa.select(COUNTS).order_by(
    COUNTS.c.municipality, COUNTS.c.cycle, COUNTS.c.category, COUNTS.c.counted_on
)
EVENTS = sa.table(
    "events",
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("action", sa.String),
    sa.column("object", sa.String),
)
FIRST_IMPORT = sa.select(sa.func.min(EVENTS.c.at)).where(
    EVENTS.c.action == "registry_imported", EVENTS.c.object == "progress_counts"
)
