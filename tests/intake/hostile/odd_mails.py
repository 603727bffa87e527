"""Odd mails of our own, one an oddity, each with what must come out of it.

What is odd was gathered from the tests of mail systems and from the threads of their users; the
words are ours. `ALL` holds them in order; their names are unique.
"""

import gzip
import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

from tests.intake.hostile.building import (
    HEAD,
    MIME,
    PLAIN,
    SAID,
    SENTENCE,
    UTF8,
    Odd,
    file,
    in_base64,
    in_qp,
    letter,
    lines,
    mail,
    mixed,
    nested,
    part,
    parts,
)

TEXT = (PLAIN.decode(),)
UNCERTAIN = frozenset({"uncertain"})
UNREADABLE = frozenset({"unreadable_attachment"})


def charsets() -> Iterator[Odd]:
    """Bodies whose declared charset is wrong, unknown, dangerous or none."""
    cases = [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("utf-8", "cp1252"),
        ("us-ascii", "utf-8"),
        ("us-ascii", "cp1252"),
        ("ascii", "latin-1"),
        ("ansi_x3.4-1968", "utf-8"),
        ("iso-8859-1", "latin-1"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-15", "iso-8859-15"),
        ("iso_8859-1", "latin-1"),
        ("latin1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("Windows-1252", "utf-8"),
        ("cp1252", "cp1252"),
        ("macintosh", "mac-roman"),
        ("x-mac-roman", "utf-8"),
        ("utf-7", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16le", "utf-16-le"),
        ("utf-16be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("punycode", "utf-8"),
        ("idna", "utf-8"),
        ("undefined", "utf-8"),
        ("rot13", "utf-8"),
        ("hex", "utf-8"),
        ("base64", "utf-8"),
        ("zlib", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("raw_unicode_escape", "utf-8"),
        ("mbcs", "utf-8"),
        ("oem", "cp1252"),
        ("x-unknown", "cp1252"),
        ("unknown-8bit", "utf-8"),
        ("default", "utf-8"),
        ("none", "utf-8"),
        ("binary", "utf-8"),
        ("8bit", "cp1252"),
        ('"utf-8"', "utf-8"),
        ("'utf-8'", "utf-8"),
        ("utf-8;", "utf-8"),
        ("utf-8\x00", "utf-8"),
        ("=?utf-8?q?utf-8?=", "utf-8"),
        ("utf-8, utf-8", "utf-8"),
        ("charset=utf-8", "utf-8"),
        ("", "cp1252"),
        ("" + "x" * 5000, "utf-8"),
        ("../../etc/passwd", "utf-8"),
        ("gb2312", "utf-8"),
        ("gb18030", "gb18030"),
        ("koi8-r", "utf-8"),
    ]
    for number, (declared, codec) in enumerate(cases):
        data = SENTENCE.encode(codec)
        for encoding in ("8bit", "base64"):
            if codec.startswith(("utf-16", "utf-32")) and encoding == "8bit":
                continue  # NUL and line ends within letters: no server carries it
            body = data if encoding == "8bit" else in_base64(data)
            kind = f"Content-Type: text/plain; charset={declared}".encode()
            name = f"charset {number} {declared[:20]!a} of {codec} in {encoding}"
            raw = mail(MIME, kind, f"Content-Transfer-Encoding: {encoding}".encode(), body=body)
            yield Odd(name, raw, (SENTENCE,))
    cut = "De gemeente 日本 realiseert zesendertig plekken".encode("iso-2022-jp")
    yield Odd(
        "ISO-2022-JP cut within a letter",
        mail(MIME, b"Content-Type: text/plain; charset=iso-2022-jp", body=cut[:-32] + b"\x1b$B"),
        ("De gemeente",),
    )
    yield Odd(
        "letters encoded twice",
        mail(MIME, UTF8, body=SAID.decode("cp1252").encode()),
        ("De gemeente S", "zesendertig plekken"),
    )
    yield Odd(
        "UTF-16 that names no byte order",
        mail(
            MIME,
            b"Content-Type: text/plain; charset=utf-16",
            b"Content-Transfer-Encoding: base64",
            body=in_base64(SENTENCE.encode("utf-16-le")),
        ),
        ("zesendertig plekken",),
    )
    yield Odd("a lone surrogate", mail(MIME, UTF8, body=PLAIN + b" \xed\xa0\x80"), TEXT)
    yield Odd("overlong UTF-8", mail(MIME, UTF8, body=PLAIN + b" \xc0\xaf\xe0\x80\xaf"), TEXT)


def encodings() -> Iterator[Odd]:
    """Transfer encodings that are broken, misspelt, nested or untrue."""
    cte = b"Content-Transfer-Encoding: "
    whole = in_base64(SAID)
    cases = {
        "base64 without padding": (b"base64", whole.rstrip(b"=")),
        "base64 with spaces": (b"base64", whole.replace(b"Q", b"Q ")),
        "base64 with a foreign letter": (b"base64", whole[:8] + b"!" + whole[8:]),
        "base64 on one line": (b"base64", whole.replace(b"\r\n", b"")),
        "base64 with lines after its end": (b"base64", whole + b"\r\n\r\n-- \r\nVan de lijst"),
        "base64 that is text": (b"base64", SAID),
        "BASE64 in capitals": (b"BASE64", whole),
        "base64 in quotes": (b'"base64"', whole),
        "base64 with a remark": (b"base64 (zie RFC 2045)", whole),
        "base64 with a semicolon": (b"base64;", whole),
        "quoted-printable": (b"quoted-printable", in_qp(SAID)),
        "quoted-printable with a bare =": (b"quoted-printable", in_qp(SAID) + b" = 5 =ZZ"),
        "quoted-printable in small letters": (b"quoted-printable", in_qp(SAID).lower()),
        "quoted-printable cut short": (b"quoted-printable", in_qp(SAID) + b"="),
        "quoted printable without dash": (b"quoted printable", SAID),
        "7bit that is 8bit": (b"7bit", SAID),
        "binary": (b"binary", SAID),
        "8-bit": (b"8-bit", SAID),
        "no encoding at all": (b"", SAID),
        "an unknown encoding": (b"x-eigen", SAID),
        "utf-8 as encoding": (b"utf-8", SAID),
        "gzip as encoding": (b"gzip", SAID),
        "two encodings": (b"7bit, 8bit", SAID),
    }
    for name, (declared, body) in cases.items():
        wanted = SENTENCE.lower() if "small" in name else SENTENCE
        yield Odd(name, mail(MIME, UTF8, cte + declared, body=body), (wanted,))
    yield Odd(
        "the encoding twice",
        mail(MIME, UTF8, cte + b"7bit", cte + b"base64", body=PLAIN),
        TEXT,
    )
    yield Odd(
        "a multipart in base64",
        mixed(letter(), headers=(cte + b"base64",)),
        TEXT,
    )
    uu = b"begin 644 brief.txt\r\n%s`\r\nend" % __import__("binascii").b2a_uu(SAID[:45])
    yield Odd("uuencode in the text", mail(body=PLAIN + b"\r\n\r\n" + uu), TEXT)
    yield Odd(
        "uuencode as encoding",
        mixed(letter(), part(uu, b"Content-Type: text/plain; name=b.txt", cte + b"x-uuencode")),
        TEXT,
        files=("b.txt",),
    )
    yield Odd(
        "uuencode cut short",
        mail(MIME, UTF8, cte + b"x-uuencode", body=b"begin 644 x\r\nM"),
    )
    yenc = b"=ybegin line=128 size=9 name=a.bin\r\n\x8e\x8f\x90\r\n=yend size=9"
    yield Odd("yEnc in the text", mail(body=PLAIN + b"\r\n" + yenc), TEXT)
    binhex = b"(This file must be converted with BinHex 4.0)\r\n:$f*TEQKPH#jdCA0d,J!!:"
    yield Odd("BinHex in the text", mail(body=PLAIN + b"\r\n" + binhex), TEXT)


def boundaries() -> Iterator[Odd]:
    """Multiparts whose parts cannot be told apart, or only just."""
    two = (letter(), part(b"Tweede deel.", UTF8))
    declare = b"Content-Type: multipart/mixed; boundary="

    def declared(value: bytes, body: bytes) -> bytes:
        return mail(MIME, declare + value, body=body)

    usual = parts(*two)
    yield Odd(
        "no boundary declared", mail(MIME, b"Content-Type: multipart/mixed", body=usual), TEXT
    )
    yield Odd("an empty boundary", declared(b'""', usual), TEXT)
    yield Odd("a boundary that never comes", declared(b"anders", PLAIN), TEXT)
    yield Odd("another boundary than declared", declared(b"anders", usual), TEXT)
    yield Odd("a boundary in other letters", declared(b"GRENS", usual), TEXT)
    yield Odd("no end", mixed(*two, close=False), (*TEXT, "Tweede deel."))
    yield Odd("cut within a boundary", mixed(*two)[:-14], TEXT)
    yield Odd(
        "boundary not quoted with odd signs",
        declared(b"a=_b:c/d?e", parts(*two, mark=b"a=_b:c/d?e")),
        TEXT,
    )
    yield Odd("boundary of 500 characters", mixed(*two, mark=b"g" * 500), TEXT)
    yield Odd("boundary with spaces", mixed(*two, mark=b"een grens"), (*TEXT, "Tweede deel."))
    yield Odd("boundary in single quotes", declared(b"'grens'", parts(*two, mark=b"'grens'")), TEXT)
    yield Odd("boundary half quoted", declared(b'"grens', usual), TEXT)
    yield Odd(
        "boundary by RFC 2231",
        mail(MIME, b"Content-Type: multipart/mixed; boundary*=us-ascii''grens", body=usual),
        TEXT,
    )
    yield Odd(
        "boundary in pieces",
        mail(MIME, b"Content-Type: multipart/mixed; boundary*0=gr; boundary*1=ens", body=usual),
        TEXT,
    )
    yield Odd("boundary declared twice", declared(b"grens; boundary=anders", usual), TEXT)
    yield Odd(
        "blanks behind boundaries",
        declared(b"grens", usual.replace(b"--grens\r", b"--grens  \t\r")),
        (*TEXT, "Tweede deel."),
    )
    yield Odd(
        "a boundary that begins another",
        mixed(
            letter(),
            part(
                parts(part(b"Binnen.", UTF8), mark=b"grens1"),
                b"Content-Type: multipart/mixed; boundary=grens1",
            ),
        ),
        (*TEXT, "Binnen."),
    )
    yield Odd(
        "the same boundary within",
        mixed(part(usual, b"Content-Type: multipart/mixed; boundary=grens")),
        TEXT,
    )
    yield Odd(
        "an inner start that never comes",
        mixed(letter(), part(b"x", b"Content-Type: multipart/mixed; boundary=b")),
        TEXT,
    )
    yield Odd(
        "text before the first part",
        declared(b"grens", b"Dit bericht is in MIME.\r\n" + usual),
        TEXT,
    )
    yield Odd("text behind the last part", mixed(*two) + b"\r\nVan de virusscanner.\r\n", TEXT)
    yield Odd("only text before the first part", declared(b"grens", PLAIN), TEXT)
    yield Odd(
        "parts without headers",
        mixed(b"\r\n" + PLAIN, b"\r\nTweede deel."),
        (*TEXT, "Tweede deel."),
    )
    yield Odd(
        "parts without the empty line",
        declared(b"grens", b"--grens\r\n" + PLAIN + b"\r\n--grens--\r\n"),
        TEXT,
    )
    yield Odd("an empty part", mixed(b"\r\n", letter()), TEXT)
    yield Odd("no parts at all", declared(b"grens", b"--grens--\r\n"))
    yield Odd("a part of nothing but headers", mixed(letter(), UTF8), TEXT)
    yield Odd(
        "a multipart with a text of its own",
        mail(MIME, b"Content-Type: multipart/mixed", body=PLAIN),
        TEXT,
    )
    yield Odd("an unknown kind of multipart", mixed(*two, kind=b"x-eigen"), (*TEXT, "Tweede deel."))
    yield Odd(
        "multipart without a kind",
        mail(MIME, b"Content-Type: multipart; boundary=grens", body=usual),
        TEXT,
    )
    yield Odd(
        "multipart/ without a kind",
        mail(MIME, b"Content-Type: multipart/; boundary=grens", body=usual),
        TEXT,
    )
    yield Odd(
        "related",
        mixed(part(b"<p>" + PLAIN + b"</p>", b"Content-Type: text/html"), kind=b"related"),
        TEXT,
    )
    yield Odd("parallel", mixed(*two, kind=b"parallel"), TEXT)
    yield Odd("alternative of two plain forms", mixed(*two, kind=b"alternative"), TEXT)
    yield Odd(
        "alternative without a text",
        mixed(file(b"filename=a.txt", SAID), kind=b"alternative"),
        (SENTENCE,),
        files=("a.txt",),
    )
    yield Odd(
        "lines that look like a boundary",
        mixed(letter(PLAIN + b"\r\n--grensgebied\r\n-- \r\nJan")),
        TEXT,
    )
    yield Odd("line ends of Unix", mixed(*two, end=b"\n").replace(b"\r\n", b"\n"), TEXT)
    yield Odd("line ends mixed", mixed(*two).replace(b"\r\n", b"\n", 9), TEXT)
    yield Odd("bare CR in the text", mail(MIME, UTF8, body=PLAIN + b"\rTweede regel.\r"), TEXT)
    yield Odd("CR CR LF", mail(MIME, UTF8, body=PLAIN).replace(b"\r\n", b"\r\r\n"), TEXT)
    yield Odd("line ends of the old Mac", mail(MIME, UTF8, body=PLAIN, end=b"\r"), TEXT)
    yield Odd(
        "400 parts",
        mixed(letter(), *[part(b"Deel %d." % n, UTF8) for n in range(400)]),
        (*TEXT, "Deel 399."),
    )
    yield Odd(
        "2,000 parts",
        mixed(letter(), *[part(b"Deel %d." % n, UTF8) for n in range(2000)]),
        TEXT,
        flags=UNREADABLE,
    )
    yield Odd(
        "50,000 parts",
        declared(
            b"grens",
            parts(letter()).removesuffix(b"--grens--\r\n") + b"--grens\r\n\r\nx\r\n" * 50_000,
        ),
        TEXT,
        flags=UNREADABLE,
    )
    yield Odd(
        "50,000 boundaries within",
        mixed(letter(), part(b"--b\r\n" * 50_000, b"Content-Type: multipart/mixed; boundary=b")),
        TEXT,
    )


def depths() -> Iterator[Odd]:
    """Parts within parts, mails within mails."""
    for depth in (1, 2, 5, 20, 48):
        yield Odd(f"parts {depth} deep", nested(depth, letter(), "parts"), TEXT)
        yield Odd(f"mails {depth} deep", nested(depth, letter(), "rfc822"), TEXT)
    for depth in (55, 100, 200, 1000, 5000):
        yield Odd(
            f"parts {depth} deep",
            nested(depth, letter(), "parts"),
            flags=UNREADABLE if depth < 500 else frozenset(),
        )
        yield Odd(f"mails {depth} deep", nested(depth, letter(), "rfc822"))
    yield Odd(
        "parts deep beside a letter",
        mixed(
            letter(),
            nested(200, letter(), "parts").partition(b"\r\nMIME-")[2].partition(b"\r\n")[2],
        ),
        TEXT,
    )


def heads() -> Iterator[Odd]:
    """Heads that are no heads."""
    body = b"\r\n\r\n" + PLAIN + b"\r\n"
    head = b"\r\n".join(HEAD)
    yield Odd("no headers at all", b"\r\n" + PLAIN, TEXT)
    yield Odd("text without any head", PLAIN + b"\r\nTweede regel.\r\n", ("Tweede regel.",))
    yield Odd("no empty line behind the head", head + b"\r\n" + PLAIN, subject="Reactie")
    yield Odd("only a head", head + b"\r\n", subject="Reactie")
    yield Odd("only a subject", b"Subject: " + PLAIN, TEXT)
    yield Odd("a byte order mark in front", b"\xef\xbb\xbf" + head + body, TEXT, subject="Reactie")
    yield Odd("empty lines in front", b"\r\n\r\n" + head + body, TEXT, subject="Reactie")
    yield Odd(
        "a postmark in front",
        b"From info@example.nl Thu Apr  9 10:00:00 2026\r\n" + head + body,
        TEXT,
        subject="Reactie",
    )
    yield Odd(
        "a quoted postmark in front",
        b">From info@example.nl Thu Apr  9 10:00:00 2026\r\n" + head + body,
        TEXT,
    )
    yield Odd("a line without a colon in the head", mail(b"dit is geen header"), TEXT)
    yield Odd("a line without a colon in front", b"dit is geen header\r\n" + head + body, TEXT)
    yield Odd("a header without a name", mail(b": leeg"), TEXT)
    yield Odd("a blank before the colon", mail(b"X-Eigen : ja"), TEXT)
    yield Odd("a name with blanks", mail(b"X Eigen: ja"), TEXT)
    yield Odd("a name with 8-bit letters", mail("X-Één: ja".encode()), TEXT)
    yield Odd("a header called headers", mail(b"headers: ja"), TEXT)
    yield Odd("a header called body", mail(b"body: ja", b"text: nee", b"attachments: nee"), TEXT)
    yield Odd("a folded line in front", b" gevouwen\r\n" + head + body, TEXT)
    yield Odd("a fold of nothing but blanks", mail(b"Subject: Reactie\r\n   \r\n vervolg"))
    yield Odd("NUL in a header", mail(b"Subject: Re\x00actie"), TEXT, subject="Re actie")
    yield Odd("NUL in the body", mail(body=PLAIN + b"\x00\x00 en meer"), (*TEXT, "en meer"))
    yield Odd("NUL in the Message-ID", mail(b"Message-ID: <a\x00b@example.nl>"), TEXT)
    yield Odd("bare CR in a header", mail(b"Subject: Reactie\rBcc: x@example.nl"), TEXT)
    yield Odd("escape codes in the subject", mail(b"Subject: \x1b[2J\x07rood\x9b31m"), TEXT)
    yield Odd("a tab in the subject", mail(b"Subject: Re\tactie"), TEXT, subject="Re actie")
    yield Odd("8-bit subject", mail("Subject: Één reactie".encode()), TEXT, subject="Één reactie")
    yield Odd(
        "8-bit subject of Windows",
        mail("Subject: Één reactie".encode("cp1252")),
        TEXT,
        subject="Één reactie",
    )
    yield Odd("no subject", mail(head=HEAD[:3] + HEAD[4:]), TEXT, subject="")
    yield Odd("two subjects", mail(b"Subject: Een", b"Subject: Twee"), TEXT, subject="Een")
    yield Odd(
        "two authors in two headers",
        mail(b"From: a@example.nl", b"From: b@example.nl"),
        TEXT,
        sender="a@example.nl",
    )
    yield Odd("two Message-IDs", mail(b"Message-ID: <1@x>", b"Message-ID: <2@x>"), TEXT)
    yield Odd("no Message-ID", mail(head=HEAD[:4] + HEAD[5:]), TEXT)
    yield Odd("a Message-ID without brackets", mail(b"Message-ID: abc@example.nl"), TEXT)
    yield Odd(
        "a Message-ID of 5,000 characters", mail(b"Message-ID: <" + b"a" * 5000 + b"@x>"), TEXT
    )
    yield Odd("two content types", mail(MIME, UTF8, b"Content-Type: text/html", body=PLAIN), TEXT)
    yield Odd("no version of MIME", mixed(letter()).replace(MIME + b"\r\n", b""), TEXT)
    yield Odd("MIME version 2.0", mail(b"MIME-Version: 2.0 (later)", UTF8), TEXT)
    yield Odd("100,000 headers", mail(*[b"X-%d: x" % n for n in range(100_000)]), TEXT)
    yield Odd(
        "20,000 hops",
        mail(*[b"Received: from a by b; Thu, 9 Apr 2026 10:00:00 +0200"] * 20_000),
        TEXT,
    )
    yield Odd("a header of two megabytes", mail(b"X-Lang: " + b"x" * 2_000_000), TEXT)
    yield Odd(
        "100,000 recipients",
        mail(b"To: " + b", ".join(b"a%d@x.nl" % n for n in range(100_000))),
        TEXT,
    )
    yield Odd(
        "50,000 encoded words", mail(b"Subject: " + b" ".join([b"=?utf-8?q?a?="] * 50_000)), TEXT
    )
    for sign in (b'"', b"(", b"<", b"\\", b",", b";", b"@", b"="):
        yield Odd(f"100,000 times {sign.decode()} in From", mail(b"From: " + sign * 100_000), TEXT)
        yield Odd(
            f"100,000 times {sign.decode()} in Content-Type",
            mail(b"Content-Type: text/plain" + sign * 100_000),
            TEXT,
        )
    pieces = b"".join(b";\r\n name*%d=x" % n for n in range(100_000))
    yield Odd("100,000 pieces of a name", mail(b"Content-Type: text/plain" + pieces), TEXT)
    words = {
        "=?utf-8?q?R=C3=A9actie?=": "Réactie",
        "=?utf-8?b?UsOpYWN0aWU=?=": "Réactie",
        "=?utf-8?B?UsOpYWN0aWU?=": "Réactie",
        "=?UTF-8?Q?R=C3?= =?UTF-8?Q?=A9actie?=": None,
        "=?iso-8859-1?q?R=E9actie?=": "Réactie",
        "=?utf-8*nl?q?R=C3=A9actie?=": None,
        "=?utf-8?x?abc?=": "=?utf-8?x?abc?=",
        "=?utf-8?q?R=C3=A9 actie?=": None,
        "=?utf-8?q??=": "",
        "=??q?abc?=": None,
        "=?utf-8?q?a?==?utf-8?q?b?=": "ab",
        "=?utf-8?q?=00=0A?=x": None,
        "=?utf-7?q?+AGE-?=": None,
        "=?rot13?q?abc?=": None,
        "=?unicode_escape?q?=5Cx41?=": None,
        '"=?utf-8?q?aangehaald?="': None,
        "=?utf-8?b?" + "A" * 3000 + "?=": None,
        "=?utf-8?b?!!!!?=": None,
    }
    for number, (value, shown) in enumerate(words.items()):
        yield Odd(
            f"encoded word {number}", mail(b"Subject: " + value.encode()), TEXT, subject=shown
        )


def dates() -> Iterator[Odd]:
    """Dates of every kind; the mail is dated by who received it."""
    for number, value in enumerate(
        (
            "Thu, 9 Apr 2026 10:00:00 +0200",
            "Thu, 9 Apr 26 10:00:00 CEST",
            "9 Apr 2026 10:00 +0200",
            "Thu Apr  9 10:00:00 2026",
            "2026-04-09T10:00:00+02:00",
            "09-04-2026 10:00",
            "do, 9 apr 2026 10:00:00 +0200",
            "Donderdag 9 april 2026",
            "Thu, 32 Apr 2026 10:00:00 +0200",
            "Thu, 9 Apr 2026 25:61:61 +0200",
            "Thu, 9 Apr 2026 10:00:00 +9999",
            "Thu, 9 Apr 2026 10:00:00 -0000",
            "Thu, 9 Apr 2026 10:00:00 GMT+2",
            "Thu, 9 Apr 0026 10:00:00 +0200",
            "Thu, 9 Apr 99999 10:00:00 +0200",
            "Thu, 1 Jan 1970 00:00:00 +0000",
            "Mon, 0 Jan 0000 00:00:00 +0000",
            "1744192800",
            "",
            "=?utf-8?q?Thu=2C_9_Apr_2026?=",
            "Thu, 9 Apr 2026 10:00:00 (CEST) +0200 (extra) (en nog)",
            "(" * 5000,
            "9" * 5000,
            "Thu, 9 Apr 2026 10:00:00 +0200\x00",
            "-1 Apr 2026 10:00:00",
            "Thu, 9 Apr 2026 10:00:60 +0200",
        )
    ):
        yield Odd(f"date {number}", mail(b"Date: " + value.encode()), TEXT)
    for number, value in enumerate(
        ("from a by b", "from a by b;", "from a by b; gisteren", "; " * 500, "", "x" * 70_000)
    ):
        yield Odd(f"received {number}", mail(b"Received: " + value.encode()), TEXT)


def authors() -> Iterator[Odd]:
    """Addresses that are hardly any."""
    cases = {
        "": None,
        "Gemeente": "",
        "gemeente @ example.nl": None,
        "<>": None,
        "<info@example.nl": "info@example.nl",
        "info@example.nl>": None,
        '"Jansen, Jan" <jan@example.nl>': "jan@example.nl",
        "Jansen, Jan <jan@example.nl>": None,
        '"a@b.nl" <c@d.nl>': "c@d.nl",
        "a@b.nl <c@d.nl>": None,
        "a@b@c.nl": None,
        "@example.nl": None,
        "jan@": None,
        "jan@[192.0.2.1]": None,
        "jan@xn--bcher-kva.example": "jan@xn--bcher-kva.example",
        "jan@bücher.example": None,
        "JAN@EXAMPLE.NL": "jan@example.nl",
        "undisclosed-recipients:;": None,
        "Groep: a@x.nl, b@x.nl;": "a@x.nl",
        "a@x.nl; b@x.nl": None,
        '"onaf <a@x.nl>': None,
        "=?utf-8?q?Jan_=3Cminister=40rijk=2Enl=3E?= <kwaad@example.org>": "kwaad@example.org",
        "=?utf-8?q?jan=40example=2Enl?=": None,
        "MAILTO:jan@example.nl": None,
        "jan@example.nl (Jan (de Vries))": "jan@example.nl",
        "a@x.nl\x00b": None,
        "a" * 400 + "@x.nl": None,
        "\u202ejan@example.nl": None,
    }
    for number, (value, sender) in enumerate(cases.items()):
        yield Odd(f"author {number}", mail(b"From: " + value.encode()), TEXT, sender=sender)
    yield Odd("no author", mail(head=(HEAD[0], *HEAD[2:])), TEXT)
    yield Odd("a reply path that injects", mail(b"Reply-To: a@x.nl\r\n Bcc: b@x.nl"), TEXT)


def reports() -> Iterator[Odd]:
    """What servers and machines send."""
    status = lines(
        b"Reporting-MTA: dns; mx.example.nl",
        b"",
        b"Final-Recipient: rfc822; jan@example.nl",
        b"Action: failed",
        b"Status: 5.1.1",
    )
    returned = mail(b"Subject: Verzonden", body=b"Wat wij schreven.")
    delivery = part(status, b"Content-Type: message/delivery-status")
    whole = part(returned, b"Content-Type: message/rfc822")
    heads_alone = part(returned.partition(b"\r\n\r\n")[0], b"Content-Type: text/rfc822-headers")
    for name, inner in {
        "in full": (letter(), delivery, whole),
        "with the headers alone": (letter(), delivery, heads_alone),
        "without the mail": (letter(), delivery),
        "without an explanation": (delivery, whole),
        "with the status in base64": (
            letter(),
            part(
                in_base64(status),
                b"Content-Type: message/delivery-status",
                b"Content-Transfer-Encoding: base64",
            ),
            whole,
        ),
        "with a broken status": (
            letter(),
            part(b"kapot\x00", b"Content-Type: message/delivery-status"),
            whole,
        ),
        "with a global status": (
            letter(),
            part(status, b"Content-Type: message/global-delivery-status"),
        ),
    }.items():
        raw = mixed(
            *inner, kind=b"report; report-type=delivery-status", headers=(b"Return-Path: <>",)
        )
        yield Odd(f"delivery report {name}", raw, TEXT if letter() in inner else ())
    receipt = part(
        b"Final-Recipient: rfc822;x@y.nl\r\nDisposition: manual-action/MDN-sent; displayed",
        b"Content-Type: message/disposition-notification",
    )
    yield Odd(
        "a receipt that it was read",
        mixed(letter(), receipt, kind=b"report; report-type=disposition-notification"),
        TEXT,
    )
    yield Odd(
        "a complaint of abuse",
        mixed(
            letter(),
            part(b"Feedback-Type: abuse", b"Content-Type: message/feedback-report"),
            whole,
            kind=b"report",
        ),
        TEXT,
    )
    for name, headers in {
        "by RFC 3834": (b"Auto-Submitted: auto-replied",),
        "by Exchange": (
            b"X-Auto-Response-Suppress: All",
            b"Subject: Automatisch antwoord: Reactie",
        ),
        "by Precedence": (b"Precedence: bulk",),
        "by an empty return path": (b"Return-Path: <>",),
        "in a subject alone": (b"Subject: Afwezig",),
    }.items():
        yield Odd(f"an automatic answer {name}", mail(*headers), TEXT)
    digest = parts(
        *[part(mail(b"Subject: Nummer %d" % n, body=b"Bericht %d." % n)) for n in range(3)]
    )
    for name, body in {
        "digest": digest,
        "digest of bare texts": parts(b"\r\nEen.", b"\r\nTwee."),
    }.items():
        yield Odd(
            f"a {name}", mail(MIME, b"Content-Type: multipart/digest; boundary=grens", body=body)
        )
    yield Odd(
        "a list's digest in plain text",
        mail(
            b"List-Id: <lijst.example.nl>",
            b"Precedence: list",
            body=b"Topics:\r\n\r\n" + b"-" * 70 + b"\r\n\r\nMessage: 1\r\n" + PLAIN,
        ),
        TEXT,
    )


def secrets() -> Iterator[Odd]:
    """Signed and encrypted mail."""
    p7s = part(
        in_base64(b"0\x82\x01" + b"x" * 40),
        b"Content-Type: application/pkcs7-signature; name=smime.p7s",
        b"Content-Transfer-Encoding: base64",
    )
    signed = b"signed; protocol=application/pkcs7-signature; micalg=sha-256"
    yield Odd("signed by S/MIME", mixed(letter(), p7s, kind=signed), TEXT)
    p7m = in_base64(b"0\x82\x01" + b"x" * 90)
    for kind in (
        b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        b"application/x-pkcs7-mime; smime-type=signed-data",
        b"application/octet-stream; name=smime.p7m",
    ):
        yield Odd(
            f"S/MIME as {kind[:60].decode()}",
            mail(MIME, b"Content-Type: " + kind, b"Content-Transfer-Encoding: base64", body=p7m),
            flags=UNREADABLE,
        )
    pgp = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0x\r\n=abcd\r\n-----END PGP MESSAGE-----"
    yield Odd(
        "encrypted by PGP",
        mixed(
            part(b"Version: 1", b"Content-Type: application/pgp-encrypted"),
            part(pgp, b"Content-Type: application/octet-stream; name=encrypted.asc"),
            kind=b"encrypted; protocol=application/pgp-encrypted",
        ),
        flags=UNREADABLE,
    )
    yield Odd("PGP in the text", mail(body=pgp), ("BEGIN PGP MESSAGE",))
    clear = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n"
        + PLAIN
        + b"\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQEz\r\n-----END PGP SIGNATURE-----"
    )
    yield Odd("signed by PGP in the text", mail(body=clear), TEXT)
    yield Odd(
        "signed by PGP",
        mixed(
            letter(),
            part(b"iQEz", b"Content-Type: application/pgp-signature; name=signature.asc"),
            kind=b"signed",
        ),
        TEXT,
    )
    yield Odd(
        "a key of PGP",
        mixed(
            letter(),
            file(
                b"filename=key.asc",
                b"-----BEGIN PGP PUBLIC KEY BLOCK-----",
                b"application/pgp-keys",
            ),
        ),
        TEXT,
    )
    yield Odd("a signature without what it signs", mixed(p7s, kind=signed))


def attached() -> Iterator[Odd]:
    """Files that come in odd ways."""
    yield Odd(
        "winmail.dat that is none",
        mixed(letter(), file(b"filename=winmail.dat", b'x\x9f>"kapot', b"application/ms-tnef")),
        TEXT,
        files=("winmail.dat",),
    )
    yield Odd(
        "Apple double",
        mixed(
            part(
                parts(
                    part(
                        in_base64(b"\x00\x05\x16\x07x"),
                        b"Content-Type: application/applefile; name=brief.txt",
                        b"Content-Transfer-Encoding: base64",
                    ),
                    file(b"filename=brief.txt", SAID),
                    mark=b"b",
                ),
                b"Content-Type: multipart/appledouble; boundary=b",
            ),
            letter(),
        ),
        (*TEXT, SENTENCE),
    )
    yield Odd(
        "a file that lies elsewhere",
        mixed(
            letter(),
            part(
                b"Content-Type: text/plain\r\n\r\n",
                b'Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:9/x"',
            ),
        ),
        TEXT,
    )
    yield Odd(
        "a mail in pieces",
        mail(MIME, b"Content-Type: message/partial; id=a@x; number=1; total=3", body=PLAIN),
        TEXT,
    )
    yield Odd(
        "a nested mail in base64",
        mixed(
            letter(),
            part(
                in_base64(mail(body=b"Binnenin.")),
                b"Content-Type: message/rfc822",
                b"Content-Transfer-Encoding: base64",
            ),
        ),
        (*TEXT, "Binnenin."),
    )
    yield Odd(
        "a nested mail of nothing",
        mixed(letter(), part(b"", b"Content-Type: message/rfc822")),
        TEXT,
    )
    yield Odd(
        "a nested mail without headers",
        mixed(letter(), part(b"\r\nBinnenin.", b"Content-Type: message/rfc822")),
        TEXT,
    )
    yield Odd(
        "a nested mail inline",
        mixed(
            letter(),
            part(
                mail(body=b"Binnenin."),
                b"Content-Type: message/rfc822",
                b"Content-Disposition: inline",
            ),
        ),
        (*TEXT, "Binnenin."),
    )
    yield Odd(
        "a nested mail as .eml of no kind",
        mixed(
            letter(),
            file(
                b"filename=doorgestuurd.eml", mail(body=b"Binnenin."), b"application/octet-stream"
            ),
        ),
        (*TEXT, "Binnenin."),
        files=("doorgestuurd.eml",),
    )
    invitation = lines(
        b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", b"SUMMARY:Overleg", b"END:VEVENT", b"END:VCALENDAR"
    )
    yield Odd(
        "an invitation beside a text",
        mixed(
            letter(),
            part(invitation, b"Content-Type: text/calendar; method=REQUEST"),
            kind=b"alternative",
        ),
        TEXT,
    )
    yield Odd(
        "an invitation alone",
        mail(MIME, b"Content-Type: text/calendar; method=REQUEST", body=invitation),
    )
    for kind in (
        "text/enriched",
        "text/richtext",
        "text/x-amp-html",
        "text/markdown",
        "text/csv",
        "text/xml",
        "text/x-diff",
        "text/vnd.x",
        "text",
        "text/",
        "/plain",
        "plain",
        "TEXT/PLAIN",
        "text/plain/x",
        "text plain",
        "; charset=utf-8",
        "text/plain; format=flowed; delsp=yes",
        "text/plain;;;",
        "text/plain; =x",
        "text/plain; x",
    ):
        yield Odd(
            f"a body of kind {kind!r}",
            mail(MIME, b"Content-Type: " + kind.encode(), body=PLAIN),
            TEXT,
        )
    for kind in (
        "application/octet-stream",
        "application/x-unknown",
        "image/png",
        "audio/wav",
        "video/mp4",
        "font/ttf",
        "model/x",
        "chemical/x",
        "x/y",
        "application/pdf",
        "application/zip",
        "application/json",
        "application/xml",
    ):
        yield Odd(
            f"a file without name of kind {kind}",
            mixed(
                letter(),
                part(
                    in_base64(b"\x01\x02\x03\xff" * 9),
                    b"Content-Type: " + kind.encode(),
                    b"Content-Transfer-Encoding: base64",
                ),
            ),
            TEXT,
        )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("brief.txt", SAID)
    yield Odd(
        "a zip",
        mixed(letter(), file(b"filename=s.zip", archive.getvalue(), b"application/zip")),
        (*TEXT, SENTENCE),
        files=("s.zip", "s.zip/brief.txt"),
    )
    yield Odd(
        "a zip cut short",
        mixed(letter(), file(b"filename=s.zip", archive.getvalue()[:60], b"application/zip")),
        TEXT,
        unread=("s.zip",),
    )
    yield Odd(
        "gzip",
        mixed(letter(), file(b"filename=s.gz", gzip.compress(SAID, mtime=0), b"application/gzip")),
        TEXT,
        unread=("s.gz",),
    )
    for name, data in {
        "brief.pdf": b"%PDF-1.7\n",
        "brief.docx": b"PK\x03\x04",
        "brief.doc": b"\xd0\xcf\x11\xe0" + bytes(99),
        "scan.png": b"\x89PNG\r\n\x1a\n",
        "scan.tiff": b"II*\x00",
        "brief.rtf": b"{\\rtf1",
        "brief.odt": b"PK\x05\x06",
        "brief.msg": b"\xd0\xcf\x11\xe0",
        "tabel.xlsx": b"kapot",
    }.items():
        yield Odd(
            f"a broken {name}",
            mixed(letter(), file(b"filename=" + name.encode(), data, b"application/octet-stream")),
            TEXT,
            unread=(name,),
        )
    yield Odd(
        "an empty file",
        mixed(letter(), file(b"filename=leeg.pdf", b"", b"application/pdf")),
        TEXT,
        unread=("leeg.pdf",),
    )
    yield Odd(
        "100 files",
        mixed(letter(), *[file(b"filename=f%d.txt" % n, b"Bestand %d." % n) for n in range(100)]),
        (*TEXT, "Bestand 99."),
    )
    yield Odd(
        "files of one name",
        mixed(letter(), *[file(b"filename=a.txt", b"Bestand %d." % n) for n in range(3)]),
        TEXT,
        files=("a.txt", "a.txt (2)", "a.txt (3)"),
    )


def names() -> Iterator[Odd]:
    """Names of files; what is shown of them."""
    cases: dict[bytes, str | None] = {
        b'filename="../../etc/passwd"': "../../etc/passwd",
        b'filename="C:\\\\temp\\\\x.txt"': None,
        b"filename=CON": "CON",
        b'filename="brief.pdf.exe"': "brief.pdf.exe",
        b'filename="a.txt "': None,
        b'filename="a.txt."': "a.txt.",
        b'filename=""': None,
        b"filename=": None,
        b"filename": None,
        b'filename="' + b"a" * 300 + b'.txt"': None,
        b'filename="a\r\n b.txt"': None,
        b'filename="a\x00b.txt"': None,
        'filename="\u202efdp.txt"'.encode(): None,
        "filename*=utf-8''%E2%80%AEfdp.txt": None,
        b"filename*=utf-8''br%C3%ADef.txt": "bríef.txt",
        b"filename*=iso-8859-1'nl'br%EDef.txt": "bríef.txt",
        b"filename*=onbekend''brief.txt": None,
        b"filename*=utf-8''%FF%FE.txt": None,
        b"filename*0=bri; filename*1=ef.txt": "brief.txt",
        b"filename*0*=utf-8''bri; filename*1*=%65f.txt": "brief.txt",
        b"filename*1=ef.txt; filename*0=bri": "brief.txt",
        b"filename*99999999999=x": None,
        b'filename="=?utf-8?q?br=C3=ADef=2Etxt?="': "bríef.txt",
        b"filename==?utf-8?b?YnLDrWVmLnR4dA==?=": "bríef.txt",
        'filename="bríef.txt"'.encode(): "bríef.txt",
        'filename="bríef.txt"'.encode("latin-1"): "bríef.txt",
        "filename=bríef.txt".encode("latin-1"): "bríef.txt",
        b"filename='brief.txt'": None,
        b'filename="a.txt"; filename="b.txt"': None,
        b'filename="body"': None,
        b'filename="subject"': None,
        b'filename="<script>alert(1)</script>.txt"': None,
        b'filename="{{7*7}}.txt"': "{{7*7}}.txt",
        b'filename="=cmd|x.txt"': None,
        'filename="b\u0440ief.txt"'.encode(): "b\u0440ief.txt",
    }
    for number, (name, shown) in enumerate(cases.items()):
        name = name if isinstance(name, bytes) else name.encode()
        yield Odd(
            f"file name {number}",
            mixed(letter(), file(name, SAID)),
            (*TEXT, SENTENCE),
            files=(shown,) if shown else None,
        )


def pages() -> Iterator[Odd]:
    """Bodies of HTML."""
    kind = b"Content-Type: text/html; charset=utf-8"
    cases = {
        "no closing tags": b"<html><body><p>" + PLAIN,
        "no tags": PLAIN,
        "only a body tag": b"<body>" + PLAIN,
        "a comment without end": PLAIN + b"<!-- en dan",
        "a tag without end": PLAIN + b"<p class=",
        "CDATA": b"<p>" + PLAIN + b"</p><![CDATA[x]]>",
        "XHTML": b'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>'
        + PLAIN
        + b"</p></body></html>",
        "conditional comments": b"<!--[if mso]><p>Outlook</p><![endif]--><p>" + PLAIN + b"</p>",
        "NUL within": b"<p>De gemeente realiseert zesen\x00dertig plekken aan de Kade.</p>",
        "entities": b"<p>De gemeente re&#97;liseert zesendertig&nbsp;plekken aan de&#32;Kade.</p>",
        "entities out of range": b"<p>" + PLAIN + b"&#99999999;&#0;&#xd800;&onbekend;</p>",
        "a frameset": b"<frameset><frame src=x><noframes><p>"
        + PLAIN
        + b"</p></noframes></frameset>",
        "10,000 divs": b"<div>" * 10_000 + PLAIN,
        "a table in a table, 300 times": b"<table><tr><td>" * 300 + PLAIN,
        "text in a title": b"<title>Titel</title><p>" + PLAIN + b"</p>",
        "a style first": b"<style>p {color: red} </style><p>" + PLAIN + b"</p>",
        "a script": b"<script>alert('x')</script><p>" + PLAIN + b"</p>",
        "hidden text": b"<p style='display:none'>verborgen</p><p>" + PLAIN + b"</p>",
        "a form": b"<form action=http://x.nl><input value=a><p>" + PLAIN + b"</p></form>",
        "text in pre": b"<pre>" + PLAIN + b"\r\n  x</pre>",
        "text in a details": b"<details><summary>Meer</summary>" + PLAIN + b"</details>",
        "a charset of its own": b"<meta charset=windows-1252><p>" + PLAIN + b"</p>",
        "two bodies": b"<body><p>Een.</p></body><body><p>" + PLAIN + b"</p></body>",
        "text after the end": b"<html><body></body></html>" + PLAIN,
        "a long attribute": b"<p title='" + b"x" * 100_000 + b"'>" + PLAIN + b"</p>",
        "20,000 attributes": b"<p "
        + b" ".join(b"a%d=x" % n for n in range(20_000))
        + b">"
        + PLAIN
        + b"</p>",
        "a picture in the text": b"<img src='data:image/png;base64,"
        + b"A" * 50_000
        + b"'><p>"
        + PLAIN
        + b"</p>",
        "svg": b"<svg><text>x</text></svg><p>" + PLAIN + b"</p>",
        "math": b"<math><mi>x</mi></math><p>" + PLAIN + b"</p>",
        "a template": b"<template><p>x</p></template><p>" + PLAIN + b"</p>",
        "marquee": b"<marquee>" + PLAIN + b"</marquee>",
        "base and meta": b"<base href=//x.nl><meta http-equiv=refresh content='0;url=//x.nl'><p>"
        + PLAIN
        + b"</p>",
    }
    for name, page in cases.items():
        absent = ("alert(", "verborgen", "color: red") if name != "no tags" else ()
        yield Odd(f"a page with {name}", mail(MIME, kind, body=page), TEXT, absent=absent)
    for codec in ("utf-8", "cp1252", "utf-16"):
        page = f"<p>{SENTENCE}</p>".encode(codec)
        yield Odd(
            f"a page in {codec} that says nothing of it",
            mail(
                MIME,
                b"Content-Type: text/html",
                b"Content-Transfer-Encoding: base64",
                body=in_base64(page),
            ),
            (SENTENCE,),
        )
    yield Odd(
        "an empty page beside a text",
        mixed(letter(), part(b"<html></html>", kind), kind=b"alternative"),
        TEXT,
    )
    yield Odd(
        "a page beside an empty text",
        mixed(part(b" ", UTF8), part(b"<p>" + PLAIN + b"</p>", kind), kind=b"alternative"),
        TEXT,
    )
    yield Odd(
        "a page declared plain", mail(MIME, UTF8, body=b"<html><p>" + PLAIN + b"</p></html>"), TEXT
    )


def loads() -> Iterator[Odd]:
    """Bodies of megabytes."""
    for name, body in {
        "a million digits": b"1" * 1_000_000,
        "a hundred thousand letters": b"a" * 100_000,
        "a word of a megabyte": b"woord" * 200_000,
        "a line of 25 megabytes": b"x " * 12_500_000,
        "half a million spaces": b" " * 500_000,
        "questions": b"Waarom voldoet uw gemeente niet?\r\n" * 20_000,
        "quote marks": b">" * 200_000,
        "quoted lines": b"> x\r\n" * 50_000,
        "dates": b"1 april 2026 " * 20_000,
        "addresses": b"info@example.nl " * 20_000,
        "municipalities": b"Ede Tiel Oss Utrecht " * 10_000,
        "brackets": b"(" * 200_000,
        "dots": b"." * 500_000,
        "rows": b"a\tb\tc\r\n" * 50_000,
        "dashes": b"-- \r\n" * 50_000,
        "combining marks": "e\u0301\u0300\u0302".encode() * 50_000,
        "emoji": "👨‍👩‍👧‍👦".encode() * 10_000,
        "bidi marks": "\u202e\u2066".encode() * 50_000,
        "template": b"{{7*7}} {% include '/etc/passwd' %} ${7*7} " * 200,
    }.items():
        yield Odd(f"a body of {name}", mail(MIME, UTF8, body=PLAIN + b"\r\n\r\n" + body), TEXT)
    page = b"<p>" + PLAIN + b"</p>" + b"<p>alinea</p>" * 2_000_000
    yield Odd("a page of 26 megabytes", mail(MIME, b"Content-Type: text/html", body=page), TEXT)
    yield Odd(
        "a file of 25 megabytes",
        mixed(letter(), file(b"filename=groot.txt", b"regel\n" * 4_200_000)),
        TEXT,
        flags=UNREADABLE,
    )


def no_mails() -> Iterator[Odd]:
    """What is no mail at all."""
    yield Odd("nothing", b"", is_aside=True)
    yield Odd("empty lines", b"\r\n\r\n \r\n", is_aside=True)
    yield Odd("every byte", bytes(range(256)) * 20, is_aside=True)
    yield Odd("a picture", b"\x89PNG\r\n\x1a\n" + bytes(2000), is_aside=True)
    yield Odd("a program", b"\x7fELF" + bytes(2000), is_aside=True)
    yield Odd(
        "a message of Outlook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), is_aside=True
    )
    yield Odd("a page alone", b"<html><body><p>" + PLAIN + b"</p></body></html>", TEXT)
    yield Odd("a letter alone", PLAIN, TEXT)
    yield Odd("one character", b"x")
    yield Odd("a mail in UTF-16", mail().decode().encode("utf-16"))
    wide = b"".join(bytes([each, 0]) for each in mail())
    yield Odd("a mail with a NUL behind each byte", wide, is_aside=True)
    yield Odd("a mail in a zip", gzip.compress(mail(), mtime=0), is_aside=True)
    yield Odd(
        "an mbox in a mail",
        b"From a@x.nl Thu Apr  9 10:00:00 2026\r\n"
        + mail()
        + b"\r\nFrom b@x.nl Thu Apr  9 11:00:00 2026\r\n"
        + mail(),
        TEXT,
    )


def by_library() -> Iterator[Odd]:
    """What Python's own library makes, in ways that are allowed and rare."""
    made = EmailMessage()
    made["Received"] = "from a by b; Thu, 9 Apr 2026 10:00:00 +0200"
    made["From"] = "info@example.nl"
    made["Subject"] = "Réactie " * 30
    made.set_content(SENTENCE, cte="quoted-printable")
    made.add_alternative(f"<p>{SENTENCE}</p>", subtype="html")
    made.set_boundary("grens")
    yield Odd(
        "a long subject in encoded words",
        made.as_bytes(),
        (SENTENCE,),
        subject=("Réactie " * 30).strip(),
    )
    yield Odd("lines of dots", mail(body=b".\r\n..\r\n" + PLAIN + b"\r\n.\r\n"), TEXT)
    yield Odd("a signature mark first", mail(body=b"-- \r\n" + PLAIN), TEXT)
    yield Odd("nothing but a signature", mail(body=b"-- \r\nJan"), ("Jan",))
    yield Odd(
        "format flowed",
        mail(
            MIME,
            b"Content-Type: text/plain; format=flowed",
            body=b"De gemeente \r\nrealiseert zesendertig plekken aan de Kade.",
        ),
        ("De gemeente",),
    )
    yield Odd("a soft hyphen", mail(MIME, UTF8, body=PLAIN + "\r\nplek\u00adken".encode()), TEXT)
    yield Odd("right to left", mail(MIME, UTF8, body=PLAIN + "\r\nשלום".encode()), (*TEXT, "שלום"))
    yield Odd("form feeds", mail(body=PLAIN + b"\x0c\x0b\x1c\x1d\x85"), TEXT)
    yield Odd(
        "head and body in different encodings",
        mail("Subject: Één".encode("cp1252"), UTF8, body=SAID),
        (SENTENCE,),
        subject="Één",
    )
    yield Odd("a mail of lines alone", lines(*HEAD, b"", b"a", b"b", b"c"), ("a\nb\nc",))


ALL = tuple(
    odd
    for family in (
        charsets,
        encodings,
        boundaries,
        depths,
        heads,
        dates,
        authors,
        reports,
        secrets,
        attached,
        names,
        pages,
        loads,
        no_mails,
        by_library,
    )
    for odd in family()
)
assert len({each.name for each in ALL}) == len(ALL)
