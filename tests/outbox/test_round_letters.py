"""The letters of a round: what they say, and that they can be read by everybody."""

import io
from datetime import date

import pypdf
import pytest

from outbox.documents import words_of
from outbox.errors import TemplateWrong
from outbox.faults import faults_in
from outbox.pdf import pdf_of
from outbox.round_letters import letter_templates, words_of_letter
from tests.outbox.accessible import hindrances
from tests.outbox.pdfs import tags
from tests.outbox.round_letters import SHAPES, TERMS, TWENTERAND, letter


def test_the_letter_to_twenterand_says_what_is_asked_and_until_when():
    text = " ".join(words_of(letter()))
    assert "van de gemeente Twenterand" in text
    assert "Ons kenmerk: 7468089" in text
    assert "Datum: 9 april 2026" in text
    assert "Reguliere plekken 142 5" in text
    assert "Plekken voor amv 23 0" in text
    assert "uiterlijk donderdag 30 april 2026 naar ibtspreidingswet@minjenv.nl" in text
    for asked in ("reden", "Hoe staat het nu", "stappen", "datum"):
        assert asked in text


def test_the_letter_is_one_that_a_screen_reader_can_follow():
    file = pdf_of(letter())
    assert hindrances(file) == []
    reader = pypdf.PdfReader(io.BytesIO(file))
    names = [name for name, _ in tags(reader)]
    assert [each for each in names if each.startswith("/H")] == ["/H1", *["/H2"] * 4]
    assert names.count("/TH") == 3 + 2
    assert names.count("/TD") == 4
    assert names.count("/LI") == 4
    assert reader.metadata.title == "Verzoek om informatie over de opvangplekken in uw gemeente"


def test_who_meets_its_task_is_asked_nothing():
    text = " ".join(words_of(letter(SHAPES[3])))
    assert "U hoeft op deze brief niet te reageren." in text
    assert "uiterlijk" not in text
    assert "?" in text


@pytest.mark.parametrize("which", SHAPES)
def test_no_shape_of_a_letter_leaves_an_empty_place_or_english(which):
    words = words_of_letter(letter_templates(None), which, TERMS, date(2026, 4, 30))
    assert [each.told for each in faults_in(words)] == []


def test_a_ministrys_own_template_stands_in_for_ours(tmp_path):
    own = tmp_path / "letters"
    own.mkdir()
    (own / "request.txt").write_text("Onderwerp: Vraag\n\nBeste {{ municipality }}.\n")
    words = words_of_letter(letter_templates(tmp_path), TWENTERAND, TERMS, date(2026, 4, 30))
    assert words == "Onderwerp: Vraag\n\nBeste Twenterand.\n"
    (own / "request.txt").write_text("Onderwerp: Vraag\n\nBeste {{ name }}.\n")
    with pytest.raises(TemplateWrong, match=r"request.txt:3"):
        words_of_letter(letter_templates(tmp_path), TWENTERAND, TERMS, date(2026, 4, 30))
