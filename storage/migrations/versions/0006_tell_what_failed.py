"""Tell which addresses failed, and who asked that a mail be sent again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tell which addresses failed, and who asked that a mail be sent again."""
    for table in ("returns", "outgoing"):
        failed = sa.Column("failed_addresses", sa.JSON(), nullable=False, server_default="[]")
        op.add_column(table, failed)
    op.add_column("outgoing", sa.Column("again_by", sa.String(), nullable=False, server_default=""))
    op.add_column("outgoing", sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))
