"""Labelled passages and short mails, as training reads them."""

import pytest

from intake.errors import Stop
from intake.passages import passages_in
from intake.registry import default_registry
from intake.short_mails import short_mails
from rules.judgement import Element, Kind
from rules.mail import Layout

PASSAGE = """#|Stand van zaken
C|De fundering ligt er.
FC|De kraan is omgewaaid; sindsdien staat de bouw stil.

?|Wat hebt u gedaan?
S|- Wij hebben een tweede aannemer gevraagd.
-|Met vriendelijke groet
"""
MAIL = """K: A8+IR
R: yes
Q: yes
M: Goes
S: Uw kenmerk 7479821
D| Wij redden de termijn van de wet niet.
F| De hal is verzakt.
===="""


def passages_of(tmp_path, text):
    path = tmp_path / "p.txt"
    path.write_text(text, encoding="utf-8")
    return passages_in(path)


def test_each_block_is_a_passage_with_the_letters_of_each_sentence(tmp_path):
    first, second = passages_of(tmp_path, PASSAGE)
    assert first.letters == ("", "C", "FC")
    assert second.letters == ("S", "")


def test_a_sentence_knows_the_heading_or_the_question_above_it(tmp_path):
    first, second = passages_of(tmp_path, PASSAGE)
    assert {each.heading for each in first.sentences[1:]} == {"Stand van zaken"}
    assert {each.question for each in second.sentences} == {"Wat hebt u gedaan?"}
    assert [each.layout for each in second.sentences] == [Layout.ITEM, Layout.PROSE]


@pytest.mark.parametrize("line", ["X|Een zin.", "FF|Een zin.", "Een zin.", "F|", "-F|Een zin."])
def test_a_line_without_labels_is_told_with_its_number(tmp_path, line):
    with pytest.raises(Stop, match="line 2: labels, a bar and a sentence are wanted"):
        passages_of(tmp_path, f"F|Een zin.\n{line}\n")


def mails_of(tmp_path, text):
    path = tmp_path / "k.txt"
    path.write_text(text, encoding="utf-8")
    return list(short_mails(path, default_registry()))


def test_a_short_mail_is_read_as_any_other(tmp_path):
    (mail,) = mails_of(tmp_path, MAIL)
    gold = mail.labelled.gold
    assert set(gold.kinds) == {Kind.ARTICLE_8_NOTIFICATION, Kind.INFORMATION_REPLY}
    assert gold.elements[Element.FACTS] == ["De hal is verzakt."]
    assert "De hal is verzakt." in [each.text for each in mail.labelled.sentences]
    assert (mail.request.municipality, mail.request.reference) == ("Goes", "7479821")


def test_a_short_mail_that_answers_nothing_knows_no_request(tmp_path):
    (mail,) = mails_of(tmp_path, MAIL.replace("R: yes", "R: no"))
    assert mail.request is None


def test_a_short_mail_of_an_unknown_kind_is_told_with_its_number(tmp_path):
    with pytest.raises(Stop, match="mail 1"):
        mails_of(tmp_path, MAIL.replace("A8+IR", "A9"))
