"""One judgement out of all findings.

The sentence model is stood in for by one that goes by the first word of a sentence, so that
each test says what is stated; the other models take all that they are asked."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from intake.registry import default_registry
from rules.judgement import Category, Element, Flag, Kind, PlaceRole, TimelineState
from rules.linker import Linker
from rules.mail import BROKEN_BASE64, Attachment, Authentication, Owner, cut
from tests.rules.asked import GOES, REFERENCE, REQUEST
from tests.rules.judging import (
    DECLARATION,
    DOCUMENTS,
    FACTS,
    NOTIFICATION,
    ONBEKEND,
    REDEN,
    REPLY,
    STAND,
    STAPPEN,
    STATE,
    STEPS,
    TERMIJN,
    TIMELINE,
    WHOLE,
    ByFirstWord,
    judge_with,
    judged,
    reason,
)
from tests.rules.mails import mail_of, text_of

MELDING = "Melding: wij kunnen niet op tijd aan onze wettelijke taak voldoen."
STUKKEN = "Stukken: het raadsbesluit sturen wij mee."
VOLDOET = "Voldoet: wij voldoen geheel aan onze taak."


def test_a_whole_reply_lacks_nothing_and_raises_no_flag():
    found = judged(*WHOLE, STUKKEN)
    assert (found.kinds, found.municipalities, found.references) == (
        {REPLY},
        ("Goes",),
        (REFERENCE,),
    )
    assert (found.missing, found.late, found.flags) == (frozenset(), False, frozenset())
    assert found.timeline_state is TimelineState.STATED


@pytest.mark.parametrize(
    ("kinds", "lines", "missing"),
    [
        ([REPLY], (STAND, STAPPEN, TERMIJN), {FACTS}),
        ([REPLY], (REDEN, STAPPEN, TERMIJN), {STATE}),
        ([REPLY], (REDEN, STAND, TERMIJN), {STEPS}),
        ([REPLY], (REDEN, STAND, STAPPEN), {TIMELINE}),
        ([REPLY], (REDEN, STAND, STAPPEN, ONBEKEND), {TIMELINE}),
        ([REPLY], (VOLDOET, STAND), set()),
        ([NOTIFICATION], (MELDING, REDEN, STAPPEN, TERMIJN), set()),
        ([NOTIFICATION], (REDEN, STAPPEN, TERMIJN), {DECLARATION}),
        ([NOTIFICATION], (MELDING, STAPPEN, TERMIJN), {FACTS}),
        ([NOTIFICATION, REPLY], WHOLE, {DECLARATION}),
        ([NOTIFICATION, REPLY], (MELDING, *WHOLE), set()),
    ],
)
def test_what_a_mail_does_not_state_is_missing(kinds, lines, missing):
    found = judged(*lines, kinds=kinds)
    assert found.missing == missing
    assert (Flag.INCOMPLETE in found.flags) is bool(missing)


def test_the_flag_names_what_is_missing_in_dutch():
    found = judged(STAND, STAPPEN)
    expected = "Dit ontbreekt: de reden, het moment waarop de plekken er zijn."
    assert reason(found, Flag.INCOMPLETE) == expected


def test_every_element_has_its_sentences_verbatim():
    found = judged(*WHOLE, STUKKEN)
    stated = {element: [each.text for each in found.elements[element]] for element in Element}
    assert stated == {
        DECLARATION: [],
        FACTS: [REDEN],
        STATE: [STAND],
        STEPS: [STAPPEN],
        TIMELINE: [TERMIJN],
        DOCUMENTS: [STUKKEN],
    }


def test_the_timeline_is_resolved_from_the_day_of_receipt_in_the_netherlands():
    late = datetime(2026, 4, 20, 22, 30, tzinfo=UTC)  # 21 April there
    found = judged(REDEN, STAND, STAPPEN, "Termijn: over zes maanden.", received_at=late)
    assert [each.latest for each in found.timeline] == [date(2026, 10, 21)]


def test_a_time_said_to_be_unknown_is_flagged_and_its_sentence_kept():
    found = judged(REDEN, STAND, STAPPEN, ONBEKEND)
    assert found.timeline_state is TimelineState.UNKNOWN
    assert Flag.TIMELINE_UNKNOWN in found.flags
    assert [each.text for each in found.elements[TIMELINE]] == [ONBEKEND]


def test_words_of_the_ministry_state_nothing():
    letter = text_of("\n\n".join(WHOLE), owner=Owner.MINISTRY)
    found = judged(STAND, REDEN, texts=(letter,))
    assert found.missing == {STEPS, TIMELINE}


@pytest.mark.parametrize(
    ("received_at", "late"),
    [
        (datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 4, 30, 22, 0, 0, tzinfo=UTC), True),
    ],
)
def test_a_reply_is_late_from_midnight_after_the_last_day(received_at, late):
    found = judged(*WHOLE, received_at=received_at)
    assert (found.late, Flag.LATE in found.flags) == (late, late)


def test_a_notification_alone_is_never_late():
    late = datetime(2026, 8, 1, tzinfo=UTC)
    found = judged(MELDING, REDEN, STAPPEN, TERMIJN, kinds=[NOTIFICATION], received_at=late)
    assert (found.late, found.references) == (None, ())


def test_a_reply_of_a_municipality_that_was_asked_nothing_is_not_late():
    found = judged(*WHOLE, sender="a@ede.nl")
    assert (found.municipalities, found.references, found.late) == (("Ede",), (), None)


@pytest.mark.parametrize(("roll_over", "late"), [(True, False), (False, True)])
def test_whether_a_term_rolls_over_a_holiday_is_a_setting(roll_over, late):
    request = replace(REQUEST, letter_date=date(2026, 4, 6))  # 21 days on is King's Day
    linker = Linker(replace(default_registry(), requests=(request,)))
    read = mail_of(
        "\n\n".join(WHOLE), sender=GOES, received_at=datetime(2026, 4, 28, 8, tzinfo=UTC)
    )
    assert judge_with(linker=linker, roll_over=roll_over).judge(read).late is late


def test_a_mail_without_substance_shows_no_evidence():
    found = judged(TERMIJN, VOLDOET, subject="Automatisch antwoord: brief")
    assert found.kinds == {Kind.AUTO_REPLY}
    assert not any(found.elements.values())
    assert (found.timeline_state, found.timeline) == (TimelineState.ABSENT, ())
    assert not found.claims_met
    assert found.missing == frozenset()


def test_sentences_are_weighed_once_and_only_where_what_they_state_matters():
    weighed = []

    class Counted(ByFirstWord):
        def score(self, sentences):
            weighed.append(len(sentences))
            return super().score(sentences)

    judge = judge_with()
    judge = replace(judge, models=replace(judge.models, statements=Counted()))
    found = judge.judge(mail_of("Ik ben het er niet mee eens.", sender="inwoner@gmail.com"))
    assert (found.kinds, weighed) == ({Kind.OTHER}, [])
    found = judge.judge(mail_of("\n\n".join(WHOLE), sender=GOES))
    assert (found.kinds, len(weighed)) == ({REPLY}, 1)


@pytest.mark.parametrize(
    ("mail", "flag", "words"),
    [
        ({"sender": "a@gmail.com"}, Flag.UNLINKED, "niet duidelijk"),
        ({"sender": "a@debuch.nl"}, Flag.AMBIGUOUS_MUNICIPALITY, "meer dan één"),
        (
            {"authentication": Authentication(spf="pass", dkim="fail", dmarc="fail")},
            Flag.SENDER_UNVERIFIED,
            "niet echt van goes.nl: de controle van de afzender (DKIM en DMARC) is mislukt. Bel",
        ),
        (
            {"sender": "a@gmail.com", "subject": f"Uw kenmerk {REFERENCE}"},
            Flag.SENDER_UNVERIFIED,
            "gmail.com is geen adres",
        ),
        (
            {"sender": "", "subject": f"Uw kenmerk {REFERENCE}"},
            Flag.SENDER_UNVERIFIED,
            "noemt geen adres van een afzender",
        ),
        ({"is_duplicate": True}, Flag.DUPLICATE, "al eerder"),
        ({"subject": "Uw kenmerk 7473203"}, Flag.UNCERTAIN, f"{REFERENCE} (Goes)"),
        (
            {"sender": "a@ede.nl", "subject": f"Uw kenmerk {REFERENCE}"},
            Flag.UNCERTAIN,
            f"Kenmerk {REFERENCE} hoort bij Goes, niet bij Ede.",
        ),
    ],
)
def test_what_a_person_must_look_at_is_flagged_with_a_reason(mail, flag, words):
    found = judged(*WHOLE, **mail)
    assert flag in found.flags
    assert words in reason(found, flag)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("encrypted", "met een wachtwoord beveiligd"),
        ("damaged", "beschadigd"),
        ("something new", "niet te lezen"),
    ],
)
def test_an_attachment_that_could_not_be_read_is_flagged_and_lowers_confidence(fault, words):
    read = mail_of("\n\n".join(WHOLE), sender=GOES)
    read = replace(read, attachments=(Attachment("brief.pdf", "application/pdf", 9, "", fault),))
    found = judge_with().judge(read)
    assert words in reason(found, Flag.UNREADABLE_ATTACHMENT)
    assert (found.confidence, Flag.UNCERTAIN in found.flags) == (0.5, True)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("too long a text: 1000000", "alleen de eerste 1.000.000 tekens zijn gelezen."),
        ("too many pages: 200", "te veel pagina's, er mogen er hoogstens 200 in staan."),
        ("too many scanned pages: 30", "van één mail worden er hoogstens 30 gelezen."),
    ],
)
def test_a_file_that_is_over_a_limit_names_it(fault, told):
    read = mail_of("\n\n".join(WHOLE), sender=GOES)
    read = replace(read, attachments=(Attachment("a.pdf", "application/pdf", 9, "", fault),))
    assert told in reason(judge_with().judge(read), Flag.UNREADABLE_ATTACHMENT)


def test_a_body_that_was_read_in_part_is_uncertain():
    read = mail_of("\n\n".join(WHOLE), sender=GOES)
    assert Flag.UNCERTAIN not in judge_with().judge(read).flags
    found = judge_with().judge(replace(read, defects=(cut("body"),)))
    assert Flag.UNCERTAIN in found.flags
    assert "Het laatste deel is niet gelezen" in reason(found, Flag.UNCERTAIN)


def test_a_mail_that_came_in_damaged_is_uncertain():
    read = mail_of("\n\n".join(WHOLE), sender=GOES)
    found = judge_with().judge(replace(read, defects=(BROKEN_BASE64,)))
    assert Flag.UNCERTAIN in found.flags
    assert "Misschien ontbreekt er tekst" in reason(found, Flag.UNCERTAIN)


def test_a_mail_of_hardly_any_own_words_is_uncertain():
    letter = text_of("Ik verzoek u om informatie. " * 40, owner=Owner.MINISTRY)
    assert Flag.UNCERTAIN in judged("Reden: brand.", texts=(letter,)).flags


def test_figures_that_differ_from_the_letter_are_flagged_with_both():
    taak = "Stand: onze taak is 150 plekken."
    found = judged(REDEN, taak, places=(PlaceRole.TASK, Category.REGULAR))
    assert [(each.role, each.category, each.count) for each in found.places] == [
        (PlaceRole.TASK, Category.REGULAR, 150)
    ]
    told = "Cijfers verschillen: de taak regulier is hier 150, in onze brief 100."
    assert reason(found, Flag.NUMBERS_DIFFER) == told


def test_figures_of_the_letter_are_not_flagged():
    taak = "Stand: onze taak is 100 plekken."
    found = judged(REDEN, taak, places=(PlaceRole.TASK, Category.REGULAR))
    assert Flag.NUMBERS_DIFFER not in found.flags


def test_each_flag_has_its_reason_and_the_other_way_round():
    found = judged(STAND, sender="a@debuch.nl", is_duplicate=True)
    assert found.flags == {flag for flag, _ in found.reasons}
    assert all(text.endswith(".") for _, text in found.reasons)


def test_the_same_mail_gives_the_same_judgement():
    assert judged(*WHOLE) == judged(*WHOLE)


@pytest.mark.parametrize("body", ["", " ", "\n\n\n", ".", "?" * 500, "a" * 5000])
def test_a_mail_that_says_nothing_is_judged_all_the_same(body):
    found = judged(body, sender="")
    assert (found.municipalities, Flag.UNLINKED in found.flags) == ((), True)
    assert 0 <= found.confidence <= 1


def test_a_letter_of_a_later_round_makes_no_request_for_time_of_an_answer():
    later = replace(REQUEST, reference="7500001", letter_date=date(2026, 9, 1))
    linker = Linker(replace(default_registry(), requests=(REQUEST, later)))
    read = mail_of("U ontvangt ons antwoord uiterlijk 22 mei 2026.", sender=GOES)
    found = judge_with(linker=linker).judge(read)
    assert (found.kinds, found.references) == ({Kind.EXTENSION_REQUEST}, (REFERENCE,))
