"""Of the forms of a body one is read: that which tells most."""

import pytest

from rules.mail import Owner
from tests import files
from tests.files import File, mail_with, raw_mail
from tests.intake.raws import PLACES, multipart
from tests.intake.reads import content_at, owned, read


def test_a_body_that_is_only_a_page_shows_what_its_reader_sees():
    page = (
        "<style>p{color:red}</style><p>Er komen 120 plaatsen.</p>"
        '<p style="display:none">Er komen 900.</p><p hidden>Er komen 901.</p>'
        '<span style="font-size:0px">902</span><div style="visibility: hidden">903</div>'
        "<script>alert(904)</script><!-- 905 --><p>Met groet</p>"
    )
    content = content_at(read(raw_mail(page, content_type="text/html")))
    assert content == "Er komen 120 plaatsen.\n\nMet groet"


def test_of_two_forms_of_a_body_one_is_read():
    plain, page = (
        f"Content-Type: text/plain\r\n\r\n{PLACES}",
        f"Content-Type: text/html\r\n\r\n<p>{PLACES}</p>",
    )
    assert content_at(read(multipart(plain, page, kind="alternative"))) == PLACES
    assert content_at(read(multipart(plain, page))) == PLACES


def test_a_plain_form_that_only_points_to_the_page_gives_way():
    plain = "Content-Type: text/plain\r\n\r\nUw programma toont geen HTML."
    page = f"Content-Type: text/html\r\n\r\n<p>{PLACES}</p><p>{PLACES.replace('120', '130')}</p>"
    assert content_at(read(multipart(plain, page, kind="alternative"))).startswith(PLACES)


def test_a_page_behind_a_plain_text_that_is_no_form_of_it_is_read_too():
    mail = read(
        multipart(
            "Content-Type: text/plain\r\n\r\nHierbij onze reactie op uw verzoek.",
            f"Content-Type: text/html\r\n\r\n<p>{PLACES}</p>",
        )
    )
    assert content_at(mail) == f"Hierbij onze reactie op uw verzoek.\n\n{PLACES}"


def test_a_page_that_is_declared_plain_is_a_page():
    assert content_at(read(raw_mail(f"<html><body><p>{PLACES}</p></body></html>"))) == PLACES


@pytest.mark.parametrize("body", ["", "\r\n\r\n", " "])
def test_an_empty_body_is_a_text_without_content(body):
    assert content_at(read(raw_mail(body))).strip() == ""


def test_a_body_of_only_an_image_is_read_from_its_attachment():
    mail = read(mail_with(File("scan.png", files.picture(PLACES), "image/png"), body=""))
    assert content_at(mail, "scan.png") == PLACES


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/mixed",
        'multipart/mixed; boundary="nergens"',
        "tekst",
        "text/plain; charset",
        "text/",
        "/",
    ],
)
def test_a_content_type_that_leads_nowhere_still_gives_the_text(content_type):
    assert PLACES in content_at(
        read(raw_mail(f"--b\r\n\r\n{PLACES}\r\n", content_type=content_type))
    )


@pytest.mark.parametrize("media_type", ["text/markdown", "text/x-eigen", "text/enriched"])
def test_text_of_any_type_is_read(media_type):
    mail = read(multipart(f"Content-Type: {media_type}\r\n\r\n{PLACES}"))
    assert content_at(mail, "bijlage-1") == PLACES


def test_an_answer_below_a_page_of_quotes_is_the_senders():
    quote = "<blockquote type=cite><div>Hoeveel plaatsen?</div></blockquote>"
    page = f"<div>Ja, 120 plaatsen.</div>{quote}"
    mail = read(raw_mail(page, content_type="text/html"))
    assert owned(mail, Owner.SENDER) == ["Ja, 120 plaatsen."]
