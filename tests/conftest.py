"""Servers that the tests share."""

from tests.servers import dovecot, expired_dovecot, scripted_peer  # noqa: F401
