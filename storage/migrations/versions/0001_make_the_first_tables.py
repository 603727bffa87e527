"""Make the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# The audit trail and the raw mails are evidence: a slip of hand or of code cannot change them.
FROZEN = ("events", "raw_mails")
REFUSAL = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END
"""


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("municipality", "reference", name="uq_cases_municipality_reference"),
    )
    op.create_table(
        "event_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event_head"),
    )
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
    )
    op.create_index("ix_events_object", "events", ["object"], unique=False)
    op.create_table(
        "heartbeats",
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("step", name="pk_heartbeats"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "municipalities",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_municipalities"),
        sa.UniqueConstraint("name", name="uq_municipalities_name"),
    )
    op.create_table(
        "organisations",
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("municipality_codes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name="pk_organisations"),
    )
    op.create_table(
        "raw_mails",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_raw_mails"),
    )
    op.create_table(
        "requests",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("regular_task", sa.Integer(), nullable=False),
        sa.Column("amv_task", sa.Integer(), nullable=False),
        sa.Column("regular_realised", sa.Integer(), nullable=False),
        sa.Column("amv_realised", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reference", "municipality", name="pk_requests"),
    )
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_extensions_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_extensions"),
    )
    op.create_index("ix_extensions_case_id", "extensions", ["case_id"], unique=False)
    op.create_table(
        "mails",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["raw_mails.sha256"], name="fk_mails_sha256"),
        sa.PrimaryKeyConstraint("sha256", name="pk_mails"),
    )
    op.create_index("ix_mails_message_id", "mails", ["message_id"], unique=False)
    op.create_index("ix_mails_received_at", "mails", ["received_at"], unique=False)
    op.create_index("ix_mails_state_received_at", "mails", ["state", "received_at"], unique=False)
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_arrivals_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
        sa.UniqueConstraint(
            "mailbox",
            "folder",
            "uidvalidity",
            "uid",
            name="uq_arrivals_mailbox_folder_uidvalidity_uid",
        ),
    )
    op.create_index("ix_arrivals_sha256", "arrivals", ["sha256"], unique=False)
    op.create_table(
        "case_mails",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("belongs", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_mails_case_id"),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_case_mails_sha256"),
        sa.PrimaryKeyConstraint("case_id", "sha256", name="pk_case_mails"),
    )
    op.create_index("ix_case_mails_sha256", "case_mails", ["sha256"], unique=False)
    op.create_table(
        "failures",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_failures_sha256"),
        sa.PrimaryKeyConstraint("sha256", name="pk_failures"),
    )
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timeline_state", sa.String(16), nullable=False),
        sa.Column("claims_met", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_judgements_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_sha256", "judgements", ["sha256"], unique=False)
    op.create_index(
        "uq_judgements_current",
        "judgements",
        ["sha256"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "readings",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_readings_sha256"),
        sa.PrimaryKeyConstraint("sha256", "version", name="pk_readings"),
    )
    op.create_table(
        "judgement_flags",
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        sa.Column("flag", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgements.id"], name="fk_judgement_flags_judgement_id"
        ),
        sa.PrimaryKeyConstraint("judgement_id", "flag", name="pk_judgement_flags"),
    )
    op.create_index("ix_judgement_flags_flag", "judgement_flags", ["flag"], unique=False)
    op.create_table(
        "judgement_kinds",
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgements.id"], name="fk_judgement_kinds_judgement_id"
        ),
        sa.PrimaryKeyConstraint("judgement_id", "kind", name="pk_judgement_kinds"),
    )
    op.create_index("ix_judgement_kinds_kind", "judgement_kinds", ["kind"], unique=False)
    op.execute(sa.text("INSERT INTO event_head (id, count, hash) VALUES (1, 0, '')"))
    freeze()


def freeze() -> None:
    """Refuse UPDATE and DELETE on what is evidence."""
    if op.get_bind().dialect.name != "sqlite":
        return  # todo: the same for PostgreSQL, when it comes
    for table in FROZEN:
        for verb in ("UPDATE", "DELETE"):
            op.execute(REFUSAL.format(table=table, verb=verb))
