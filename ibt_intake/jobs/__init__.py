"""Work shared among processes, by Procrastinate on PostgreSQL.

The rows of our own tables say what is done and what is not. A job is only a nudge to do it, and
each task may be run twice with the same result: one that is lost or doubled changes nothing.
"""
