"""The second step at sign-in: codes of an app on a telephone (TOTP, RFC 6238)."""

import base64
import secrets
from datetime import datetime

from markupsafe import Markup

ISSUER = "IBT-intake"
STEP_SECONDS = 30
NEAR = (0, -1, 1)  # steps: a telephone's clock may run half a minute fast or slow
NONCE_BYTES = 12
DIGITS = 6


def new_secret() -> str:
    """A secret of 160 bits, as RFC 4226 section 4 advises, in the letters that apps take."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def sealed(key: bytes, account: str, secret: str) -> str:
    """A secret as it is kept: of no use without the key, nor for another account."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    kept = AESGCM(key).encrypt(nonce, secret.encode(), account.encode())
    return base64.b64encode(nonce + kept).decode()


def opened(key: bytes, account: str, kept: str) -> str:
    """The secret again; "" where it was sealed with another key or for another account."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    whole = base64.b64decode(kept)
    try:
        found = AESGCM(key).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], account.encode())
    except (InvalidTag, ValueError):
        return ""
    return found.decode()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code is of, None where it is of none near to now."""
    from pyotp import TOTP

    typed = "".join(code.split())
    if not secret or len(typed) != DIGITS or not typed.isdecimal() or not typed.isascii():
        return None
    current = int(now.timestamp()) // STEP_SECONDS
    codes = TOTP(secret)
    for near in NEAR:
        if secrets.compare_digest(codes.generate_otp(current + near), typed):
            return current + near
    return None


def address_of(account: str, secret: str) -> str:
    """What the picture holds: an address that the app reads the secret from."""
    from pyotp import TOTP

    return str(TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER))


def picture(address: str) -> Markup:
    """That address as a QR code: an SVG of our own making, without style or script."""
    import segno

    drawn = segno.make(address, error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", title="QR-code voor de app", svgclass="qr"
    )
    return Markup(drawn)  # noqa: S704 - of letters that are all ours


def groups(secret: str) -> str:
    """The secret in groups of four, to be typed over."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
