"""Let a server find the words that SQLite finds: within addresses, and without accents."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# PostgreSQL's own parser keeps an address, a number with a dash or a path as one word.
FUNCTION = r"""
CREATE FUNCTION mail_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple', translate(
        regexp_replace(normalize($1, NFD), '[\u0300-\u036F]', '', 'g'),
        '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
$$
"""
WORDS = "mail_words(subject || ' ' || sender || ' ' || body || ' ' || attachments)"


def upgrade() -> None:
    """Make the index of words anew."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.get_bind().exec_driver_sql(FUNCTION.replace("%", "%%"))
    op.drop_index("ix_mail_texts_words", "mail_texts")
    op.execute(f"CREATE INDEX ix_mail_texts_words ON mail_texts USING gin ({WORDS})")
