"""Make talks, their sealed reports, and the right to read these."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nobody has the right until an administrator gives it."""
    op.add_column(
        "accounts",
        sa.Column("reads_reports", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "talks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_talks"),
        sa.UniqueConstraint("uid", name="uq_talks_uid"),
    )
    op.create_table(
        "talk_cases",
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talks.id"], name="fk_talk_cases_talk_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_talk_cases_case_id"),
        sa.PrimaryKeyConstraint("talk_id", "case_id", name="pk_talk_cases"),
    )
    op.create_index("ix_talk_cases_case_id", "talk_cases", ["case_id"], unique=False)
    make_versions()
    op.create_table(
        "talk_reports",
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talks.id"], name="fk_talk_reports_talk_id"),
        sa.PrimaryKeyConstraint("talk_id", "number", name="pk_talk_reports"),
    )


def make_versions() -> None:
    """Make the table of what holds of a talk from which moment on; its rows are never changed."""
    op.create_table(
        "talk_versions",
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talks.id"], name="fk_talk_versions_talk_id"),
        sa.PrimaryKeyConstraint("talk_id", "number", name="pk_talk_versions"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER talk_versions_refuse_{verb} BEFORE {verb} ON talk_versions "
                "BEGIN SELECT RAISE(ABORT, 'talk_versions are never changed'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER talk_versions_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON talk_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
