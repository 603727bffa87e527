"""What the command line itself can refuse."""


class ConfigError(Exception):
    """A setting is wrong or missing; the message names file, key, value and remedy."""


class BackupError(Exception):
    """A back-up cannot be made or restored; nothing that was there before is changed."""


class MoveError(Exception):
    """A database cannot be moved; the old one and the new one are as they were."""


class ExportError(Exception):
    """A case cannot be handed over as it was asked; no file of that name was written."""
