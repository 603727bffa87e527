"""Mails as they were sent: shown in frames that may do nothing, or saved, whatever they hold."""

import re
import time
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile

import pytest

from ibt_intake.originals import Apart
from intake.config import ReadingConfig
from review.mail_files import safe_name
from review.originals import CannotShow
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.judgements import reading_of
from storage.ledger import raw_of
from tests.review.sent_mails import file_sent, fill_sent, message, pdf

HOSTILE = {
    "script": "<script>document.title='stuk'</script><p onclick='alert(1)'>Hallo</p>",
    "style": "<style>@import url(https://spion.example/a.css);*{display:none}</style><p>Hallo</p>",
    "form": "<form action='https://spion.example'><input><button>Ja</button></form><p>Hallo</p>",
    "images": "<img src='https://spion.example/x.gif'><p background='//spion.example/y'>Hallo</p>",
    "link": "<a href='javascript:alert(1)'>Klik</a><p>Hallo</p>",
    "svg": "<p>Hallo</p><svg onload='alert(1)'><image href='https://spion.example/z'/></svg>",
    "css": "<div style='position:fixed;inset:0;background:url(https://spion.example/q)'>Hallo</div>",
    "refresh": "<meta http-equiv='refresh' content='0;url=https://spion.example'><p>Hallo</p>",
    "frame": "<iframe src='https://spion.example'></iframe><object data='/a'></object><p>Hallo</p>",
}


@pytest.fixture
def rich(engine):
    return fill_sent(engine)["rich"]


@pytest.fixture
def reader(as_role):
    return as_role(Role.READER)


@pytest.fixture
def sent(engine):
    """File a mail of some HTML."""

    def file(html, **options):
        with transaction(engine) as session:
            return file_sent(session, message(html=html, **options).as_bytes(), 70)

    return file


def test_b10_the_page_in_the_frame_may_do_nothing(reader, rich):
    answer = reader.get(f"/mails/{rich}/weergave")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert policy.endswith("frame-ancestors 'self'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<b>De bouw</b> ligt stil." in answer.text


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_b10_of_hostile_html_only_the_words_are_left(reader, sent, html):
    text = reader.get(f"/mails/{sent(html)}/weergave").text.partition("<body>")[2]
    assert "Hallo" in text
    assert "spion.example" not in text
    assert not re.search(r"<(?:script|style|form|svg|iframe|meta)|\son\w+=|javascript:", text)


def test_five_megabytes_of_html_are_cut(reader, sent):
    mail = sent("<p>Hallo gemeente</p>" * 250_000)
    started = time.monotonic()
    text = reader.get(f"/mails/{mail}/weergave").text
    assert time.monotonic() - started < 20
    assert "te lang" in text
    assert len(text) < 600_000


def test_b10_html_nested_without_end_is_given_up(reader, sent):
    answer = reader.get(f"/mails/{sent('<div>' * 400_000)}/weergave")
    assert answer.status_code == 200
    assert "Download het bestand." in answer.text


def test_a_mail_without_html_says_so(reader, engine):
    with transaction(engine) as session:
        mail = file_sent(session, message().as_bytes(), 70)
    assert "geen opgemaakte weergave" in reader.get(f"/mails/{mail}/weergave").text


def test_the_mail_is_saved_as_it_arrived(reader, rich, engine):
    answer = reader.get(f"/mails/{rich}/bron")
    with snapshot(engine) as session:
        assert answer.content == raw_of(session, rich)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    named = f'attachment; filename="mail-{rich[:12]}.eml"'
    assert answer.headers["Content-Disposition"].startswith(named)


def test_a_pdf_is_for_the_viewer_of_the_browser(reader, rich):
    answer = reader.get(f"/mails/{rich}/bijlagen/0/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_no_pdf_is_not_shown_as_one(reader, rich):
    assert reader.get(f"/mails/{rich}/bijlagen/1/pdf").status_code == 404


@pytest.mark.parametrize("number", ["2", "-1", "x", "999999999"])
def test_an_attachment_that_is_none_is_not_found(reader, rich, number):
    assert reader.get(f"/mails/{rich}/bijlagen/{number}").status_code == 404


def test_an_attachment_is_saved_never_opened(reader, rich):
    answer = reader.get(f"/mails/{rich}/bijlagen/1")
    assert answer.content == b"Notitie van de wethouder.\n"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    told = "attachment; filename=\"notitie.txt\"; filename*=UTF-8''notitie.txt"
    assert answer.headers["Content-Disposition"] == told


def test_files_within_files_are_found(reader, engine):
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("map/brief.pdf", pdf("De bouw ligt stil."))
    inner = message(subject="Doorgestuurd")
    inner.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="a.zip")
    outer = message()
    outer.add_attachment(inner)
    with transaction(engine) as session:
        mail = file_sent(session, outer.as_bytes(), 70)
    with snapshot(engine) as session:
        sources = [each.source for each in reading_of(session, mail).attachments]
    number = next(at for at, source in enumerate(sources) if source.endswith("brief.pdf"))
    assert reader.get(f"/mails/{mail}/bijlagen/{number}/pdf").content.startswith(b"%PDF-")


def test_a_mail_that_takes_too_long_is_given_up():
    apart = Apart(ReadingConfig(), seconds=0.2)
    try:
        with pytest.raises(CannotShow, match="too long"):
            apart.page(message(html="<div>" * 300_000).as_bytes())
    finally:
        apart.close()


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("brief.pdf", "brief.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x.pdf", "C_x.pdf"),
        ("fdp\u202e.exe", "fdp_.exe"),
        ('a"b\r\nX: y.pdf', "a_b_X_ y.pdf"),
        ("CON.txt", "_CON.txt"),
        ("...", "bijlage"),
        ("", "bijlage"),
        ("naam. ", "naam"),
        ("Zoë & Jörg.docx", "Zoë & Jörg.docx"),
    ],
)
def test_b9_a_name_for_saving_harms_no_system(name, saved):
    assert safe_name(name) == saved


def test_a_long_name_keeps_its_ending():
    name = safe_name("a" * 400 + ".pdf")
    assert len(name) <= 120
    assert name.endswith(".pdf")


def test_letters_of_any_alphabet_reach_the_browser(reader, engine):
    made: EmailMessage = message()
    made.add_attachment("x\n", filename="Zoë שלום.txt")
    with transaction(engine) as session:
        mail = file_sent(session, made.as_bytes(), 70)
    told = reader.get(f"/mails/{mail}/bijlagen/0").headers["Content-Disposition"]
    assert 'filename="Zo_ ____.txt"' in told
    assert "filename*=UTF-8''Zo%C3%AB%20%D7%A9%D7%9C%D7%95%D7%9D.txt" in told
