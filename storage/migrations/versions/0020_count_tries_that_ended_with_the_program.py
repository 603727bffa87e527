"""Count the tries that ended with the whole program apart from those that failed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin the count; of a mail that ended the program before, it begins anew."""
    op.add_column(
        "failures", sa.Column("unended", sa.Integer(), nullable=False, server_default="0")
    )
