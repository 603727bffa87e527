"""Sentences that stand in for what states an element, in complete mails that are labelled."""

from email import message_from_bytes
from email.policy import default

import pytest

from intake.errors import Stop
from intake.labelled import gold_of
from intake.stand_ins import StandIn, judged, replaced, required_of, stand_ins_in
from intake.training import CORPUS
from rules.judgement import SUBSTANTIVE, Element, Kind
from tests.files import raw_mail
from tests.intake.raws import multipart

TIME = "De plekken zijn er\nuiterlijk 1 mei 2027."
SAID = " ".join(TIME.split())
PLAIN = f"Content-Type: text/plain\r\n\r\n{TIME}"
FILE = 'Content-Disposition: attachment; filename="kaart.png"\r\nContent-Type: image/png\r\n\r\nx'
OTHERS = "Bij de buren zijn ze er in mei."


def text_of(raw):
    return message_from_bytes(raw, policy=default).get_content()


def test_a_sentence_stands_where_all_evidence_is_gone():
    mail = raw_mail(f"Wij kochten grond. {TIME} Groet. Dat duurt een jaar.")
    text = text_of(replaced(mail, [SAID, "Dat duurt een jaar."], OTHERS))
    assert text.split() == f"Wij kochten grond. {OTHERS} Groet.".split()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(raw_mail("Wij kochten grond."), id="evidence elsewhere"),
        pytest.param(multipart(PLAIN, FILE), id="a file"),
        pytest.param(raw_mail(TIME, content_type="text/html"), id="a page"),
    ],
)
def test_a_mail_in_which_another_sentence_would_not_do_is_left_out(raw):
    assert replaced(raw, [SAID], OTHERS) is None


def test_a_complete_mail_is_judged_with_each_sentence_in_its_place():
    found = [*judged(CORPUS / "dev", [StandIn(Element.TIMELINE, False, "Tot zover.")])]
    assert found
    assert all(Element.TIMELINE in judgement.missing for _, judgement in found)


@pytest.mark.parametrize(
    ("change", "is_fit"),
    [
        ({}, True),
        ({"missing": [Element.STEPS]}, False),
        ({"claims_met": True}, False),
        ({"kinds": [Kind.QUESTION]}, False),
        ({"kinds": [*SUBSTANTIVE]}, False),
    ],
)
def test_mails_of_one_kind_that_lack_nothing_are_fit(change, is_fit):
    reply = next(each for each in gold_of(CORPUS / "dev") if is_whole_reply(each))
    assert bool(required_of(reply.model_copy(update=change))) is is_fit


def is_whole_reply(gold):
    return gold.kinds == [Kind.INFORMATION_REPLY] and not gold.missing and not gold.claims_met


def test_lines_are_read_with_whether_they_state_it(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("# waarom\n\ntimeline|Ooit.\nfacts+|Het net is vol.\n", encoding="utf-8")
    assert stand_ins_in(path) == [
        StandIn(Element.TIMELINE, False, "Ooit."),
        StandIn(Element.FACTS, True, "Het net is vol."),
    ]


@pytest.mark.parametrize("line", ["tijdlijn|Ooit.", "timeline Ooit."])
def test_a_line_of_another_form_is_told_by_its_number(tmp_path, line):
    path = tmp_path / "a.txt"
    path.write_text(f"timeline|Ooit.\n{line}\n", encoding="utf-8")
    with pytest.raises(Stop, match="line 2"):
        stand_ins_in(path)
