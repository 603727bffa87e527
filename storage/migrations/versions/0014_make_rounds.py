"""Make rounds of letters."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of rounds, their letters, when they were sent, and their words."""
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("places_due", sa.Date(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    op.create_index("ix_rounds_letter_date", "rounds", ["letter_date"])
    make_letters()
    op.create_table(
        "round_sendings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_round_sendings_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_round_sendings"),
    )
    op.create_index("ix_round_sendings_round_id", "round_sendings", ["round_id"])
    op.create_table(
        "ministry_words",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("runs", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_ministry_words"),
    )


def make_letters() -> None:
    """Make the table of letters."""
    op.create_table(
        "round_letters",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("variant", sa.String(16), nullable=False),
        sa.Column("regular_task", sa.Integer(), nullable=False),
        sa.Column("amv_task", sa.Integer(), nullable=False),
        sa.Column("regular_realised", sa.Integer(), nullable=False),
        sa.Column("amv_realised", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_round_letters_round_id"),
        sa.PrimaryKeyConstraint("round_id", "municipality", name="pk_round_letters"),
    )
    op.create_index("ix_round_letters_reference", "round_letters", ["reference"])
