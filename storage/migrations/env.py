"""How Alembic runs here: on the connection, and in the transaction, of its caller."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString

from storage.columns import Moment
from storage.tables.row import Row


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Our column types by the plain types below them: a migration outlives our code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    return False


def is_ours(name: str | None, kind: str, _: Any) -> bool:
    """Not the search's own tables, which SQLite makes and SQLAlchemy does not know."""
    return not (kind == "table" and (name or "").startswith("mail_search"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    render_item=render_item,
    include_name=is_ours,
)
context.run_migrations()
