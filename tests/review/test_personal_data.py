"""What is proposed for redaction, what is not, and that it is gone."""

import pytest

from review.personal_data import DataKind, found_in
from review.redacting import Redactor, StillThere

LETTER = """\
Geachte mevrouw Van den Berg,

Hierbij onze reactie. Burgemeester J. Zwart en wethouder mevrouw Kaya van de gemeente Ede spraken
met de heer A.B. de Vries-Jansen (a.devries@ede.nl, 06-12345678). Zijn BSN is 111222333 en de
rekening is NL91 ABNA 0417 1643 00. Ons kenmerk is 7473202, zaak 123456789.

Met vriendelijke groet,

Fatima el Amrani
beleidsmedewerker
T 0318 - 68 09 11
info@ede.nl
"""


def told(*texts, **given):
    return {(each.kind.value, each.text) for each in found_in(texts, **given) if not each.is_public}


def test_names_addresses_and_numbers_are_proposed():
    assert told(LETTER, public=["Ede"]) == {
        ("name", "Van den Berg"),
        ("name", "A.B. de Vries-Jansen"),
        ("name", "Fatima el Amrani"),
        ("email", "a.devries@ede.nl"),
        ("email", "info@ede.nl"),
        ("phone", "06-12345678"),
        ("phone", "0318 - 68 09 11"),
        ("bsn", "111222333"),
        ("iban", "NL91 ABNA 0417 1643 00"),
    }


def test_who_acts_in_a_public_office_is_told_apart_and_not_proposed():
    public = {each.text for each in found_in([LETTER]) if each.is_public}
    assert public == {"J. Zwart", "Kaya"}


@pytest.mark.parametrize(
    "text",
    [
        "gemeente Bergen op Zoom",
        "het ministerie van Justitie en Veiligheid",
        "Met vriendelijke groet,\nGemeente Hof van Twente",
        "Hoogachtend,\nhet college van burgemeester en wethouders van Ede",
        "kenmerk 7473202 en zaaknummer 123456789",
        "op 12-03-2026 waren er 120 plekken",
        "NL91 ABNA 0417 1643 01",
    ],
)
def test_what_is_nobodys_is_not_proposed(text):
    assert told(text, public=["Ede", "Bergen op Zoom", "Hof van Twente"]) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("t.a.v. drs. P.J. van 't Hof", "P.J. van 't Hof"),
        ("dhr. Yılmaz belde", "Yılmaz"),
        ("Hoogachtend,\nnamens deze,\n\nIngrid Bakker-Smit", "Ingrid Bakker-Smit"),
        ("mw. mr. dr. Ç. Öztürk", "Ç. Öztürk"),
        ("Contactpersoon: Jan Peters", "Jan Peters"),
    ],
)
def test_a_name_is_found_where_letters_put_it(text, name):
    assert ("name", name) in told(text)


def test_a_name_in_a_header_is_proposed_too():
    assert told("Dag,\nPiet Puk belt u.", names=["Piet Puk", "Gemeente Ede", "info"]) == {
        ("name", "Piet Puk")
    }


def test_each_stands_once_with_how_often():
    (found,) = found_in(["06-12345678 of 06-12345678", "bel 06-12345678"])
    assert (found.kind, found.count) == (DataKind.PHONE, 3)


def test_what_was_confirmed_is_gone_wherever_it_stands():
    found = tuple(each for each in found_in([LETTER]) if not each.is_public)
    redactor = Redactor(found, own=("beleidsmedewerker",))
    broken = LETTER.replace("de Vries-Jansen", "de\n> Vries").replace("el Amrani", "el\nAmrani")
    for text in (LETTER, broken):
        redacted = redactor.redacted(text)
        redactor.check([redacted])
        for gone in ("Amrani", "devries@", "06-1234", "111222333", "ABNA", "medewerker"):
            assert gone not in redacted
        assert "Burgemeester J. Zwart" in redacted
        assert "gemeente Ede" in redacted
    with pytest.raises(StillThere):
        redactor.check([LETTER])


def test_a_name_within_another_word_stays():
    (found,) = found_in(["de heer Bos"])
    assert Redactor((found,)).redacted("Bos woont in Boskoop, bij het bos.") == (
        "[naam] woont in Boskoop, bij het bos."
    )
