"""Make the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("outgoing", "returns")


def upgrade() -> None:
    """Make the outbox."""
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(32), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("to_addresses", sa.JSON(), nullable=False),
        sa.Column("cc_addresses", sa.JSON(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("in_reply_to", sa.String(), nullable=False),
        sa.Column("thread", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("held_because", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing"),
        sa.UniqueConstraint("message_id", name="uq_outgoing_message_id"),
        sa.UniqueConstraint(
            "occasion",
            "municipality",
            "reference",
            "trigger",
            name="uq_outgoing_occasion_municipality_reference_trigger",
        ),
    )
    op.create_index(
        "ix_outgoing_municipality_reference",
        "outgoing",
        ["municipality", "reference"],
        unique=False,
    )
    op.create_index("ix_outgoing_handed_over_at", "outgoing", ["handed_over_at"], unique=False)
    op.create_index(
        "ix_outgoing_state_next_try_at", "outgoing", ["state", "next_try_at"], unique=False
    )

    op.create_table(
        "returns",
        sa.Column("outgoing_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["outgoing_id"], ["outgoing.id"], name="fk_returns_outgoing_id"),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_returns_sha256"),
        sa.PrimaryKeyConstraint("outgoing_id", "sha256", name="pk_returns"),
    )
    op.create_index("ix_returns_sha256", "returns", ["sha256"], unique=False)
    freeze()


def freeze() -> None:
    """Refuse the deletion of what went out, as 0003 does for decisions."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER {table}_refuse_DELETE BEFORE DELETE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are never deleted'); END"
            )
        return
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_refuse_change BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
