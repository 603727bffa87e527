"""What can go wrong on the way out, divided by what the caller does next."""


class OutboxError(Exception):
    """The root; its message is one line that says what, where, and what to do."""


class TemplateWrong(OutboxError):
    """A template cannot be used as it stands; whoever wrote it mends it."""
