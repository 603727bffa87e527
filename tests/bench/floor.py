"""The least that taking in a mailbox can cost: no classifier, no owners of lines, no links.

`python -m tests.bench.floor PORT FILE` fetches all mails by one command over a bare socket, reads
text, PDF and DOCX by the fastest library for each, cuts words and sentences, looks for the names of
municipalities, 200 words and figures, and writes what it found to SQLite in batches. A measure,
not a design: nothing of it heeds errors. Its parser stands in the environment of the peers; all
else is ours.
"""

import io
import re
import site
import socket
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from ibt_intake.dovecot import PASSWORD, USER
from intake.models import MEANINGS
from intake.registry import default_registry

BATCH = 50
PEERS = Path(".cache/bench/peers")
MOST_WORDS = 200  # of the lexicon, looked for beside the names of municipalities
MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
COUNTED = "plekken|plaatsen|bewoners|personen|woningen|reacties|bedden|kamers|euro|procent"
FIGURES = re.compile(
    rf"\b(?:\d[\d.]* (?:{MONTHS})(?: \d{{4}})?"
    r"|(?:eerste|tweede|derde|vierde) kwartaal(?: van)? \d{4}"
    r"|(?:medio|begin|eind|vanaf|per) \d{4}|binnen \w+ (?:maanden|weken|dagen|jaar)|week \d+"
    r"|(?:voor|na) (?:de|het) (?:zomer|zomerreces|winter)|in de loop van \d{4}"
    rf"|€ \d[\d.]*|Z/\d\d/\d+|\d[\d.]* (?:{COUNTED}))",
    re.IGNORECASE,
)
TABLES = """
pragma journal_mode = wal; pragma synchronous = full;
create table mail (id integer primary key, hash text, subject text);
create table item (mail integer, kind text, start integer, "end" integer, text text);
"""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def main() -> None:
    """Take in the mailbox on that port."""
    port, file = int(sys.argv[1]), sys.argv[2]
    for folder in PEERS.glob("lib/python*/site-packages"):
        site.addsitedir(str(folder))  # behind our own
    nlp, matcher = language()
    database = sqlite3.connect(file, isolation_level=None)
    database.executescript(TABLES)
    for number, raw in enumerate(fetched(port)):
        if number % BATCH == 0:
            database.execute("commit" if number else "select 1")
            database.execute("begin immediate")
        subject, texts = read(raw)
        row = (number, sha256(raw).hexdigest(), subject)
        database.execute("insert into mail values (?, ?, ?)", row)
        items = [(number, *item) for text in texts for item in found(nlp, matcher, text)]
        database.executemany("insert into item values (?, ?, ?, ?, ?)", items)
    database.execute("commit")


def language():
    """Words and sentences of Dutch as spaCy has them without a model, and what to look for."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("nl")
    nlp.add_pipe("sentencizer")
    phrases = [each.name for each in default_registry().municipalities]
    phrases += sorted(set(MEANINGS.read_text().split()))[:MOST_WORDS]
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("phrase", [nlp.make_doc(each) for each in phrases])
    return nlp, matcher


def fetched(port: int) -> Iterator[bytes]:
    """All mails of the inbox, by one command."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        lines = connection.makefile("rb", buffering=1 << 18)
        lines.readline()
        for tag, command in (
            (b"a", f"LOGIN {USER} {PASSWORD}"),
            (b"b", "EXAMINE INBOX"),
            (b"c", "UID FETCH 1:* (BODY.PEEK[])"),
        ):
            connection.sendall(tag + b" " + command.encode() + b"\r\n")
            while not (line := lines.readline()).startswith(tag + b" "):
                if line.endswith(b"}\r\n"):
                    yield lines.read(int(line[line.rindex(b"{") + 1 : -3]))


def read(raw: bytes) -> tuple[str, list[str]]:
    """The subject, and the text of the body and of each file."""
    from fast_mail_parser import parse_email

    mail = parse_email(raw)
    texts = list(mail.text_plain)
    for each in mail.attachments:
        if each.filename.endswith(".pdf"):
            texts.append(pdf_text(each.content))
        elif each.filename.endswith(".docx"):
            texts.append(docx_text(each.content))
    return mail.subject, texts


def pdf_text(data: bytes) -> str:
    """The text layer of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def docx_text(data: bytes) -> str:
    """The paragraphs of a DOCX."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(each.itertext(f"{WORD}t")) for each in root.iter(f"{WORD}p"))


def found(nlp, matcher, text: str) -> Iterator[tuple[str, int, int, str]]:
    """Sentences, phrases and figures of a text, each with its place."""
    doc = nlp(text)
    for sentence in doc.sents:
        yield "sentence", sentence.start_char, sentence.end_char, sentence.text
    for span in matcher(doc, as_spans=True):
        yield "phrase", span.start_char, span.end_char, span.text
    for match in FIGURES.finditer(text):
        yield "figure", match.start(), match.end(), match[0]


if __name__ == "__main__":
    main()
