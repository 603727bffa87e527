"""Make room for first passwords that expire, second steps at sign-in and the names of browsers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; those who have a password keep it, and sign in without a second step."""
    op.add_column("accounts", sa.Column("password_until", sa.DateTime(timezone=True)))
    for name in ("second_step", "second_step_new"):
        op.add_column("accounts", sa.Column(name, sa.String(), nullable=False, server_default=""))
    used = sa.Column("second_step_used", sa.Integer(), nullable=False, server_default="0")
    op.add_column("accounts", used)
    device = sa.Column("device", sa.String(64), nullable=False, server_default="")
    op.add_column("web_sessions", device)
