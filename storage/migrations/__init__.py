"""Alembic migrations, shipped with the program; `python -m storage.migrations MESSAGE` adds one.

They run forwards only: the way back is a back-up, as a step back would throw away what the
newer version stored.
"""

HEAD = "0020"  # the newest revision: an up-to-date database is known without loading Alembic
