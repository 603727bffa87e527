"""What the command line itself can refuse."""


class ConfigError(Exception):
    """A setting is wrong or missing; the message names file, key, value and remedy."""
