"""An identity provider on loopback, which makes right tokens and wrong ones."""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

SECRET = "a secret of at least thirty-two characters"
CLIENT = "ibt-intake"


@dataclass
class IdentityProvider:
    """What it tells of the next person is `claims`; `sign` makes the token of them."""

    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=lambda: {"alg": "ES256"})
    signed_by: Any = None
    asked: dict[str, str] = field(default_factory=dict)
    answers_with: int = 200
    signs_out: bool = True

    def __post_init__(self):
        self.key = ECKey.generate_key("P-256", {"kid": "now"})
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *told):
                """Say nothing."""

            def do_GET(self):
                self.answer(provider.document(self.path))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.answer(provider.token(dict(parse_qsl(body))))

            def answer(self, told):
                content = json.dumps(told).encode()
                self.send_response(provider.answers_with)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def close(self) -> None:
        """Answer no more."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def document(self, path: str) -> dict[str, Any]:
        """What it tells of itself, and its keys."""
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | ({"end_session_endpoint": f"{self.issuer}/out?a=1"} if self.signs_out else {})

    def authorize(self, address: str) -> str:
        """The person signs in: where the browser is sent back to."""
        self.asked = {key: each[0] for key, each in parse_qs(urlsplit(address).query).items()}
        return f"/inloggen/terug?code=the-code&state={self.asked['state']}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        """The token for a code, where the proof of PKCE fits."""
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if sent.get("code") != "the-code" or challenge != self.asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        right = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "person-1",
            "exp": now + 300,
            "iat": now,
            "nonce": self.asked["nonce"],
            "name": "Jo de Boer",
            "preferred_username": "jdeboer",
            "roles": ["ibt-officer"],
        }
        told = {key: each for key, each in (right | self.claims).items() if each is not None}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(told)}

    def sign(self, claims: dict[str, Any]) -> str:
        """A token of the claims, by the key and the header that a test may have put wrong."""
        if self.header["alg"] == "none":
            parts = [json.dumps(each).encode() for each in (self.header, claims)]
            return ".".join(base64.urlsafe_b64encode(p).rstrip(b"=").decode() for p in parts) + "."
        key = self.signed_by or self.key
        algorithms = [self.header["alg"]]
        return jwt.encode({"kid": "now"} | self.header, claims, key, algorithms=algorithms)


def another_key() -> ECKey:
    """A key of somebody else under the same name."""
    return ECKey.generate_key("P-256", {"kid": "now"})


def shared_secret() -> OctKey:
    """The client's secret as a key: whoever holds it could make such tokens."""
    return OctKey.import_key(SECRET)
