"""Each mail here is written with its owners before its lines:

s sender, m ministry, e earlier mail, g signature, d disclaimer, f furniture.
"""

import re

import pytest

from intake.earlier import MARKS, authors, header_size
from rules.mail import Owner
from tests import files
from tests.files import File, mail_with, raw_mail
from tests.intake.reads import owned, read, read_files, text_at

OWNERS = {
    "s": Owner.SENDER,
    "m": Owner.MINISTRY,
    "e": Owner.EARLIER,
    "g": Owner.SIGNATURE,
    "d": Owner.DISCLAIMER,
    "f": Owner.FURNITURE,
}
LETTERS = {owner: letter for letter, owner in OWNERS.items()}


def labelled(text) -> str:
    """A text with the letter of its owner before each line."""
    rows = [(LETTERS[line.owner], text.content[line.start : line.end]) for line in text.lines]
    return "\n".join(f"{letter} {row}" if row.strip() else "" for letter, row in rows).strip()


def unlabelled(marked: str) -> str:
    return "\n".join(line[2:] for line in marked.split("\n"))


MAILS = {
    "answers between quoted questions": """\
f Geachte heer,

s Hieronder onze antwoorden.

f Op do 9 apr 2026 om 10:00 schreef IBT Spreidingswet <ibt@minjenv.nl>:
m > Wat is de huidige stand van zaken?

s De vergunning is aangevraagd.

m > Wanneer worden de plaatsen gerealiseerd?

s Op 1 oktober 2026 zijn er 120 plaatsen.

g Met vriendelijke groet,
g Jan Jansen""",
    "answers below questions that are repeated without a mark": """\
m Wat is de reden waardoor u niet aan de wettelijke taak voldoet?
s De eerste locatie is afgevallen na bezwaar van omwonenden.

m Op welke termijn verwacht u aan de wettelijke taak te voldoen?
s In het vierde kwartaal van 2026.""",
    "a question that the sender asks": """\
s Wij verzoeken u om uitstel. Kunt u ons laten weten of dat kan?

g Met vriendelijke groet,
g Jan Jansen""",
    "the ministry's letter without a mark": """\
m Uit deze cijfers blijkt dat uw gemeente niet voldoet aan de in het verdeelbesluit opgenomen
m wettelijke opgave. Op grond van deze informatie wordt uw gemeente ingeschaald op trede 2 van
m de interventieladder.

s Wij herkennen deze cijfers niet: er zijn 80 plaatsen in gebruik.""",
    "the ministry's letter, wrapped anew and read from a scan": """\
m Uit deze cijfers b1ijkt dat uw gemeente niet
m voldoet aan de in het verdeelbesluit opgenomen wettelijke
m opgave. Op grond van deze informatie wordt uw gemeente
m ingeschaald op trede 2 van de interventieladder.

s Hierop reageren wij als volgt: de bouw begint in mei.""",
    "Outlook in Dutch": """\
s Ja, 120 plaatsen op 1 oktober 2026.

g Groet, Jan

f ________________________________
f Van: IBT Spreidingswet <ibtspreidingswet@minjenv.nl>
f Verzonden: donderdag 9 april 2026 10:00
f Aan: Gemeente Voorbeeldstad
f Onderwerp: Informatieverzoek

m Hoeveel plaatsen heeft u?""",
    "Outlook in English": """\
s Ja, 120 plaatsen op 1 oktober 2026.

f -----Original Message-----
f From: IBT Spreidingswet <ibtspreidingswet@minjenv.nl>
f Sent: Thursday, April 9, 2026 10:00 AM
f To: Gemeente Voorbeeldstad
f Subject: Informatieverzoek

m Hoeveel plaatsen heeft u?""",
    "Outlook with its headers in bold, as plain text shows it": """\
s Ja, 120 plaatsen op 1 oktober 2026.

f *Van:* IBT Spreidingswet <ibtspreidingswet@minjenv.nl>
f *Verzonden:* donderdag 9 april 2026 10:00
f *Aan:* Gemeente Voorbeeldstad
f *Onderwerp:* Informatieverzoek

m Hoeveel plaatsen heeft u?""",
    "Gmail in English": """\
s Ja, 120 plaatsen op 1 oktober 2026.

f On Thu, Apr 9, 2026 at 10:00 AM IBT Spreidingswet <ibtspreidingswet@minjenv.nl> wrote:

m > Hoeveel plaatsen heeft u?""",
    "Gmail with its introduction on two lines": """\
s Ja, 120 plaatsen op 1 oktober 2026.

f Op do 9 apr 2026 om 10:00 schreef IBT Spreidingswet
f <ibtspreidingswet@minjenv.nl>:

m > Hoeveel plaatsen heeft u?""",
    "Apple Mail": """\
s Ja, 120 plaatsen op 1 oktober 2026.

f Op 9 apr 2026, om 10:00 heeft Piet de Vries <piet@coa.nl> het volgende geschreven:

e > Hoeveel plaatsen heeft u?""",
    "an earlier mail of a colleague": """\
s Ja, 120 plaatsen op 1 oktober 2026.

f Van: Piet de Vries <piet@coa.nl>
f Verzonden: donderdag 9 april 2026 10:00
f Aan: Gemeente Voorbeeldstad
f Onderwerp: Locatie

e Wij zien 90 plaatsen.""",
    "a signature with a postscript": """\
s Er komen 120 plaatsen.

g Met vriendelijke groet,

g Jan Jansen
g Beleidsadviseur
g Gemeente Voorbeeldstad
g T 06-12345678

s P.S. De raad besluit op 4 juni.""",
    "a signature of one line and a line of a phone": """\
s Er komen 120 plaatsen.

g Mvg, Jan

d Verstuurd vanaf mijn iPhone""",
    "a disclaimer": """\
s Er komen 120 plaatsen.

g Hoogachtend,
g Jan Jansen

d Dit bericht is uitsluitend bestemd voor de geadresseerde. Indien u dit bericht ten onrechte
d hebt ontvangen, verzoeken wij u het te verwijderen.""",
    "a disclaimer in English without a signature": """\
s Er komen 120 plaatsen.

d This message is intended solely for the addressee and may be confidential. If you are not
d the intended recipient, please delete it.""",
    "a sentence that uses the words of a disclaimer": """\
s De locatie aan de Dorpsstraat is uitsluitend bestemd voor de opvang van alleenstaande
s minderjarige vreemdelingen; wij verwachten dat daar in het vierde kwartaal van 2026 dertig
s plaatsen beschikbaar zijn, mits de omgevingsvergunning in juni onherroepelijk wordt verleend.""",
    "thanks that are no closing": """\
s Met de groeten aan uw collega's delen wij mee dat er 120 plaatsen komen in oktober 2026.""",
}


@pytest.mark.parametrize("marked", MAILS.values(), ids=MAILS.keys())
def test_each_line_of_a_mail_has_its_owner(marked):
    mail = read(raw_mail(unlabelled(marked), "Subject: RE: Informatieverzoek"))
    assert labelled(text_at(mail, "body")) == marked


FORWARDS = {
    "a letter that a secretary passes on": """\
s Ter doorzending.

f Van: Piet de Vries <piet@voorbeeldstad.nl>
f Verzonden: donderdag 9 april 2026 10:00
f Aan: Secretariaat
f Onderwerp: Reactie

s Er komen 120 plaatsen op 1 oktober 2026.""",
    "a chain that the ministry began": """\
f Begin doorgestuurd bericht:

f Van: Piet de Vries <piet@voorbeeldstad.nl>
f Datum: 9 april 2026 om 10:00:00 CEST
f Aan: Secretariaat
f Onderwerp: Antw: Informatieverzoek

s Er komen 120 plaatsen op 1 oktober 2026.

f Van: IBT Spreidingswet <ibtspreidingswet@minjenv.nl>
f Verzonden: woensdag 8 april 2026 10:00
f Aan: Gemeente Voorbeeldstad
f Onderwerp: Informatieverzoek

m Hoeveel plaatsen heeft u?

f Van: Els Bakker <els@voorbeeldstad.nl>
f Verzonden: dinsdag 7 april 2026 10:00
f Aan: IBT Spreidingswet
f Onderwerp: Vraag

e Mogen wij iets vragen?""",
    "Gmail's mark": """\
f ---------- Forwarded message ---------
f From: Piet de Vries <piet@voorbeeldstad.nl>
f Date: Thu, Apr 9, 2026 at 10:00 AM
f Subject: Reactie
f To: Secretariaat

s Er komen 120 plaatsen op 1 oktober 2026.""",
}


@pytest.mark.parametrize("marked", FORWARDS.values(), ids=FORWARDS.keys())
def test_what_is_passed_on_is_the_senders(marked):
    mail = read(raw_mail(unlabelled(marked), "Subject: FW: Reactie"))
    assert labelled(text_at(mail, "body")) == marked


def test_a_page_quotes_as_its_program_marks_it():
    page = (
        "<p>Ja, 120 plaatsen.</p><div class=gmail_quote><div>Op do 9 apr 2026 om 10:00 schreef "
        "IBT &lt;ibt@minjenv.nl&gt;:<br></div><blockquote class=gmail_quote>"
        "<p>Hoeveel plaatsen heeft u?</p></blockquote></div>"
    )
    mail = read(raw_mail(page, "Subject: RE: Vraag", content_type="text/html"))
    assert owned(mail, Owner.SENDER) == ["Ja, 120 plaatsen."]
    assert owned(mail, Owner.MINISTRY) == ["> Hoeveel plaatsen heeft u?"]


def test_a_page_in_a_frame_has_the_headers_of_an_earlier_mail_on_their_lines():
    head = "<b>Van:</b> IBT &lt;ibt@minjenv.nl&gt;<br><b>Verzonden:</b> 9 april<br><b>Aan:</b> Jan"
    page = (
        f"<table><tr><td><p>Ja, 120 plaatsen.</p><p>{head}<br><b>Onderwerp:</b> Vraag</p>"
        "<p>Er zijn er 90.</p></td></tr></table>"
    )
    mail = read(raw_mail(page, "Subject: RE: Vraag", content_type="text/html"))
    assert owned(mail, Owner.SENDER) == ["Ja, 120 plaatsen."]
    assert owned(mail, Owner.MINISTRY) == ["Er zijn er 90."]


LETTER = """\
f Gemeente Voorbeeldstad
f Postbus 12
f 1234 AB Voorbeeldstad

f Datum: 9 april 2026
f Ons kenmerk: Z-2026-0042
f Onderwerp: reactie informatieverzoek

f Geachte minister,

s Wij realiseren 120 plaatsen. De planning vindt u hieronder.

f Pagina 1 van 2

s Op 1 oktober 2026 zijn er 120 plaatsen.

g Hoogachtend,
g namens het college,
g Jan Jansen"""


def test_the_head_and_the_page_numbers_of_a_letter_are_furniture():
    mail = read_files(File("brief.txt", unlabelled(LETTER).encode()))
    assert labelled(text_at(mail, "brief.txt")) == LETTER


def test_a_letter_in_word_has_the_same_owners_as_in_plain_text():
    paragraphs = [line for line in unlabelled(LETTER).split("\n") if line]
    mail = read_files(File("brief.docx", files.docx(*paragraphs)))
    assert owned(mail, Owner.SENDER, "brief.docx") == [
        "Wij realiseren 120 plaatsen. De planning vindt u hieronder.",
        "Op 1 oktober 2026 zijn er 120 plaatsen.",
    ]


def test_an_attached_mail_of_the_ministry_is_the_ministrys():
    inner = mail_with(
        body="Hoeveel plaatsen heeft u?", from_="IBT Spreidingswet <ibtspreidingswet@minjenv.nl>"
    )
    mail = read(mail_with(File("verzoek.eml", inner, "message/rfc822")))
    assert owned(mail, Owner.MINISTRY, "verzoek.eml") == ["Hoeveel plaatsen heeft u?"]
    assert owned(mail, Owner.SENDER, "verzoek.eml") == []


def test_an_attached_letter_of_the_ministry_is_the_ministrys():
    letter = unlabelled(MAILS["the ministry's letter without a mark"]).split("\n\n")[0]
    mail = read_files(File("brief.pdf", files.pdf(letter)))
    assert owned(mail, Owner.SENDER, "brief.pdf") == []


def test_a_table_of_figures_below_a_greeting_is_no_signature():
    body = "Zie hieronder.\n\nMet vriendelijke groet,\nJan\n\nSoort\tAantal\nregulier\t120\n"
    mail = read(raw_mail(body))
    assert {"Soort\tAantal", "regulier\t120"} <= set(owned(mail, Owner.SENDER))


def test_every_character_belongs_to_one_line():
    for marked in MAILS.values():
        text = text_at(read(raw_mail(unlabelled(marked))), "body")
        assert "\n".join(text.content[line.start : line.end] for line in text.lines) == text.content


INTRODUCTIONS = [
    pytest.param(["Op do 9 apr 2026 om 10:00 schreef IBT <ibt@minjenv.nl>:"], id="reply"),
    pytest.param(["Op do 9 apr 2026 om 10:00 schreef IBT", "<ibt@minjenv.nl>:"], id="two lines"),
    pytest.param(["Op do 9 apr 2026 heeft IBT het volgende geschreven:"], id="another reply"),
    pytest.param(["On Thu, 9 Apr 2026, IBT wrote:"], id="in English"),
    pytest.param(["IBT schreef op 9 april 2026:"], id="name first"),
    pytest.param(["-- Oorspronkelijk bericht"], id="marker"),
    pytest.param(["Begin doorgestuurd bericht:"], id="marker of a telephone"),
    pytest.param(["________", "", "Van: a@b.nl", "Aan: c@d.nl", "Onderwerp: x"], id="rule"),
    pytest.param(["> Van : a@b.nl", "> Aan : c@d.nl", "> Onderwerp : x"], id="quoted headers"),
    pytest.param(["*From:* a@b.nl", "*To:* c@d.nl", "*Subject:* x"], id="headers in bold"),
]


@pytest.mark.parametrize("lines", INTRODUCTIONS)
def test_an_introduction_holds_a_mark_without_which_none_is_sought(lines):
    assert header_size(lines, 0) in (len(lines), 1)
    assert authors(lines, "")[0] is Owner.FURNITURE
    bare = [*lines]
    for at, line in enumerate(lines[:2]):
        bare[at] = re.sub("|".join(MARKS), "", line)
    assert header_size(bare, 0) == 0
