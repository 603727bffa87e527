"""Who sent a mail, as the ministry's own server found it or as a DKIM signature proves it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import structlog

from intake.config import SenderConfig
from intake.message_head import split_head
from intake.message_limits import MAX_HEADER_BYTES, MAX_HEADERS
from rules.mail import Authentication, Checker, Mail

HEADER = "authentication-results"
MOST_HEADERS = 50  # of results, that are looked at from the top
MOST_CHARS = 8_000  # of one of them
MOST_SIGNATURES = 5  # of a mail: each costs a question to the DNS
SIGNATURE = re.compile(rb"(?im)^dkim-signature[ \t]*:((?:[^\r\n]|\r?\n[ \t]){0,6000})")
SIGNATURE_BYTES = 6_000
MOST_BYTES = 60_000_000  # of a mail whose signature is checked
# dkimpy looks at a run of blanks once from each of its places: a megabyte takes minutes.
RUN_OF_BLANKS = re.compile(rb"[ \t]{2000}")
PROVEN = (Checker.PROGRAM, "pass")
AT = re.compile(r"(?:^|.*@)([\w.-]+)$", re.DOTALL)

# The text record of a name, None where there is none; raises DnsUnavailable.
Txt = Callable[[str], bytes | None]

log = structlog.get_logger()


class DnsUnavailable(Exception):
    """The DNS does not answer, which says nothing about the name that was asked for."""


@dataclass(frozen=True, slots=True)
class Senders:
    """Checks the senders of mails as the settings say."""

    config: SenderConfig = field(default_factory=SenderConfig)
    txt: Txt | None = None  # None: asks the DNS

    def checked(self, mail: Mail, raw: bytes, earlier: Authentication | None = None) -> Mail:
        """The mail with the results that are ours to believe.

        raw: its bytes as stored; earlier: of the same mail, where it was checked before. Keys are
        taken out of the DNS in time, so that a good signature of then would be none today.
        """
        if not (self.config.authserv_ids or self.config.dns):
            return mail  # the settings name nobody to believe
        found = of_server(mail, self.config.authserv_ids)
        if found is None and earlier and (earlier.checker, earlier.dkim) == PROVEN:
            found = earlier
        if found is None and self.config.dns:
            found = of_signatures(raw, self.txt or dns_txt(self.config.dns_seconds))
        return replace(mail, authentication=found or Authentication(checker=Checker.NOBODY))

    def by_server_alone(self) -> "Senders":
        """The same without signatures: checking them takes a mail apart."""
        # The name of no server is empty: where only the DNS would tell, nobody does.
        names = self.config.authserv_ids or (("",) if self.config.dns else ())
        return Senders(SenderConfig(authserv_ids=names))


NOT_CHECKED = Senders()


def of_server(mail: Mail, authserv_ids: tuple[str, ...]) -> Authentication | None:
    """What the ministry's server found: its topmost header alone, for those below were there
    when the mail came and may be anyone's. None where it left none, or none that can be read."""
    ours = {each.lower() for each in authserv_ids}
    values = [value for name, value in mail.headers if name == HEADER]
    for value in values[:MOST_HEADERS] if ours else ():
        if is_ours(value, ours):
            return parsed(value)
    return None


def is_ours(value: str, ours: set[str]) -> bool:
    """Whether a header begins with one of our names (RFC 8601 section 2.2)."""
    head = value[:MOST_CHARS].partition(";")[0].split()
    return bool(head) and head[0].lower() in ours


def parsed(value: str) -> Authentication | None:
    """The results in one header, None where it is not of the form of RFC 8601."""
    from authres import AuthResError, all_features

    try:
        header = all_features().parse(f"Authentication-Results: {value[:MOST_CHARS]}")
    except (AuthResError, RecursionError, ValueError):
        log.warning("authentication_results_unreadable")
        return None
    found: dict[str, str] = {}
    domains: dict[str, str] = {}
    signed_by: list[str] = []
    for each in header.results:
        method, result = each.method.lower(), str(each.result).lower()
        named = {(one.type, one.name): str(one.value) for one in each.properties}
        if method == "dkim" and result == "pass":
            signed_by.append(named.get(("header", "d")) or named.get(("header", "i")) or "")
        if method not in ("spf", "dkim", "dmarc"):
            continue
        # Of several signatures one good one is enough.
        if method not in found or result == "pass":
            found[method] = result
            domains[method] = named.get(("smtp", "mailfrom")) or named.get(("header", "from")) or ""
    return Authentication(
        spf=found.get("spf", "none"),
        dkim=found.get("dkim", "none"),
        dmarc=found.get("dmarc", "none"),
        checker=Checker.SERVER,
        spf_domain=domain_in(domains.get("spf", "")),
        signed_by=tuple(dict.fromkeys(filter(None, map(domain_in, signed_by)))),
        dmarc_domain=domain_in(domains.get("dmarc", "")),
    )


def domain_in(value: str) -> str:
    """The domain of an address, or a domain itself, in lower case."""
    found = AT.match(value.strip().strip("<>").lower())
    return found[1].rstrip(".") if found else ""


def of_signatures(raw: bytes, txt: Txt) -> Authentication | None:
    """What the DKIM signatures of a mail prove; None where it has none."""
    head = split_head(raw)[0]
    signatures = SIGNATURE.findall(head[:MAX_HEADER_BYTES])[:MOST_SIGNATURES]
    if not signatures:
        return None
    is_odd = (
        len(raw) > MOST_BYTES
        or len(head) > MAX_HEADER_BYTES
        or head.count(b"\n") > MAX_HEADERS
        or any(len(each) >= SIGNATURE_BYTES for each in signatures)
        or RUN_OF_BLANKS.search(raw) is not None
    )
    if is_odd:
        return Authentication(dkim="permerror", checker=Checker.PROGRAM)
    results = [verified(raw, at, txt) for at in range(len(signatures))]
    words = [word for word, _ in results]
    best = next(
        (each for each in ("pass", "policy", "temperror", "fail") if each in words), "permerror"
    )
    signed_by = [domain for word, domain in results if word == "pass"]
    if best == "temperror":
        log.warning("dns_unavailable")
    return Authentication(
        dkim=best, checker=Checker.PROGRAM, signed_by=tuple(dict.fromkeys(signed_by))
    )


def verified(raw: bytes, at: int, txt: Txt) -> tuple[str, str]:
    """The result for the signature of that number, and the domain that signed."""
    import dkim

    def ask(name: bytes | str, timeout: float = 0) -> bytes | None:
        return txt(name.decode("ascii") if isinstance(name, bytes) else name)

    try:
        message = dkim.DKIM(raw)
        good = message.verify(at, dnsfunc=ask)
        fields = message.signature_fields
    except DnsUnavailable:
        return "temperror", ""
    except dkim.ValidationError:
        return "fail", ""
    except Exception:
        # It meets a broken signature or key with whatever it happens to stumble over.
        return "permerror", ""
    if not good:
        return "fail", ""
    if b"l" in fields:  # a part of the body: anything may be added to it (RFC 6376 section 8.2)
        return "policy", ""
    return "pass", domain_in(message.domain.decode("ascii", "replace"))


def dns_txt(seconds: float) -> Txt:
    """Asks the DNS of this machine, for so many seconds a question."""

    def ask(name: str) -> bytes | None:
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, NoAnswer, Resolver

        try:
            answer = Resolver().resolve(name, "TXT", lifetime=seconds, search=False)
        except (NXDOMAIN, NoAnswer):
            return None
        except DNSException as error:
            raise DnsUnavailable(str(error)) from error
        return b"".join(next(iter(answer)).strings)

    return ask
