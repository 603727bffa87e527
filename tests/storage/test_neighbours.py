"""The mails on either side of one are those of the list, in whatever order it goes."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from rules.decisions import DealWith
from rules.judgement import Kind
from storage.database import snapshot, transaction
from storage.mail_decisions import decide_mail
from storage.mail_filter import MailFilter, Sort
from storage.neighbours import Neighbours, neighbours
from storage.versions import version_of_mail
from storage.worklist import work_list
from tests.storage.many import fill

NOW = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
MAILS = 120


@pytest.fixture
def filled(engine):
    fill(engine, mails=MAILS, cases=6)
    return engine


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(
    "which", [MailFilter(), MailFilter(kind=Kind.INFORMATION_REPLY)], ids=["all", "replies"]
)
def test_one_walks_through_the_list_in_its_order(filled, which, sort, is_descending):
    order = {"sort": sort, "is_descending": is_descending}
    with snapshot(filled) as session:
        listed = [each.mail for each in work_list(session, which, limit=None, **order)]
        beside = [neighbours(session, which, mail, **order) for mail in listed]
    assert len(listed) > 2
    assert [each.before for each in beside] == [None, *listed[:-1]]
    assert [each.after for each in beside] == [*listed[1:], None]


def test_from_a_mail_that_left_the_list_one_goes_on_to_the_one_behind_it(filled):
    with snapshot(filled) as session:
        listed = [each.mail for each in work_list(session, MailFilter(), limit=3)]
    with transaction(filled) as session:
        version = version_of_mail(session, listed[1])
        decide_mail(session, listed[1], DealWith(), officer="jansen", version=version, now=NOW)
    with snapshot(filled) as session:
        assert neighbours(session, MailFilter(), listed[1]) == Neighbours(listed[0], listed[2])


def test_a_mail_that_is_not_judged_has_none_beside_it(filled):
    with snapshot(filled) as session:
        assert neighbours(session, MailFilter(), "0" * 64) == Neighbours(None, None)


def test_it_takes_one_statement(filled):
    asked = []
    with snapshot(filled) as session:
        mail = work_list(session, MailFilter(), limit=1)[0].mail
        event.listen(filled, "before_cursor_execute", lambda *call: asked.append(call[2]))
        neighbours(session, MailFilter(), mail)
    assert len([each for each in asked if each.startswith("SELECT")]) == 1
