"""Keys in files of their own that only we may read, made on first use."""

import os
import secrets
from pathlib import Path

from storage.errors import KeyUnusable

KEY_BYTES = 32


def key_in(path: Path, *, setting: str, lost: str) -> bytes:
    """The key in a file, made where there is none.

    setting: what names the file in the settings; lost: what to know before deleting it.
    """
    try:
        if not path.exists():
            make_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise KeyUnusable(
            f"the key {path} cannot be read or made ({error.strerror}); check {setting} "
            "in config.toml"
        ) from error
    if len(key) != KEY_BYTES:
        raise KeyUnusable(
            f"the key {path} is damaged: it holds {len(key)} bytes, not {KEY_BYTES}; restore it "
            f"from a back-up, or delete it: {lost}"
        )
    return key


def make_key(path: Path) -> None:
    """Put a new key in place at once and whole; one that another process made meanwhile stays."""
    place_key(path, secrets.token_bytes(KEY_BYTES))


def place_key(path: Path, key: bytes) -> None:
    """Put a key in place at once and whole; one that is there already stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
