"""What can go wrong in storage, divided by what the caller does next."""


class StorageError(Exception):
    """The root; its message is one line that says what, where, and what to do."""


class DatabaseBusy(StorageError):
    """Another process holds the database; the same call may succeed later."""


class DatabaseUnusable(StorageError):
    """Missing rights, a full disk or a damaged file: nothing can go on before it is mended."""


class UnknownMail(StorageError):
    """A mail is named that storage does not hold; the caller's list is out of date."""


class Refused(StorageError):
    """What an officer asked cannot be; the message says why and what can."""
