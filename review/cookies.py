"""Our cookies: only for this host, out of reach of scripts, and encrypted on the way."""

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

SESSION = "ibt-sessie"  # who is signed in
VISITOR = "ibt-bezoek"  # ties a sign-in form to the browser that asked for it
NOTICE = "ibt-melding"  # what was just done, told on the next page
OIDC = "ibt-aanmelding"  # a sign-in at the identity provider that is under way


@dataclass(frozen=True, slots=True)
class Cookies:
    """How cookies are written: on https under the strictest name that browsers know."""

    is_https: bool

    def name(self, cookie: str) -> str:
        """A browser takes __Host- only with Secure, for this host and the whole of it."""
        return f"__Host-{cookie}" if self.is_https else cookie

    def get(self, request: Request, cookie: str) -> str:
        """The value that the browser sent, "" without one."""
        return request.cookies.get(self.name(cookie), "")

    def put(
        self, response: Response, cookie: str, value: str, *, seconds: int | None = None
    ) -> None:
        """Have the browser keep a value; seconds None: until it is closed."""
        # Lax, not Strict: the way back from an identity provider is a click on another site.
        response.set_cookie(
            self.name(cookie),
            value,
            max_age=seconds,
            secure=self.is_https,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, cookie: str) -> None:
        """Have the browser forget a value."""
        self.put(response, cookie, "", seconds=0)


def new_token() -> str:
    """A value that nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)
