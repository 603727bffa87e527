"""Servers that the tests share, and the length of long ones."""

from tests.servers import dovecot, expired_dovecot, scripted_peer  # noqa: F401
from tests.shortened import (  # noqa: F401
    length,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_terminal_summary,
)
from tests.smtp_servers import smtp_peer, smtp_server  # noqa: F401
