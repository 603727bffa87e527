"""Access tokens by OAuth2 client credentials (RFC 6749 section 4.4)."""

from collections.abc import Callable, Mapping
from typing import Protocol

from intake.config import OAuthConfig
from intake.errors import Stop, TryLater
from intake.header_values import one_line

TIMEOUT_SECONDS = 30.0
IN_CONFIG = "under [mailbox.oauth] in config.toml"
# RFC 6749 section 5.2: errors that the same request meets again.
LASTING = ("invalid_client", "unauthorized_client", "invalid_scope", "invalid_request")


class Application(Protocol):
    """What is used of `msal.ConfidentialClientApplication`."""

    def acquire_token_for_client(self, scopes: list[str]) -> Mapping[str, object]: ...


class Tokens:
    """Gives an access token; the issuer is asked only when the last one has run out."""

    def __init__(
        self,
        config: OAuthConfig,
        secret: Callable[[], str],
        application: Callable[[OAuthConfig, str], Application] | None = None,
    ) -> None:
        self._config = config
        self._secret = secret
        self._make = application or msal_application
        self._application: Application | None = None
        self._made_with = ""

    def access_token(self) -> str:
        """A token that is valid now."""
        secret = self._secret()
        try:
            if self._application is None or secret != self._made_with:
                # A renewed secret takes effect without a restart.
                self._application, self._made_with = self._make(self._config, secret), secret
            # msal keeps the token and renews it shortly before it runs out.
            answer = self._application.acquire_token_for_client(scopes=[self._config.scope])
        except OSError as error:  # of requests, which msal speaks by
            raise TryLater(
                f"the token issuer {self._config.authority} cannot be reached "
                f"({type(error).__name__}); check authority {IN_CONFIG} and the network"
            ) from error
        except ValueError as error:
            raise Stop(
                f"authority {self._config.authority} is not accepted: {first_line(error)}; "
                f"give the issuer's https address with the tenant {IN_CONFIG}"
            ) from error
        return self._token_in(answer)

    def _token_in(self, answer: Mapping[str, object]) -> str:
        token = answer.get("access_token")
        if isinstance(token, str):
            return token
        code = str(answer.get("error", "no token"))
        said = f"{code}: {first_line(answer.get('error_description', ''))}"
        if code in LASTING:
            raise Stop(
                f"the token issuer refuses client {self._config.client_id} ({said}); "
                f"check client_id, client_secret_file and scope {IN_CONFIG}"
            )
        raise TryLater(f"the token issuer gives no token now ({said}); it is tried again")


def msal_application(config: OAuthConfig, secret: str) -> Application:
    """The library's own application, which asks no other host than the authority named."""
    import msal

    application: Application = msal.ConfidentialClientApplication(
        config.client_id,
        client_credential=secret,
        authority=config.authority,
        instance_discovery=False,
        timeout=TIMEOUT_SECONDS,
    )
    return application


def first_line(text: object) -> str:
    """The first line, which says what is wrong; the others are traces."""
    lines = str(text).strip().splitlines() or [""]
    return one_line(lines[0])[:200]
