"""Settings of the pages for case officers."""

from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from storage.config import Section


class OidcConfig(Section):
    """Sign-in by the ministry's own identity provider (OpenID Connect, code flow with PKCE)."""

    issuer: str = Field(description="address of the provider, as its tokens name it")
    client_id: str = Field(description="the application's id at the provider")
    client_secret_file: Path = Field(description="file that holds the client secret")
    scope: str = Field(default="openid profile", description="what is asked of the provider")
    acr_values: str = Field(
        default="",
        description="level of assurance to ask for and to insist on, such as two factors",
    )
    name_claim: str = Field(default="name", description="the claim that holds a person's name")
    role_claim: str = Field(default="roles", description="the claim that tells what one may do")
    readers: tuple[str, ...] = Field(
        default=(), description="values of role_claim for who may look and not decide"
    )
    officers: tuple[str, ...] = Field(
        default=(), description="values of role_claim for case officers"
    )
    coordinators: tuple[str, ...] = Field(
        default=(), description="values of role_claim for coordinators"
    )
    administrators: tuple[str, ...] = Field(
        default=(), description="values of role_claim for who manages the accounts"
    )
    timeout_seconds: float = Field(default=10.0, gt=0, description="silence of the provider")


class ReviewConfig(Section):
    """The pages for case officers."""

    host: str = Field(default="127.0.0.1", description="network address to listen on")
    port: int = Field(default=8740, ge=0, le=65535, description="port to listen on; 0: any free")
    address: str = Field(
        default="",
        description="what officers type, as https://ibt.example.nl; http://HOST:PORT unless set; "
        "needs https where host is not loopback: a reverse proxy speaks TLS",
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(), description="network addresses of proxies whose X-Forwarded-For is believed"
    )
    session_hours: float = Field(
        default=10.0, gt=0, le=24, description="after signing in, that one must sign in again"
    )
    idle_minutes: float = Field(
        default=60.0, gt=0, description="without a click, that one must sign in again"
    )
    local_accounts: bool | None = Field(
        default=None,
        description="sign in with a password of our own; unless set, where [review.oidc] is absent",
    )
    sign_in_tries: int = Field(
        default=10, ge=1, description="wrong passwords for one account before it must wait"
    )
    first_password_hours: float = Field(
        default=72.0, gt=0, description="that a password serves which somebody else chose"
    )
    second_step: Literal["optional", "required"] = Field(
        default="optional",
        description="required: who signs in with a password sets up a code as well",
    )
    second_step_key_file: Path | None = Field(
        default=None,
        description="key that secrets of second steps are sealed with, made on first use; unless "
        "set, beside the SQLite file, or in ibt-intake-data where the database is a server",
    )
    talk_reports_key_file: Path | None = Field(
        default=None,
        description="key that reports of talks are sealed with, made on first use and in no "
        "back-up; unless set, beside the SQLite file, or in ibt-intake-data where the database is "
        "a server",
    )
    paced_per_minute: int = Field(
        default=60, ge=1, description="searches and downloads in a minute by one account"
    )
    theme_file: Path | None = Field(
        default=None, description="style sheet with a ministry's own colours and fonts"
    )
    page_rows: int = Field(default=25, ge=5, le=200, description="rows on one page of a list")
    oidc: OidcConfig | None = Field(default=None, description="sign in by OpenID Connect")

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        """Refuse to send passwords and mail in the clear over a network."""
        parts = urlsplit(self.address)
        if self.address and (parts.scheme not in ("http", "https") or not parts.netloc):
            raise ValueError("write address as https://ibt.example.nl")
        if self.address and (parts.path.strip("/") or parts.query or parts.fragment):
            raise ValueError("address has a path; the pages need a host name of their own")
        if not is_loopback(self.host) and parts.scheme != "https":
            raise ValueError(
                f"host {self.host} is open to the network: set address to the https:// address "
                "of the reverse proxy before it, or host to 127.0.0.1"
            )
        return self

    @property
    def takes_passwords(self) -> bool:
        """Whether local accounts may sign in."""
        return self.oidc is None if self.local_accounts is None else self.local_accounts


class MetricsConfig(Section):
    """Who may read figures for Prometheus, on /metrics of the pages; nobody unless set."""

    token_file: Path | None = Field(
        default=None,
        description="file that holds the bearer token that Prometheus sends, 32 characters or more",
    )
    addresses: tuple[str, ...] = Field(
        default=(),
        description="network addresses or ranges that may ask without a token, as 10.1.2.3 or "
        "10.1.2.0/24; straight at the port of the pages, not through a proxy",
    )

    @field_validator("addresses")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            ip_network(each)
        return value


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a network address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
