"""Make retention."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Bytes may go, wholly, of a mail that is written down as destroyed; name and size stay.
MAY_GO = (
    "NEW.sha256 = OLD.sha256 AND NEW.size = OLD.size AND length(NEW.raw) = 0 AND EXISTS "
    "(SELECT 1 FROM destructions WHERE sha256 = OLD.sha256 AND kind = 'mails')"
)


def upgrade() -> None:
    """Make the tables of holds and destructions, and let the bytes of what is destroyed go."""
    op.create_table(
        "destructions",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("declaration", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_destructions_sha256"),
        sa.PrimaryKeyConstraint("sha256", "kind", name="pk_destructions"),
    )
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_legal_holds_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
    )
    op.create_index("ix_legal_holds_case_id", "legal_holds", ["case_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        guard_file()
    else:
        guard_server()


def guard_file() -> None:
    """What SQLite refuses."""
    op.execute("DROP TRIGGER raw_mails_refuse_UPDATE")
    op.execute(
        f"CREATE TRIGGER raw_mails_refuse_UPDATE BEFORE UPDATE ON raw_mails WHEN NOT ({MAY_GO}) "
        "BEGIN SELECT RAISE(ABORT, 'raw_mails are never changed'); END"
    )
    for table, verbs in (("destructions", ("UPDATE", "DELETE")), ("legal_holds", ("DELETE",))):
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END"
            )


def guard_server() -> None:
    """What PostgreSQL refuses."""
    op.execute("DROP TRIGGER raw_mails_refuse_change ON raw_mails")
    op.execute(
        "CREATE FUNCTION refuse_unless_destroyed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT ({MAY_GO}) THEN RAISE EXCEPTION '% are never changed', TG_TABLE_NAME; "
        "END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER raw_mails_refuse_update BEFORE UPDATE ON raw_mails "
        "FOR EACH ROW EXECUTE FUNCTION refuse_unless_destroyed()"
    )
    for table, verbs in (
        ("raw_mails", "DELETE OR TRUNCATE"),
        ("destructions", "UPDATE OR DELETE OR TRUNCATE"),
        ("legal_holds", "DELETE OR TRUNCATE"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_refuse_change BEFORE {verbs} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
