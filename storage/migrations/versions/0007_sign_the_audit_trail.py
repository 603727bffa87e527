"""Sign the end of the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make a place for the signature; whoever runs the migrations puts it there."""
    op.add_column("event_head", sa.Column("mac", sa.String(64), nullable=False, server_default=""))
