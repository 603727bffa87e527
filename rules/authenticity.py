"""Whether a mail comes from whom it says, by the results of the checks of its sender."""

from rules.mail import Checker, Mail

FAILED = frozenset({"fail", "permerror"})


def was_checked(mail: Mail) -> bool:
    """Whether the settings say who checks senders; else nothing can be said of any mail."""
    return mail.authentication.checker is not Checker.ANYONE


def is_verified(mail: Mail) -> bool:
    """Whether checks that are ours to believe say that the domain of From wrote the mail.

    That is all they say: whether the domain is a municipality's is another question. Nobody is
    verified by a mail that names two authors, as each program shows another one of them.
    """
    found, author = mail.authentication, mail.sender.domain
    if found.checker not in (Checker.SERVER, Checker.PROGRAM) or not author:
        return False
    if len(mail.senders) != 1 or found.dmarc == "fail":
        return False
    if found.dmarc == "pass" and found.dmarc_domain in ("", author):
        return True
    by_path = found.spf == "pass" and is_aligned(found.spf_domain, author)
    return by_path or any(is_aligned(each, author) for each in found.signed_by)


def is_forged(mail: Mail) -> bool:
    """Whether a receiving server's checks failed (RFC 7489: DMARC; else SPF and DKIM)."""
    results = mail.authentication
    if results.checker is Checker.PROGRAM:
        # RFC 6376 section 6.1: a broken signature counts as none. Gateways break them by a
        # word in the subject or a line below the text.
        return False
    if results.dmarc != "none":
        return results.dmarc == "fail"
    return "fail" in (results.spf, results.dkim) and "pass" not in (results.spf, results.dkim)


def is_aligned(domain: str, author: str) -> bool:
    """Whether a domain that was checked vouches for that of From.

    RFC 7489 section 3.1 asks for one organisation behind both, and a list of where those begin
    (`co.uk`). One domain being above the other is stricter, and needs no list: nobody signs for
    a whole ending.
    """
    if "." not in domain or "." not in author:
        return False
    return domain == author or author.endswith(f".{domain}") or domain.endswith(f".{author}")
