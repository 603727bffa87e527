"""A reply that quotes a letter which this installation made: only its own words are evidence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from textwrap import fill

import pytest

from intake.config import ReadingConfig
from intake.desk import Desk
from intake.judging import load_judge
from intake.made_here import NONE
from intake.registry import default_registry
from outbox.documents import words_of
from outbox.pdf import pdf_of
from outbox.round_letters import (
    document_of,
    letter_templates,
    runs_of_letters,
    words_of_letter,
)
from rules.calendar import HOLIDAYS
from rules.distribution import DECISIONS
from rules.judgement import Element
from rules.mail import Owner
from rules.rounds import RoundLetter, Terms, Variant, request_of

TERMS = Terms(date(2026, 4, 9), 21, DECISIONS[0], "ibtspreidingswet@minjenv.nl")
LETTER = RoundLetter("Twenterand", "7468089", Variant.REQUEST, 142, 23, 5, 0, date(2025, 7, 1))
DOCUMENT = document_of(
    LETTER, TERMS, words_of_letter(letter_templates(None), LETTER, TERMS, TERMS.due(HOLIDAYS))
)
RUNS = runs_of_letters([DOCUMENT])
AT = datetime(2026, 4, 20, 9, tzinfo=UTC)
REASON = "De bouw is vertraagd doordat omwonenden bezwaar hebben gemaakt tegen de vergunning."


def sent(text, file=None):
    """A mail of Twenterand."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "griffie@twenterand.nl", "ibtspreidingswet@minjenv.nl"
    mail["Subject"] = "Uw brief met kenmerk 7468089"
    mail.set_content(text)
    if file:
        mail.add_attachment(file, maintype="application", subtype="pdf", filename="uw brief.pdf")
    return mail.as_bytes()


def taken(raw, runs=RUNS):
    """The mail, read and judged where that letter was sent."""
    registry = replace(default_registry(), requests=(request_of(LETTER, TERMS),))
    return Desk(load_judge(registry), ReadingConfig(), made_here=runs).take(raw, AT)


def evidence(found):
    """The sentences by which elements are told."""
    return {each.text for some in found.judgement.elements.values() for each in some}


def owned(found, owner, source="body"):
    """The lines of a text with that owner."""
    (text,) = [each for each in found.mail.texts if each.source == source]
    return [text.content[line.start : line.end] for line in text.lines if line.owner is owner]


def test_a_letter_pasted_above_an_answer_gives_no_evidence_of_its_own():
    pasted = "\n\n".join(fill(words, 72) for words in words_of(DOCUMENT) if "groet" not in words)
    raw = sent(f"Hierbij onze reactie.\n\n{pasted}\n\n{REASON}\n")
    assert evidence(taken(raw)) == {REASON}
    assert REASON in owned(taken(raw), Owner.SENDER)
    assert evidence(taken(raw, NONE)) != {REASON}


def test_the_file_of_the_letter_sent_back_gives_no_evidence():
    found = taken(sent(f"{REASON}\n", pdf_of(DOCUMENT)))
    assert evidence(found) == {REASON}
    theirs = " ".join(owned(found, Owner.MINISTRY, "uw brief.pdf"))
    assert "Volgens onze gegevens zijn er in uw gemeente" in theirs
    assert not found.judgement.elements.get(Element.CURRENT_STATE)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_answer_below_a_copied_question_stays_the_municipalitys(gap):
    question = next(each for each in words_of(DOCUMENT) if each.startswith("Wat is de reden"))
    raw = sent(f"Geacht ministerie,\n\n{question}{gap}{REASON}\n")
    assert question in owned(taken(raw), Owner.MINISTRY)
    assert REASON in owned(taken(raw), Owner.SENDER)
    assert evidence(taken(raw)) == {REASON}


def test_words_that_a_municipality_shares_with_the_letter_stay_its_own():
    own = "Wij kunnen niet op tijd voldoen aan de wettelijke taak uit de Spreidingswet."
    assert own in owned(taken(sent(f"Geacht ministerie,\n\n{own}\n")), Owner.SENDER)
