"""Have what mails tell that officers decided on worked out, until it is kept anew.

Until now it was kept without what was decided; from now on decisions are laid over it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget it; the next decision on the mail, or filing, keeps it."""
    judgements = sa.table("judgements", sa.column("sha256", sa.String), sa.column("told", sa.Text))
    decisions = sa.table("mail_decisions", sa.column("sha256", sa.String))
    op.execute(
        judgements.update()
        .where(judgements.c.sha256.in_(sa.select(decisions.c.sha256)))
        .values(told=None)
    )
