"""What an officer reads about who sent a mail, and that a mail in doubt waits for one."""

import pytest

from intake.authentication import Senders
from intake.config import ReadingConfig, SenderConfig
from intake.reading import read_mail
from review.sender import told_sender
from rules.judgement import Flag
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.links import links_of
from storage.versions import version_of_mail
from tests.intake.senders import OURS, failed, mail, ours, passed
from tests.review.mails import NOW, add_mail, fill

FROM = "From: j@barneveld.nl"
SET = SenderConfig(authserv_ids=(OURS,))
DOUBT = (Flag.SENDER_UNVERIFIED, "Er is niet vastgesteld wie dit stuurde.")


def told(*headers, config=SET):
    raw = mail(*headers)
    return told_sender(Senders(config).checked(read_mail(raw, NOW, ReadingConfig()), raw))


@pytest.mark.parametrize(
    ("headers", "badge", "check"),
    [
        ([passed("barneveld.nl"), FROM], "Bevestigd", "Getekend door barneveld.nl."),
        ([failed("barneveld.nl"), FROM], "Controle mislukt", "DMARC: de mail voldoet niet aan"),
        ([FROM], "Niet bevestigd", "heeft de afzender niet gecontroleerd"),
        ([ours("dkim=pass header.d=a.example"), FROM], "Niet bevestigd", "een ander dan dat van"),
        (
            [ours("spf=softfail smtp.mailfrom=barneveld.nl"), FROM],
            "Niet bevestigd",
            "waarschijnlijk",
        ),
        ([ours("dkim=permerror"), FROM], "Niet bevestigd", "DKIM: de controle is niet gelukt."),
    ],
)
def test_the_sender_is_told_in_words(headers, badge, check):
    found = told(*headers)
    assert found.badge == badge
    assert any(check in each for each in found.checks)


def test_without_settings_nothing_is_claimed():
    found = told(passed("barneveld.nl"), FROM, config=SenderConfig())
    assert found.badge == "Niet gecontroleerd"
    assert "kan van een ander komen" in found.checks[0]


@pytest.fixture
def waiting(engine):
    """A mail that waits, of a municipality with a letter."""
    fill(engine)
    with transaction(engine) as session:
        return add_mail(session, 60, flags=frozenset({DOUBT[0]}), reasons=(DOUBT,), waits=True)


def cases(engine, name):
    with snapshot(engine) as session:
        return [each for each in links_of(session, name) if each.belongs]


def test_a_mail_in_doubt_says_so_and_belongs_once_an_officer_agrees(as_role, engine, waiting):
    officer, page = as_role(Role.OFFICER), f"/mails/{waiting}"
    assert "telt nog in geen enkele zaak mee" in officer.get(page).text
    with snapshot(engine) as session:
        version = version_of_mail(session, waiting)
    assert not cases(engine, waiting)
    assert officer.post(f"{page}/akkoord", on=page, versie=version).status_code == 303
    assert cases(engine, waiting)
    assert "telt nog in geen enkele zaak mee" not in officer.get(page).text
