"""Which cases a mail belongs to."""

from rules.case_keys import case_keys, cases_of
from tests.rules.cases import REPLY, REQUEST, WHOLE, mail
from tests.rules.mails import judgement_of


def test_a_mail_belongs_to_the_request_it_is_about_and_else_stands_apart():
    judgement = judgement_of(REPLY, municipalities=("Ede", "Goes"), references=("7473202",))
    assert case_keys(judgement, [REQUEST]) == [("Ede", "7473202"), ("Goes", None)]
    assert case_keys(judgement_of(REPLY), [REQUEST]) == []


def test_cases_are_made_of_requests_and_mails():
    reply = mail(1, 20, [REPLY], *WHOLE)
    (case,) = cases_of([REQUEST], [reply])
    assert (case.reference, case.mails) == ("7473202", (reply,))
