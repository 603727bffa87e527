"""Write the next migration: what the tables in storage/tables/ have beyond the last one.

To read and mend before it is committed; HEAD beside this file is set by hand.
"""

import sys

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from storage.database import MIGRATIONS, upgrade
from storage.migrations import HEAD


def main(message: str) -> None:
    """Compare a database made by the migrations with the tables, and write the difference."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with create_engine("sqlite://").begin() as connection:
        upgrade(connection)
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")


if __name__ == "__main__":
    main(sys.argv[1])
