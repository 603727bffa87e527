"""Pages as the text of a mail, and those that are not laid out."""

import random
from email.message import EmailMessage

import pytest

from intake import bodies
from intake.attachments.extract import UnreadableError
from intake.attachments.html import is_surely_within, page_of, text_of
from intake.config import ReadingConfig
from intake.reading import read_mail
from tests.intake.reads import RECEIVED_AT

SEED = 20261122
PIECES = (
    b"<p>", b"</p>", b"<P class='x'>", b"<div>", b"</div>", b"<li>", b"<td>", b"<tr>", b"<table>",
    b"</table>", b"<br>", b"<hr>", b"<pre>", b"</pre>", b"<h1>", b"<ul>", b"a", b"woord ", b"\n\n",
    b"  ", b"&nbsp;", b"&amp", b"<", b"< b and c >", b"<!-- x > y -->", b"<style>p {}</style>",
    b"<style>", b"</style>", b"<title>", b"</title>", b"<textarea>", b"<xmp>", b"<select>",
    b"<blockquote type=cite>", b"</blockquote>", b"<script>", b"</script>", b"\xc3\xab", b"\xff",
    b"<noframes>", b"<![CDATA[", b"]]>", b"<?x", b"</>", b"<a\x00b>", b"\x00", b"</html>",
)  # fmt: skip


def length(page):
    """How long its text is; what is not laid out may be as long as it likes."""
    try:
        return len(text_of(page))
    except UnreadableError:
        return 10**9


def test_no_page_is_longer_than_it_surely_is():
    chance = random.Random(SEED)
    told = 0
    for _ in range(20_000):
        page = b"".join(chance.choices(PIECES, k=chance.randrange(1, 25)))
        page = chance.choice([b"", b"<html>", b"<!DOCTYPE html>\n<p>"]) + page
        told += is_surely_within(page_of(page), 10**8)
        assert not is_surely_within(page_of(page), length(page) - 1), page
    assert told > 5_000


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(b"<div>" * 2_100 + b"tekst", id="too deep to be laid out"),
        pytest.param(b"<!-- " + b"<b>woord</b> " * 50 + b"-->", id="nothing but a remark"),
        pytest.param(b"<p>x</p>" + b"<blockquote type=cite>y</blockquote>", id="a quote"),
    ],
)
def test_of_odd_pages_nothing_is_sure(page):
    assert not is_surely_within(page_of(page), 10**8)


@pytest.mark.parametrize(("words", "is_laid_out"), [(100, False), (1_000, True)])
def test_a_page_is_laid_out_where_the_plain_form_may_be_a_stub(monkeypatch, words, is_laid_out):
    asked = []
    monkeypatch.setattr(bodies, "text_of", lambda *page: asked.append(page) or "woord " * words)
    message = EmailMessage()
    message.set_content("woord " * 100)
    message.add_alternative(f"<p>{'woord ' * words}</p>", subtype="html")
    mail = read_mail(message.as_bytes(), RECEIVED_AT, ReadingConfig())
    assert bool(asked) is is_laid_out
    assert len(mail.texts[1].content.split()) == words


def test_a_remark_beside_a_cell_is_no_text_of_it():
    row = b"<td><p>Stand van zaken</p></td><!-- [if mso] --><td>loopt</td>"
    assert text_of(b"<table><tr>" + row + b"</tr></table>") == "Stand van zaken\tloopt"
