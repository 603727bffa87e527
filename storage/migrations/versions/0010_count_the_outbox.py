"""Let mails that go out be counted without reading them."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_outgoing_occasion_state", "outgoing", ["occasion", "state"])
