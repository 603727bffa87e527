"""Keep what a judgement tells its case apart from its sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was judged before is read whole, as it was."""
    op.add_column("judgements", sa.Column("told", sa.Text(), nullable=True))
