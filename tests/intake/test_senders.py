"""B12: whom a mail is held to be from. The settings name `mx1.minjenv.nl` unless told otherwise."""

from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from intake.authentication import DnsUnavailable, Senders
from intake.config import ReadingConfig, SenderConfig
from intake.judging import load_judge
from intake.reading import read_mail
from rules.authenticity import is_forged, is_verified
from rules.case_keys import links_to_cases
from rules.decisions import CorrectKinds, DealWith
from rules.holding import holding
from rules.impostors import Trick
from rules.judgement import Flag, Kind
from rules.mail import Checker
from tests.intake.patience import at_most
from tests.intake.senders import OURS, failed, mail, ours, passed, registry

RECEIVED = datetime(2026, 6, 15, 8, tzinfo=UTC)
SET = SenderConfig(authserv_ids=(OURS,))
FROM = "From: Jan de Vries <j.devries@barneveld.nl>"
GOOD = passed("barneveld.nl")
MUNICIPALITY = Trick.MUNICIPALITY_IN_NAME
ALIKE, NAME, AUTHORITY = Trick.LOOK_ALIKE, Trick.ADDRESS_IN_NAME, Trick.AUTHORITY_IN_NAME
SEVERAL, NOWHERE, ELSEWHERE = Trick.SEVERAL_AUTHORS, Trick.NO_ADDRESS, Trick.ANSWERS_ELSEWHERE
YES, NO = True, False


@pytest.fixture(scope="module")
def judge():
    return load_judge(registry())


def read(raw, config=SET, txt=None, earlier=None):
    return Senders(config, txt).checked(read_mail(raw, RECEIVED, ReadingConfig()), raw, earlier)


# number, headers, is it verified, what is suspicious; a mail of Barneveld's own domain that is
# verified and not suspicious is the only one without a flag.
TABLE = [
    ("B12.01 own server says all is well", [GOOD, FROM], YES, []),
    ("B12.02 no results at all", [FROM], NO, []),
    ("B12.03 own server says it failed", [failed("barneveld.nl"), FROM], NO, []),
    (
        "B12.04 another server says all is well",
        [GOOD.replace(OURS, "mx.kwaad.example"), FROM],
        NO,
        [],
    ),
    ("B12.05 own failure above a forged pass", [failed("barneveld.nl"), GOOD, FROM], NO, []),
    ("B12.06 own pass above a forged failure", [GOOD, failed("barneveld.nl"), FROM], YES, []),
    (
        "B12.07 a stranger's pass above our failure",
        [GOOD.replace(OURS, "mx.kwaad.example"), failed("barneveld.nl"), FROM],
        NO,
        [],
    ),
    ("B12.08 our name as the end of another", [GOOD.replace(OURS, f"x.{OURS}"), FROM], NO, []),
    (
        "B12.09 our name as the start of another",
        [GOOD.replace(OURS, f"{OURS}.kwaad.example"), FROM],
        NO,
        [],
    ),
    (
        "B12.10 our name in a comment of another",
        [
            f"Authentication-Results: kwaad.example ({OURS}); dmarc=pass header.from=barneveld.nl",
            FROM,
        ],
        NO,
        [],
    ),
    (
        "B12.11 a pass in a comment",
        [ours("dmarc=fail (dmarc=pass) header.from=barneveld.nl"), FROM],
        NO,
        [],
    ),
    ("B12.12 our name in capitals", [GOOD.replace(OURS, OURS.upper()), FROM], YES, []),
    ("B12.13 our name with a version", [GOOD.replace(OURS, f"{OURS} 1"), FROM], YES, []),
    ("B12.14 a header on several lines", [GOOD.replace("; ", ";\r\n\t"), FROM], YES, []),
    ("B12.15 a header that cannot be read", [ours(";;; dmarc=pass"), FROM], NO, []),
    ("B12.16 nothing was checked", [ours("none"), FROM], NO, []),
    (
        "B12.17 DMARC passed for another domain",
        [ours("dmarc=pass header.from=kwaad.example"), FROM],
        NO,
        [],
    ),
    ("B12.18 signed by another domain", [ours("dkim=pass header.d=kwaad.example"), FROM], NO, []),
    (
        "B12.19 signed by the domain above",
        [ours("dkim=pass header.d=barneveld.nl"), "From: x@post.barneveld.nl"],
        YES,
        [],
    ),
    (
        "B12.20 one of two signatures is good",
        [ours("dkim=fail header.d=barneveld.nl; dkim=pass header.d=barneveld.nl"), FROM],
        YES,
        [],
    ),
    ("B12.21 signed by a whole ending", [ours("dkim=pass header.d=nl"), FROM], NO, []),
    (
        "B12.22 the envelope is of the sender",
        [ours("spf=pass smtp.mailfrom=terug@barneveld.nl"), FROM],
        YES,
        [],
    ),
    (
        "B12.23 the envelope is of another",
        [ours("spf=pass smtp.mailfrom=terug@kwaad.example"), FROM],
        NO,
        [],
    ),
    (
        "B12.24 the envelope passed, DMARC did not",
        [ours("spf=pass smtp.mailfrom=barneveld.nl; dmarc=fail header.from=barneveld.nl"), FROM],
        NO,
        [],
    ),
    (
        "B12.25 the check met a fault",
        [ours("dkim=temperror header.d=barneveld.nl; spf=temperror"), FROM],
        NO,
        [],
    ),
    ("B12.26 two From headers", [GOOD, FROM, "From: minister@minjenv.nl"], NO, [SEVERAL]),
    (
        "B12.27 two authors in one From",
        [GOOD, "From: j@barneveld.nl, p@kwaad.example"],
        NO,
        [SEVERAL],
    ),
    ("B12.28 From without @", [GOOD, "From: Gemeente Barneveld"], NO, [NOWHERE]),
    ("B12.29 no From", [GOOD], NO, [NOWHERE]),
    (
        "B12.30 an address as the name",
        [passed("kwaad.example"), 'From: "j.devries@barneveld.nl" <x@kwaad.example>'],
        YES,
        [NAME],
    ),
    (
        "B12.31 an encoded address as the name",
        [passed("kwaad.example"), "From: =?utf-8?q?j=40barneveld=2Enl?= <x@kwaad.example>"],
        YES,
        [NAME],
    ),
    (
        "B12.32 one's own address as the name",
        [GOOD, 'From: "j.devries@barneveld.nl" <j.devries@barneveld.nl>'],
        YES,
        [],
    ),
    (
        "B12.33 a municipality as the name",
        [passed("kwaad.example"), "From: Gemeente Barneveld <info@kwaad.example>"],
        YES,
        [MUNICIPALITY],
    ),
    (
        "B12.34 the ministry as the name",
        [passed("kwaad.example"), "From: Ministerie van Justitie en Veiligheid <x@kwaad.example>"],
        YES,
        [AUTHORITY],
    ),
    (
        "B12.35 the minister as the name",
        [passed("gmail.com"), "From: Minister van Asiel en Migratie <m@gmail.com>"],
        YES,
        [AUTHORITY],
    ),
    (
        "B12.36 DigiD as the name",
        [passed("kwaad.example"), "From: DigiD <no-reply@kwaad.example>"],
        YES,
        [AUTHORITY],
    ),
    ("B12.37 an officer's own address, unproven", ["From: Collega <c@minjenv.nl>"], NO, []),
    (
        "B12.38 an officer's own address, failed",
        [failed("minjenv.nl"), "From: Collega <c@minjenv.nl>"],
        NO,
        [],
    ),
    ("B12.39 another ending", [passed("barneveld.com"), "From: info@barneveld.com"], YES, [ALIKE]),
    ("B12.40 one letter more", [passed("barnevelt.nl"), "From: info@barneveldt.nl"], NO, [ALIKE]),
    ("B12.41 one letter wrong", [passed("barnevelt.nl"), "From: info@barnevelt.nl"], YES, [ALIKE]),
    (
        "B12.42 two letters swapped",
        [passed("banreveld.nl"), "From: info@banreveld.nl"],
        YES,
        [ALIKE],
    ),
    ("B12.43 one letter less", [passed("barnveld.nl"), "From: info@barnveld.nl"], YES, [ALIKE]),
    ("B12.44 rn for m", [passed("a.example"), "From: info@arnersfoort.nl"], NO, [ALIKE]),
    (
        "B12.45 a figure for a letter",
        [passed("barneve1d.nl"), "From: info@barneve1d.nl"],
        YES,
        [ALIKE],
    ),
    (
        "B12.46 a Cyrillic letter",
        [passed("xn--brneveld-16g.nl"), "From: info@b\u0430rneveld.nl"],
        NO,
        [ALIKE],
    ),
    (
        "B12.47 the same in punycode",
        [passed("xn--brneveld-16g.nl"), "From: info@xn--brneveld-16g.nl"],
        YES,
        [ALIKE],
    ),
    (
        "B12.48 gemeente before the name",
        [passed("gemeente-barneveld.nl"), "From: info@gemeente-barneveld.nl"],
        YES,
        [ALIKE],
    ),
    (
        "B12.49 the domain in front of another",
        [passed("kwaad.example"), "From: info@barneveld.nl.kwaad.example"],
        YES,
        [ALIKE],
    ),
    (
        "B12.50 the ministry's domain under another ending",
        [passed("minjenv.com"), "From: x@minjenv.com"],
        YES,
        [ALIKE],
    ),
    (
        "B12.51 a service's domain that all know",
        [passed("regiofoodvalley.nl"), "From: x@regiofoodvalley.nl"],
        YES,
        [],
    ),
    (
        "B12.52 an honest bureau",
        [passed("bureaudewit.example"), "From: P. de Wit <p@bureaudewit.example>"],
        YES,
        [],
    ),
    (
        "B12.53 answers go to a stranger",
        [GOOD, FROM, "Reply-To: barneveld@inzage.example"],
        YES,
        [ELSEWHERE],
    ),
    ("B12.54 answers go to a colleague", [GOOD, FROM, "Reply-To: griffie@barneveld.nl"], YES, []),
    (
        "B12.55 an address as the name, without quotes",
        [passed("kwaad.example"), "From: j@barneveld.nl <x@kwaad.example>"],
        NO,
        [SEVERAL],
    ),
]


@pytest.mark.parametrize(
    ("headers", "verified", "tricks"),
    [pytest.param(*row[1:], id=row[0]) for row in TABLE],
)
def test_b12_whom_a_mail_is_held_to_be_from(judge, headers, verified, tricks):
    found = read(mail(*headers))
    assert is_verified(found) is verified
    judgement = judge.judge(found)
    links = judge.linker.link(found, ())
    assert [each.trick for each in links.suspicions] == tricks
    is_own = found.sender.domain.endswith(("barneveld.nl", "regiofoodvalley.nl"))
    is_sound = verified and not tricks and is_own
    assert (Flag.SENDER_UNVERIFIED in judgement.flags) is not is_sound
    assert bool(links_to_cases(judgement, judge.linker.registry.requests)) is is_sound


def test_b12_the_table_holds_40_fixtures_and_more():
    assert len({row[0].split()[0] for row in TABLE}) == len(TABLE) >= 40


@pytest.mark.parametrize("headers", [row[1] for row in TABLE], ids=[row[0] for row in TABLE])
def test_b12_without_settings_no_header_verifies(headers):
    found = read(mail(*headers), SenderConfig())
    assert found.authentication.checker is Checker.ANYONE
    assert not is_verified(found)


def test_b12_without_settings_a_failure_is_told_whoever_wrote_it(judge):
    found = read(mail(failed("barneveld.nl"), FROM), SenderConfig())
    judgement = judge.judge(found)
    assert is_forged(found)
    assert Flag.SENDER_UNVERIFIED in judgement.flags
    assert not judgement.waits


def test_b12_a_mail_that_waits_counts_once_an_officer_agrees(judge):
    judgement = judge.judge(read(mail(FROM)))
    requests = judge.linker.registry.requests
    kinds = CorrectKinds(frozenset({Kind.INFORMATION_REPLY}))
    assert judgement.waits
    assert not links_to_cases(holding(judgement, [kinds]), requests)
    assert links_to_cases(holding(judgement, [DealWith()]), requests)


@pytest.mark.parametrize("value", ["(" * 5000, '"' * 5000, "a" * 60_000, "; ;" * 3000, "\x00"])
def test_b12_a_hostile_header_of_our_name_proves_nothing(value):
    found = read(mail(ours(value), FROM))
    assert found.authentication.checker is Checker.NOBODY


# ------------------------------------------------------------------ by DKIM signature

BY_DNS = SenderConfig(dns=True)


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


@pytest.fixture
def txt(key):
    """A DNS in which barneveld.nl has that key, and nobody else any."""
    spki = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; p=" + b"".join(spki.splitlines()[1:-1])
    return {"s1._domainkey.barneveld.nl.": record}.get


@pytest.fixture
def signed(key):
    """Sign a mail as barneveld.nl does."""
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )

    def sign(raw, domain=b"barneveld.nl", **options):
        names = [b"from", b"subject", b"to", b"date", b"message-id"]
        ways = {"canonicalize": (b"relaxed", b"relaxed"), "include_headers": names}
        return dkim.sign(raw, b"s1", domain, pem, **ways | options) + raw

    return sign


def result(raw, txt, config=BY_DNS):
    found = read(raw, config, txt)
    return found.authentication.dkim, is_verified(found)


def test_b12_56_a_good_signature_of_the_sender_verifies(signed, txt, judge):
    raw = signed(mail(FROM))
    assert result(raw, txt) == ("pass", True)
    judgement = judge.judge(read(raw, BY_DNS, txt))
    assert Flag.SENDER_UNVERIFIED not in judgement.flags
    assert not judgement.waits


def test_b12_57_a_changed_text_does_not(signed, txt):
    raw = signed(mail(FROM)).replace(b"120 plaatsen", b"121 plaatsen")
    assert result(raw, txt) == ("fail", False)


def test_b12_58_a_broken_signature_counts_as_none_not_as_forgery(signed, txt):
    raw = signed(mail(FROM)).replace(b"Subject: Reactie", b"Subject: [EXTERN] Reactie")
    assert not is_forged(read(raw, BY_DNS, txt))


def test_b12_59_a_good_signature_of_another_domain_does_not(signed, key, txt):
    record = txt("s1._domainkey.barneveld.nl.")
    raw = signed(mail(FROM), b"kwaad.example")
    assert result(raw, {"s1._domainkey.kwaad.example.": record}.get) == ("pass", False)


def test_b12_60_a_signature_of_a_part_of_the_text_does_not(signed, txt):
    raw = signed(mail(FROM), length=True) + b"En nog iets anders.\r\n"
    assert result(raw, txt) == ("policy", False)


def test_b12_61_a_name_without_a_key_does_not(signed):
    assert result(signed(mail(FROM)), {}.get)[1] is False


def test_b12_62_a_silent_dns_is_told_apart_from_a_bad_signature(signed):
    def silent(name):
        raise DnsUnavailable(name)

    assert result(signed(mail(FROM)), silent) == ("temperror", False)


def test_b12_63_a_second_from_above_a_good_signature_does_not(signed, txt):
    raw = b"From: minister@minjenv.nl\r\n" + signed(mail(FROM))
    assert result(raw, txt)[1] is False


def test_b12_64_the_second_of_two_signatures_may_be_the_good_one(signed, txt):
    other = signed(mail(FROM), b"kwaad.example")
    head = other[: other.index(b"From:")]
    assert result(head + signed(mail(FROM)), txt) == ("pass", True)


def test_b12_65_a_good_signature_stays_good_when_its_key_is_gone(signed, txt):
    raw = signed(mail(FROM))
    earlier = read(raw, BY_DNS, txt).authentication
    assert is_verified(read(raw, BY_DNS, {}.get, earlier))


def test_b12_66_no_signature_no_question(txt):
    asked = []
    assert not is_verified(read(mail(FROM), BY_DNS, asked.append))
    assert asked == []


def test_b12_67_the_dns_is_not_asked_where_the_server_answered(signed):
    asked = []
    raw = GOOD.encode() + b"\r\n" + signed(mail(FROM))
    both = SenderConfig(authserv_ids=(OURS,), dns=True)
    assert is_verified(read(raw, both, asked.append))
    assert asked == []


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(mail("DKIM-Signature: " + " " * 60_000, FROM), id="blanks"),
        pytest.param(
            mail("DKIM-Signature: v=1; a=rsa-sha256; h=" + ":" * 60_000, FROM), id="colons"
        ),
        pytest.param(mail(*["DKIM-Signature: v=1"] * 900, FROM), id="900 signatures"),
        pytest.param(
            mail(
                "DKIM-Signature: v=1; a=ed25519-sha256; d=x.nl; s=s; h=from; bh=AAAA; b=AAAA", FROM
            ),
            id="no key",
        ),
        pytest.param(
            mail(
                "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=x.nl; s=s; h=from; "
                "bh=AAAA; b=AAAA",
                FROM,
                body=" " * 3_000_000,
            ),
            id="a line of blanks",
        ),
    ],
)
def test_b12_68_a_hostile_signature_is_done_with_at_once(raw, txt):
    with at_most(5):
        assert result(raw, txt)[1] is False
