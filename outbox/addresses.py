"""Addresses as they go over the wire: nothing in one can start another header or command."""

import re

LONGEST = 254  # RFC 5321 section 4.5.3.1.3, less the brackets
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
LOCAL_CHARS = 64  # RFC 5321 section 4.5.3.1.1


def wire_address(address: str) -> str:
    """The address with its domain in ASCII (RFC 5890). Raises ValueError for what is none.

    No quoted local parts, comments or address literals: contacts have none, and attackers do.
    """
    local, _, domain = address.rpartition("@")
    try:
        wire = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        wire = ""
    labels = wire.split(".")
    if (
        not LOCAL.fullmatch(local)
        or "=?" in local  # RFC 2047 section 5: some programs would decode it
        or len(local) > LOCAL_CHARS
        or not all(LABEL.fullmatch(label) for label in labels)
        or len(local) + len(wire) >= LONGEST
    ):
        raise ValueError("is no mail address; write it as name@domain, without anything around it")
    return f"{local}@{wire}"
