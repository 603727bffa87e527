"""OpenID Connect: the code flow with PKCE, and the claims of a token that holds.

OpenID Connect Core 1.0 section 3.1; PKCE is RFC 7636.
"""

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from review.config import OidcConfig, is_loopback
from review.errors import CannotServe, ReviewError
from rules.roles import Role

# Of a provider's key pair only: with a shared secret, who holds it could make tokens too.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
KEPT_SECONDS = 3600  # what the provider tells of itself
LEEWAY = 60  # seconds that two clocks may differ


class NotSignedIn(ReviewError):
    """The provider, or what it sent, does not hold; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in under way: what must come back, and what proves that we began it."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who the provider says this is."""

    subject: str
    name: str
    display_name: str
    role: Role | None  # None: no value of the claim of roles is one of ours


class Provider:
    """The ministry's identity provider."""

    def __init__(self, config: OidcConfig, redirect_uri: str) -> None:
        if urlsplit(config.issuer).scheme != "https" and not is_loopback(
            urlsplit(config.issuer).hostname or ""
        ):
            raise CannotServe("issuer under [review.oidc] must be an https:// address")
        self.config = config
        self.redirect_uri = redirect_uri
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._read_at = 0.0

    @cached_property
    def secret(self) -> str:
        """The client secret, from its file."""
        try:
            return self.config.client_secret_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise CannotServe(
                f"{self.config.client_secret_file}: cannot be read ({error.strerror}); "
                "check client_secret_file under [review.oidc]"
            ) from error

    def start(self) -> tuple[str, Started]:
        """Where to send the browser, and what to keep until it comes back."""
        started = Started(generate_token(43), generate_token(43), generate_token(64))
        asked = {"acr_values": self.config.acr_values} if self.config.acr_values else {}
        try:
            with self.client() as client:
                url, _ = client.create_authorization_url(
                    self.metadata()["authorization_endpoint"],
                    state=started.state,
                    nonce=started.nonce,
                    code_verifier=started.verifier,
                    **asked,
                )
        except (httpx2.HTTPError, KeyError, ValueError) as error:
            raise NotSignedIn(f"the provider does not answer: {type(error).__name__}") from error
        return str(url), started

    def sign_out_address(self, back: str) -> str:
        """Where to send a browser to sign out at the provider; "" where it has no such place.

        OpenID Connect RP-Initiated Logout 1.0 section 2. We keep no token to show as a hint: the
        provider knows us by our id, and may ask the person whether to sign out. back: path of
        ours to return to, which must be registered at the provider.
        """
        try:
            place = str(self.metadata().get("end_session_endpoint") or "")
        except (httpx2.HTTPError, ValueError) as error:
            raise NotSignedIn(f"the provider does not answer: {type(error).__name__}") from error
        if not place:
            return ""
        parts = urlsplit(self.redirect_uri)
        asked = {
            "client_id": self.config.client_id,
            "post_logout_redirect_uri": f"{parts.scheme}://{parts.netloc}{back}",
        }
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"

    def finish(self, code: str, started: Started) -> Person:
        """Who signed in, of a code that the provider gave the browser."""
        try:
            with self.client() as client:
                token = client.fetch_token(
                    self.metadata()["token_endpoint"],
                    code=code,
                    code_verifier=started.verifier,
                )
            claims = self.claims_of(token["id_token"], token.get("access_token"), started.nonce)
            return self.person_of(claims)
        except (httpx2.HTTPError, OAuthError, JoseError, KeyError, ValueError, TypeError) as error:
            raise NotSignedIn(f"the token does not hold: {type(error).__name__}") from error

    def client(self) -> Any:
        """A client for one exchange."""
        return OAuth2Client(
            self.config.client_id,
            self.secret,
            scope=self.config.scope,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
            timeout=self.config.timeout_seconds,
        )

    def metadata(self) -> dict[str, Any]:
        """What the provider tells of itself (OpenID Connect Discovery 1.0 section 4)."""
        if not self._metadata or time.monotonic() - self._read_at > KEPT_SECONDS:
            found = self.fetch(f"{self.config.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.config.issuer:
                raise NotSignedIn("the provider names itself otherwise than issuer in the settings")
            self._metadata, self._keys, self._read_at = found, None, time.monotonic()
        return self._metadata

    def fetch(self, address: str) -> dict[str, Any]:
        """A JSON document of the provider."""
        answer = httpx2.get(address, timeout=self.config.timeout_seconds)
        answer.raise_for_status()
        return dict(answer.json())

    def keys(self, *, anew: bool = False) -> KeySet:
        """The keys that the provider signs with now."""
        if self._keys is None or anew:
            found: Any = self.fetch(self.metadata()["jwks_uri"])
            self._keys = KeySet.import_key_set(found)
        return self._keys

    def claims_of(self, id_token: str, access_token: str | None, nonce: str) -> CodeIDToken:
        """The claims of a token that the provider made for us, just now, for this sign-in."""
        supported = self.metadata().get("id_token_signing_alg_values_supported", ALGORITHMS)
        registry = JWSRegistry(
            algorithms=[each for each in ALGORITHMS if each in supported],
            strict_check_header=False,
        )
        try:
            token = jwt.decode(id_token, self.keys(), registry=registry)
        except (JoseError, ValueError):  # keys change: look once more before giving up
            token = jwt.decode(id_token, self.keys(anew=True), registry=registry)
        options: dict[str, Any] = {
            "iss": {"essential": True, "value": self.config.issuer},
            "aud": {"essential": True, "value": self.config.client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        if self.config.acr_values:
            options["acr"] = {"essential": True, "values": self.config.acr_values.split()}
        known = {
            "nonce": nonce,
            "client_id": self.config.client_id,
            "access_token": access_token,
        }
        claims = CodeIDToken(token.claims, token.header, options, known)
        claims.validate(leeway=LEEWAY)
        return claims

    def person_of(self, claims: CodeIDToken) -> Person:
        """The person that the claims tell of."""
        subject = str(claims["sub"])
        told = claims.get(self.config.role_claim, [])
        values = {told} if isinstance(told, str) else {str(each) for each in told}
        return Person(
            subject=subject,
            name=str(claims.get("preferred_username") or subject),
            display_name=str(claims.get(self.config.name_claim) or subject),
            role=role_of(self.config, values),
        )


def role_of(config: OidcConfig, values: set[str]) -> Role | None:
    """The highest role that the values of the claim give."""
    given = {
        Role.READER: config.readers,
        Role.OFFICER: config.officers,
        Role.COORDINATOR: config.coordinators,
        Role.ADMINISTRATOR: config.administrators,
    }
    held = [role for role in Role if values & set(given[role])]
    return held[-1] if held else None
