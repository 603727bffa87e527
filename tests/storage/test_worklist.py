"""The work list holds what it is asked for, in the order that it is asked for."""

from dataclasses import replace
from datetime import date

import pytest

from rules.decisions import (
    AssignCase,
    AssignMail,
    CorrectKinds,
    DealWith,
    Disposition,
    GrantExtension,
    NotForUs,
    Reopen,
)
from rules.judgement import Flag, Kind, Proposal
from rules.worklist import Reason
from storage.case_decisions import undo_case_decision
from storage.database import snapshot, transaction
from storage.failures import set_aside, try_again
from storage.mail_filter import MailFilter, Sort
from storage.registry import import_requests
from storage.versions import version_of_case, version_of_mail
from storage.waiting_mails import set_aside_mails
from storage.worklist import work_list
from tests.storage.conftest import EDE, LETTER, NOON
from tests.storage.listing import TIEL, decide, decide_on, listed, names

pytestmark = pytest.mark.usefixtures("all_asked")


def test_a_filed_mail_waits_on_the_list_with_why_and_what_shows_it(engine, file):
    mail = file(1, subject="Opvang Ede")
    (found,) = listed(engine)
    assert (found.mail, found.subject, found.sender) == (mail, "Opvang Ede", "Gemeente Ede")
    assert (found.reason, found.told) == (
        Reason.COMPLETE,
        "De reactie lijkt volledig: bevestig dat.",
    )
    assert found.sentence == "De locatie opent per 1 juli 2027."
    assert (found.municipalities, found.case) == (("Ede",), ("Ede", "7473202"))
    assert (found.due, found.officer, found.received_at) == (date(2026, 4, 30), "", NOON)
    with snapshot(engine) as session:
        assert found.version == version_of_mail(session, mail)


def test_a_mail_leaves_the_list_when_it_is_dealt_with_and_comes_back(engine, file):
    mail = file(1)
    decide(engine, mail, DealWith())
    assert listed(engine) == []
    assert names(listed(engine, disposition=Disposition.DEALT_WITH)) == [mail]
    decide(engine, mail, NotForUs())
    assert names(listed(engine, disposition=Disposition.NOT_FOR_US)) == [mail]
    decide(engine, mail, Reopen())
    assert names(listed(engine)) == [mail]


def test_a_filter_holds_what_officers_decided_not_what_was_found(engine, file):
    mail = file(1)
    decide(engine, mail, CorrectKinds(frozenset({Kind.QUESTION})))
    assert listed(engine, kind=Kind.INFORMATION_REPLY) == []
    assert names(listed(engine, kind=Kind.QUESTION)) == [mail]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"municipality": "Tiel"}, [2, 3]),
        ({"municipality": "Ede"}, [1, 3]),
        ({"province": "Gelderland"}, [1, 2, 3]),
        ({"province": "Drenthe"}, [4]),
        ({"reference": "7473202"}, [1, 2, 3, 4]),
        ({"reference": "1"}, []),
        ({"kind": Kind.QUESTION}, [2]),
        ({"flag": Flag.LATE}, [4]),
        ({"reason": Reason.QUESTION}, [2]),
        ({"officer": "bakker"}, [2]),
        ({"officer": ""}, [1, 3, 4]),
        ({"words": "wierook"}, [4]),
        ({"municipality": "Tiel", "kind": Kind.QUESTION}, [2]),
        ({"municipality": "Ede", "kind": Kind.QUESTION}, []),
    ],
)
def test_each_filter_holds_its_mails(engine, file, fields, expected):
    assen = Proposal("Assen", "7473202", 0.9, ())
    mails = {
        1: file(1),
        2: file(2, TIEL, municipalities=("Tiel",), kinds=frozenset({Kind.QUESTION})),
        3: file(3, EDE, TIEL, municipalities=("Ede", "Tiel")),
        4: file(4, assen, municipalities=("Assen",), flags=frozenset({Flag.LATE}), body="wierook"),
    }
    decide(engine, mails[2], AssignMail("bakker"))
    found = names(listed(engine, sort=Sort.RECEIVED, **fields))
    assert found == [mails[number] for number in expected]


def test_a_mail_is_its_cases_officers_unless_it_was_given_to_another(engine, file):
    first, second = file(1), file(2, hours=1)
    decide_on(engine, AssignCase("jansen"))
    assert names(listed(engine, officer="jansen")) == [first, second]
    decide(engine, second, AssignMail("bakker"))
    assert names(listed(engine, officer="jansen")) == [first]
    decide_on(engine, AssignCase("pietersen"))
    assert names(listed(engine, officer="bakker")) == [second]
    assert names(listed(engine, officer="pietersen")) == [first]


def test_an_extension_moves_the_last_day_in_the_list(engine, file):
    file(1)
    decided = decide_on(engine, GrantExtension(date(2026, 5, 14)))
    assert listed(engine)[0].due == date(2026, 5, 14)
    with transaction(engine) as session:
        version = version_of_case(session, "Ede", "7473202")
        undo_case_decision(
            session, "Ede", "7473202", decided.id, officer="a", version=version, now=NOON
        )
    assert listed(engine)[0].due == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.DUE, [3, 2, 1]),  # those without a case come last
        (Sort.RECEIVED, [2, 1, 3]),
        (Sort.REASON, [3, 2, 1]),
        (Sort.MUNICIPALITY, [1, 2, 3]),
        (Sort.CONFIDENCE, [1, 3, 2]),
    ],
)
def test_lists_are_sorted_either_way(engine, file, sort, expected):
    auto = {"kinds": frozenset({Kind.AUTO_REPLY}), "municipalities": (), "references": ()}
    with transaction(engine) as session:
        import_requests(session, [replace(LETTER, municipality="Tiel", term_days=7)], now=NOON)
    mails = {
        1: file(1, Proposal("Nergens", None, 0.1, ()), hours=2, confidence=0.1, **auto),
        2: file(2, EDE, hours=1, confidence=0.9),
        3: file(
            3,
            TIEL,
            hours=3,
            confidence=0.5,
            municipalities=("Tiel",),
            kinds=frozenset({Kind.QUESTION}),
        ),
    }
    assert names(listed(engine, sort=sort)) == [mails[number] for number in expected]
    back = names(listed(engine, sort=sort, is_descending=True))
    assert back == [mails[number] for number in reversed(expected)]


def test_pages_of_a_list_follow_on_each_other(engine, file):
    mails = [file(number, hours=number) for number in range(1, 6)]
    with snapshot(engine) as session:
        pages = [
            names(work_list(session, MailFilter(), sort=Sort.RECEIVED, limit=2, offset=at))
            for at in (0, 2, 4)
        ]
    assert [each for page in pages for each in page] == mails
    assert [len(page) for page in pages] == [2, 2, 1]


def test_mails_that_are_set_aside_are_listed_with_their_fault(engine, mail):
    with transaction(engine) as session:
        set_aside(session, mail, "read", "damaged", NOON)
    with snapshot(engine) as session:
        (found,) = set_aside_mails(session)
    assert (found.failure.mail, found.failure.reason, found.message_id) == (
        mail,
        "damaged",
        "<1@example.nl>",
    )
    with transaction(engine) as session:
        try_again(session, mail, "jansen", NOON)
        assert set_aside_mails(session)[0].failure.next_try_at == NOON
