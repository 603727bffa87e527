"""When the text of scanned pages is recognised: it takes a second and more of work a page."""

from enum import StrEnum


class Scans(StrEnum):
    """What becomes of a mail with pages that are pictures."""

    AT_ONCE = "at once"  # they are recognised while it is read
    LATER = "later"  # it is put off, so that it holds up no other
    BEHIND = "behind"  # they are recognised in a process that lets all others go first
