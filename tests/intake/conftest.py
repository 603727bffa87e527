"""Servers that the tests of the way in share."""

from tests.servers import dovecot, expired_dovecot, scripted_peer  # noqa: F401
