"""What a mail is: by its form, its substance and its words.

The models that tell a notification from a reply are stood in for by fixed chances."""

from datetime import date

import pytest

from rules.judgement import Kind
from rules.kinds import kinds_of
from rules.linear import LinearModel
from rules.mail import Authentication, Owner
from rules.stated import Stated
from tests.rules.asked import GOES, LINKER, REFERENCE
from tests.rules.mails import mail_of, sentences, text_of

DUE = date(2026, 4, 30)
YES, NO = LinearModel({}, 5.0), LinearModel({}, -5.0)
NOTIFICATION, REPLY = Kind.ARTICLE_8_NOTIFICATION, Kind.INFORMATION_REPLY
IS_REPLY, IS_NOTIFICATION = {NOTIFICATION: NO, REPLY: YES}, {NOTIFICATION: YES, REPLY: NO}
SUBSTANCE = {"facts": 0.9, "current_state": 0.9, "steps": 0.9}


def kinds(body="", *, stated=None, model=None, due=DUE, sender=GOES, **mail):
    read = mail_of(body, sender=sender, **mail)
    cut = sentences(read)
    links = LINKER.link(read, cut)
    return set(
        kinds_of(read, cut, Stated(lambda: stated or {}), links, model or IS_REPLY, due).kinds
    )


# ------------------------------------------------------------------ what machines send


@pytest.mark.parametrize(
    ("mail", "kind"),
    [
        ({"sender": "mailer-daemon@goes.nl"}, Kind.BOUNCE),
        ({"sender": "postmaster@goes.nl", "subject": "Onbestelbaar: brief"}, Kind.BOUNCE),
        ({"subject": "Undeliverable: Informatieverzoek"}, Kind.BOUNCE),
        ({"subject": "Delivery Status Notification (Failure)"}, Kind.BOUNCE),
        (
            {"headers": (("content-type", "multipart/report; report-type=delivery-status"),)},
            Kind.BOUNCE,
        ),
        ({"headers": (("auto-submitted", "auto-replied"),)}, Kind.AUTO_REPLY),
        ({"headers": (("auto-submitted", "auto-generated; a=b"),)}, Kind.AUTO_REPLY),
        ({"headers": (("x-autoreply", "yes"),)}, Kind.AUTO_REPLY),
        ({"subject": "Automatisch antwoord: Informatieverzoek"}, Kind.AUTO_REPLY),
        ({"subject": "Ontvangstbevestiging"}, Kind.AUTO_REPLY),
        ({"subject": "Afwezig: brief"}, Kind.AUTO_REPLY),
        ({"body": "Ik ben momenteel afwezig tot 4 mei."}, Kind.AUTO_REPLY),
        ({"body": "Dit is een automatisch bericht."}, Kind.AUTO_REPLY),
        ({"body": "Uw e-mail is in goede orde ontvangen."}, Kind.AUTO_REPLY),
    ],
)
def test_what_a_machine_sent_is_told_by_its_form(mail, kind):
    assert kinds(**mail) == {kind}


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("auto-submitted", "no"),),
        (("auto-submitted", "No ; comment"),),
        (("content-type", "multipart/report; report-type=disposition-notification"),),
    ],
)
def test_what_a_person_sent_is_not_taken_for_a_machines(headers):
    assert kinds("Wij reageren op uw brief.", headers=headers, stated=SUBSTANCE) == {REPLY}


def test_an_automatic_mail_of_substance_is_a_reply():
    headers = (("auto-submitted", "auto-generated"),)
    assert kinds("De stand van zaken is dit.", headers=headers, stated=SUBSTANCE) == {REPLY}


# ------------------------------------------------------------------ what persons send


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (IS_REPLY, {REPLY}),
        (IS_NOTIFICATION, {NOTIFICATION}),
        ({NOTIFICATION: YES, REPLY: YES}, {NOTIFICATION, REPLY}),
    ],
)
def test_a_mail_of_substance_is_what_the_model_says(model, expected):
    assert kinds("Wij halen onze taak niet.", stated=SUBSTANCE, model=model) == expected


def test_a_mail_of_substance_is_at_least_one_of_the_two():
    neither = {NOTIFICATION: LinearModel({}, -5.0), REPLY: LinearModel({}, -3.0)}
    assert kinds("Wij halen onze taak niet.", stated=SUBSTANCE, model=neither) == {REPLY}


@pytest.mark.parametrize(
    "body",
    [
        "Wij vragen u om uitstel van de reactietermijn.",
        "Graag verzoeken wij om verlenging van de termijn met twee weken.",
        "Mogen wij een week later reageren?",
        "Kunt u ons extra tijd geven?",
        "Het lukt niet om binnen de gestelde termijn uw vragen te beantwoorden. Dat is zo.",
        "U ontvangt ons antwoord uiterlijk 22 mei 2026.",
        "Ons antwoord volgt in de week van 18 mei 2026.",
    ],
)
def test_a_mail_that_asks_for_time_is_an_extension_request(body):
    assert kinds(body) == {Kind.EXTENSION_REQUEST}


def test_an_answer_announced_for_a_day_in_time_asks_for_nothing():
    assert Kind.EXTENSION_REQUEST not in kinds("U ontvangt ons antwoord uiterlijk 28 april 2026.")


@pytest.mark.parametrize(
    "rest",
    [
        "Voor de rest vragen wij uitstel.",
        "Mogen we er voor de rest 22 mei van maken?",
        "Ik verzoek u ons toe te staan de rest op 22 mei te sturen.",
        "Kunt u met 22 mei voor de rest akkoord gaan?",
    ],
)
def test_a_part_of_a_reply_that_asks_time_for_the_rest_is_both(rest):
    body = f"De stand van zaken is dit. {rest}"
    assert kinds(body, stated=SUBSTANCE) == {REPLY, Kind.EXTENSION_REQUEST}


@pytest.mark.parametrize(
    "talk",
    [
        "Mogen wij u op 20 april bellen?",
        "Wij vragen de raad op 22 mei in te stemmen.",
        "De eigenaar mag op 22 mei slopen.",
    ],
)
def test_leave_of_others_or_before_the_last_day_asks_for_no_time(talk):
    assert kinds(f"De stand van zaken is dit. {talk}", stated=SUBSTANCE) == {REPLY}


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Vraag over uw brief", "Graag horen wij dit."),
        ("Vragen", "Wij lezen uw brief."),
        ("Uw brief", "Moet de burgemeester tekenen?"),
        ("Uw brief", "Wij lazen uw brief. Telt een noodopvang mee voor de taak?"),
    ],
)
def test_a_mail_that_is_there_to_ask_is_a_question(subject, body):
    assert kinds(body, subject=subject) == {Kind.QUESTION}


@pytest.mark.parametrize(
    "body",
    [
        "Bijgaand ontvangt u onze reactie.",
        "Onze beantwoording vindt u in de bijlage.",
        "Hierbij zenden wij u de brief van het college.",
    ],
)
def test_a_reply_whose_attachment_is_missing_is_a_reply(body):
    assert kinds(body, subject=f"Uw kenmerk {REFERENCE}") == {REPLY}


def test_a_mail_that_says_nothing_of_all_this_is_other():
    assert kinds("Dank voor het prettige gesprek.") == {Kind.OTHER}


@pytest.mark.parametrize(
    "mail",
    [
        {"body": "Nieuwsbrief. Klik hier om u uit te schrijven.", "sender": GOES},
        {"body": "Aanbod.", "headers": (("list-unsubscribe", "<mailto:a@b.nl>"),)},
        {"body": "Ik ben het er niet mee eens.", "sender": "inwoner@gmail.com"},
        {"body": "Uw factuur over Oekraïne en de factuur van de SPUK."},
    ],
)
def test_what_is_no_business_of_the_supervisor_is_other(mail):
    assert kinds(**mail, stated=SUBSTANCE) == {Kind.OTHER}


def test_a_forged_sender_without_substance_is_other():
    forged = Authentication(dmarc="fail")
    assert kinds("Bijgaand onze reactie.", authentication=forged) == {Kind.OTHER}


def test_quoted_words_of_the_ministry_ask_for_nothing():
    letter = text_of("Wilt u om uitstel vragen? Wij verlenen geen uitstel.", owner=Owner.MINISTRY)
    assert kinds("De stand van zaken is dit.", texts=(letter,), stated=SUBSTANCE) == {REPLY}
