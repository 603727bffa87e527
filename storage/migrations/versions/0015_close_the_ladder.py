"""Let lists tell that the supervision of a case was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing was closed so far."""
    op.add_column(
        "case_states",
        sa.Column("is_ladder_closed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
