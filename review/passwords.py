"""Passwords: how they are kept, checked and chosen."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 12  # characters; NIST SP 800-63B-4 asks length, and forbids rules of composition
MOST = 200
AT_ONCE = BoundedSemaphore(2)  # each check takes 64 MiB and tens of milliseconds
TRIED = 72  # characters that are looked at for patterns: the time it takes grows with the square
SAFELY_UNGUESSABLE = 3  # of 0 to 4: by zxcvbn at least 10^8 guesses
# The parts of common passwords that are long enough to be tried here.
COMMON = (
    "password wachtwoord welkom geheim qwerty azerty asdfgh 123456 654321 111111 abcdef "
    "iloveyou letmein admin zomer winter lente herfst januari ministerie justitie"
).split()


def hash_of(password: str) -> str:
    """What is kept of a password: argon2id with its own salt (RFC 9106)."""
    with AT_ONCE:
        return hasher().hash(password)


def is_right(kept: str, password: str) -> bool:
    """Whether a password is the one kept; as slow for an account that has none."""
    with AT_ONCE:
        try:
            return hasher().verify(kept or nobodys(), password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_dated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return hasher().check_needs_rehash(kept)


def objection(password: str, *names: str) -> str:
    """Why a password cannot be taken, in Dutch; "" where it can."""
    if len(password) < LEAST:
        return f"Kies een wachtwoord van ten minste {LEAST} tekens."
    if len(password) > MOST:
        return f"Kies een wachtwoord van ten hoogste {MOST} tekens."
    left = password.lower()
    known = (*COMMON, *(name.lower() for name in names if len(name) > 2))
    for common in known:
        left = left.replace(common, "")
    if len(left) < LEAST // 2 or len(set(left)) < LEAST // 3 or is_common(password, known):
        return (
            "Dit wachtwoord is te makkelijk te raden. Neem een paar woorden die niet samen horen."
        )
    return ""


def is_common(password: str, known: tuple[str, ...]) -> bool:
    """Whether it is one of 30,000 common passwords, or made of them, dates, keys in a row, ...

    known: words that are guessed first here.
    """
    # Loaded where a password is chosen: its lists of words take a third of a second.
    from zxcvbn import zxcvbn

    with AT_ONCE:
        found = zxcvbn(password[:TRIED], user_inputs=list(known))
    return int(found["score"]) < SAFELY_UNGUESSABLE


@cache
def hasher() -> PasswordHasher:
    """The parameters that argon2-cffi recommends now."""
    return PasswordHasher()


@cache
def nobodys() -> str:
    """A hash that no password fits, to spend the time of a check on."""
    return hasher().hash("\0")
