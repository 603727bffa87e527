"""Make decisions and states."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


EVIDENCE = ("events", "raw_mails")
DECISIONS = ("mail_decisions", "case_decisions")
ADD = (
    "INSERT INTO mail_search (rowid, subject, sender, body, attachments) "
    "VALUES (new.id, new.subject, new.sender, new.body, new.attachments);"
)
REMOVE = (
    "INSERT INTO mail_search (mail_search, rowid, subject, sender, body, attachments) "
    "VALUES ('delete', old.id, old.subject, old.sender, old.body, old.attachments);"
)


def upgrade() -> None:
    """Make decisions and states."""
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "case_days",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_days_case_id"),
        sa.PrimaryKeyConstraint("case_id", "day", "what", name="pk_case_days"),
    )
    op.create_index("ix_case_days_day", "case_days", ["day"], unique=False)

    op.create_table(
        "case_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_decisions_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_decisions"),
    )
    op.create_index("ix_case_decisions_case_id", "case_decisions", ["case_id"], unique=False)
    op.create_index("ix_case_decisions_what", "case_decisions", ["what"], unique=False)

    op.create_table(
        "case_states",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("joined_to", sa.Integer(), nullable=True),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing", sa.String(), nullable=False),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("ladder_step", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("undecided_extensions", sa.Integer(), nullable=False),
        sa.Column("promised", sa.String(), nullable=False),
        sa.Column("supplement_due", sa.Date(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("last_received_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_states_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_states"),
    )
    op.create_index("ix_case_states_municipality", "case_states", ["municipality"], unique=False)

    op.create_table(
        "mail_states",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("disposition", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("is_assigned", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_mail_states_case_id"),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_mail_states_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_states"),
        sa.UniqueConstraint("sha256", name="uq_mail_states_sha256"),
    )
    op.create_index("ix_mail_states_case_id", "mail_states", ["case_id"], unique=False)
    op.create_index(
        "ix_mail_states_disposition_confidence",
        "mail_states",
        ["disposition", "confidence"],
        unique=False,
    )
    op.create_index(
        "ix_mail_states_disposition_due_rank",
        "mail_states",
        ["disposition", "due", "rank"],
        unique=False,
    )
    op.create_index(
        "ix_mail_states_disposition_municipality",
        "mail_states",
        ["disposition", "municipality"],
        unique=False,
    )
    op.create_index(
        "ix_mail_states_disposition_officer",
        "mail_states",
        ["disposition", "officer"],
        unique=False,
    )
    op.create_index(
        "ix_mail_states_disposition_rank_due",
        "mail_states",
        ["disposition", "rank", "due"],
        unique=False,
    )
    op.create_index(
        "ix_mail_states_disposition_received_at",
        "mail_states",
        ["disposition", "received_at"],
        unique=False,
    )

    op.create_table(
        "mail_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgements.id"], name="fk_mail_decisions_judgement_id"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["mails.sha256"], name="fk_mail_decisions_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_decisions"),
    )
    op.create_index("ix_mail_decisions_sha256", "mail_decisions", ["sha256"], unique=False)

    op.create_table(
        "mail_facets",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(16), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("disposition", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail_states.id"], name="fk_mail_facets_mail_id"),
        sa.PrimaryKeyConstraint("mail_id", "facet", "value", name="pk_mail_facets"),
    )
    op.create_index(
        "ix_mail_facets_disposition_facet_value_mail_id",
        "mail_facets",
        ["disposition", "facet", "value", "mail_id"],
        unique=False,
    )

    op.create_table(
        "mail_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["mail_states.id"], name="fk_mail_texts_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_texts"),
    )
    move_extensions()
    op.drop_index("ix_extensions_case_id", "extensions")
    op.drop_table("extensions")
    op.drop_column("cases", "officer")  # decided like all else; it was never filled
    make_search()
    freeze()


def move_extensions() -> None:
    """An extension is a decision on a case like others, and can be undone like others."""
    op.execute(
        "INSERT INTO case_decisions (case_id, what, content, reason, officer, at, undone_by) "
        "SELECT case_id, 'grant_extension', '{\"due\":\"' || due || '\"}', reason, officer, "
        "granted_at, '' FROM extensions ORDER BY granted_at, id"
    )


def make_search() -> None:
    """An index of the words of mails, by each database's own means."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE INDEX ix_mail_texts_words ON mail_texts USING gin (to_tsvector('simple', "
            "subject || ' ' || sender || ' ' || body || ' ' || attachments))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE mail_search USING fts5 (subject, sender, body, attachments, "
        "content='mail_texts', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    # The index holds no text of its own: it must be told what the row held before.
    for verb, deeds in (
        ("INSERT", (ADD,)),
        ("DELETE", (REMOVE,)),
        ("UPDATE", (REMOVE, ADD)),
    ):
        op.execute(
            f"CREATE TRIGGER mail_texts_search_{verb} AFTER {verb} ON mail_texts "
            f"BEGIN {' '.join(deeds)} END"
        )


def freeze() -> None:
    """Refuse the deletion of decisions; on a server, also what 0001 refuses on SQLite alone."""
    if op.get_bind().dialect.name == "sqlite":
        for table in DECISIONS:
            op.execute(
                f"CREATE TRIGGER {table}_refuse_DELETE BEFORE DELETE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are never deleted'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% are never changed', TG_TABLE_NAME; END $$"
    )
    for table, verbs in (
        *((table, "UPDATE OR DELETE OR TRUNCATE") for table in EVIDENCE),
        *((table, "DELETE OR TRUNCATE") for table in DECISIONS),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_refuse_change BEFORE {verbs} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
