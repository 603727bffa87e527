"""What storage refuses is told in Dutch, and so is what failed on a mail."""

import pytest

from review.refusals import TOLD
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.errors import Refusal
from storage.failures import IN_HAND, set_aside
from storage.versions import version_of_mail
from tests.review.conftest import NOW
from tests.review.mails import add_mail, kept


def test_each_refusal_has_words_that_say_what_to_do():
    assert TOLD.keys() == set(Refusal)
    assert all(len(told) > 30 and told.endswith(".") for told in TOLD.values())


def test_an_officer_reads_in_dutch_what_is_refused(as_role, engine):
    with transaction(engine) as session:
        mail = add_mail(session, 1)
    with snapshot(engine) as session:
        version = version_of_mail(session, mail)
    answer = as_role(Role.OFFICER).post(f"/mails/{mail}/ongedaan", nummer="999", versie=version)
    assert answer.status_code == 422
    assert TOLD[Refusal.NOT_DECIDED_HERE] in answer.text
    assert "look at the mail" not in answer.text


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (f"{IN_HAND}, several times", "Het programma stopte tijdens het lezen en beoordelen"),
        ("ZeroDivisionError at x.py:1", "Bij het lezen en beoordelen van deze mail ging iets mis."),
    ],
)
def test_what_failed_on_a_mail_is_told_in_dutch(as_role, engine, reason, told):
    with transaction(engine) as session:
        mail = kept(session, 1)
        set_aside(session, mail, "read", reason, NOW)
    officer = as_role(Role.OFFICER)
    for path in ("/te-beoordelen", f"/mails/{mail}"):
        text = officer.get(path).text
        assert told in text
        assert f'<span lang="en">{reason}</span>' in text
