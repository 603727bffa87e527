"""Servers that the tests share."""

from tests.servers import dovecot, expired_dovecot, scripted_peer  # noqa: F401
from tests.smtp_servers import smtp_peer, smtp_server  # noqa: F401
