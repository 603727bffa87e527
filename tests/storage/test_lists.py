"""Lists, their counts and the pages: what they hold, and that they agree with one another."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from rules.calendar import HOLIDAYS
from rules.case_state import Action, Status, case_states
from rules.decisions import (
    AssignCase,
    AssignMail,
    CorrectKinds,
    DealWith,
    Disposition,
    GrantExtension,
    MarkEvidence,
    Note,
    NotForUs,
    Reopen,
)
from rules.judgement import Element, Flag, Kind, Proposal, Signal, Statement
from rules.mail import Text
from rules.registry import Municipality, Request
from rules.worklist import Reason
from storage.case_decisions import decide_case, undo_case_decision
from storage.case_list import (
    CaseFilter,
    CaseSort,
    case_list,
    count_cases,
    due_between,
    overview,
)
from storage.case_page import case_page
from storage.case_states import Due
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.failures import set_aside, try_again
from storage.judgements import file_mail
from storage.mail_counts import mail_counts
from storage.mail_decisions import decide_mail
from storage.mail_filter import MailFilter, Sort
from storage.mail_page import mail_page
from storage.mail_states import Facet
from storage.rebuilding import rebuild
from storage.registry import import_municipalities, import_requests
from storage.search import search_mails
from storage.tables.states import MailFacetRow, MailStateRow
from storage.versions import version_of_case, version_of_mail
from storage.waiting_mails import set_aside_mails
from storage.worklist import count_mails, work_list
from tests.databases import database_at
from tests.storage.conftest import EDE, NOON, keep
from tests.storage.many import fill

TODAY = date(2026, 4, 20)
LETTER = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)
OTHERS = [replace(LETTER, municipality=name) for name in ("Tiel", "Assen")]
TIEL = Proposal("Tiel", "7473202", 0.6, (Signal("subject", "Tiel", 1.0),))


@pytest.fixture(autouse=True)
def municipalities(engine):
    names = (("Ede", "Gelderland"), ("Tiel", "Gelderland"), ("Assen", "Drenthe"))
    with transaction(engine) as session:
        entries = [Municipality(name, name, where, "", ()) for name, where in names]
        import_municipalities(session, entries, now=NOON)
        import_requests(session, [LETTER, *OTHERS], now=NOON)


@pytest.fixture
def file(engine, arrival, reading, judgement):
    """File a mail; what is not named is that of a complete reply of Ede."""

    def make(number, *links, hours=0, body="Geachte", subject="Reactie", **fields):
        texts = (Text("body", body, ()), Text("brief.pdf", "bijlage vol woorden", ()))
        read = replace(
            reading,
            message_id=f"<{number}@example.nl>",
            received_at=NOON + timedelta(hours=hours),
            subject=subject,
            texts=texts,
        )
        with transaction(engine) as session:
            mail = keep(session, arrival(number), NOON).mail
            file_mail(session, mail, read, judgement(**fields), "1", links=links or [EDE], now=NOON)
        return mail

    return make


def decide(engine, mail, what, officer="jansen"):
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        return decide_mail(session, mail, what, officer=officer, version=version, now=NOON)


def decide_on(engine, what, municipality="Ede", officer="jansen"):
    with transaction(engine) as session:
        version = version_of_case(session, municipality, "7473202")
        return decide_case(
            session,
            municipality,
            "7473202",
            what,
            reason="zo",
            officer=officer,
            version=version,
            now=NOON,
        )


def listed(engine, sort=Sort.DUE, is_descending=False, **fields):
    with snapshot(engine) as session:
        which = MailFilter(**fields)
        found = work_list(session, which, sort=sort, is_descending=is_descending)
        assert count_mails(session, which) == len(found)
    return found


def names(mails):
    return [each.mail for each in mails]


# ------------------------------------------------------------------ the work list


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


# ------------------------------------------------------------------ counts


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    from storage.database import migrate, open_database

    engine = open_database(database_at(tmp_path_factory.mktemp("many")))
    migrate(engine)
    fill(engine, mails=600, cases=60)
    yield engine
    engine.dispose()


FILTERS = [
    {},
    {"disposition": Disposition.DEALT_WITH},
    {"province": "Utrecht"},
    {"kind": Kind.INFORMATION_REPLY, "flag": Flag.INCOMPLETE},
    {"reason": Reason.INCOMPLETE, "disposition": Disposition.DEALT_WITH},
    {"words": "gemeente3", "disposition": Disposition.DEALT_WITH},
]
FACETS = {
    "reasons": "reason",
    "kinds": "kind",
    "flags": "flag",
    "municipalities": "municipality",
    "provinces": "province",
    "references": "reference",
    "officers": "officer",
}


@pytest.mark.parametrize("fields_", FILTERS, ids=str)
def test_each_count_is_the_length_of_the_list_behind_it(many, fields_):
    which = MailFilter(**fields_)
    with snapshot(many) as session:
        counts = mail_counts(session, which)
        seen = 0
        for name, facet in FACETS.items():
            kind = {"kind": Kind, "flag": Flag, "reason": Reason}.get(facet, str)
            for value, count in getattr(counts, name).items():
                narrowed = replace(which, **{facet: kind(value)})
                assert count == count_mails(session, narrowed), (name, value)
                assert count == len(work_list(session, narrowed, limit=None)), (name, value)
                seen += count
    assert seen
    assert set(FACETS) == {each.name for each in fields(counts)}


def test_every_figure_of_the_overview_leads_to_a_list_of_that_length(many):
    today = date(2025, 2, 20)
    with snapshot(many) as session:
        found = overview(session, today, today + timedelta(days=6))
        for each in found.rounds:
            which = CaseFilter(
                letter_date=each.letter_date,
                reference=None if each.letter_date else "",
                province=each.province,
            )
            for count, more in (
                (each.sent, {}),
                (each.received, {"is_answered": True}),
                (each.complete, {"status": Status.COMPLETE}),
                (each.incomplete, {"status": Status.INCOMPLETE}),
                (each.late, {"is_late": True}),
                (each.awaiting, {"status": Status.AWAITING}),
                (each.overdue, {"status": Status.OVERDUE}),
            ):
                assert count == count_cases(session, replace(which, **more), today)
        assert sum(each.late for each in found.rounds)
        for step, count in found.ladder:
            assert count == len(case_list(session, CaseFilter(ladder_step=step), today, limit=None))
        for officer, count in found.officers:
            assert count == count_cases(session, CaseFilter(officer=officer), today)


@pytest.mark.parametrize("today", [date(2025, 1, 5), date(2025, 2, 1), date(2026, 6, 1)])
def test_listed_cases_stand_as_the_rules_say(many, today):
    """Answers of a later day are known already here, so only days after them can be asked."""
    with snapshot(many) as session:
        cases = cases_as_of(session, NOON + timedelta(days=999))
        whole = [replace(each, mails=each.mails if today.year > 2025 else ()) for each in cases]
        told = {
            (each.municipality, each.reference): each
            for each in case_states(whole, today, HOLIDAYS)
        }
        listed = case_list(session, CaseFilter(), today, limit=None)
    assert {(each.municipality, each.reference) for each in listed} == set(told)
    if today.year > 2025:
        for each in listed:
            state = told[each.municipality, each.reference]
            assert (each.status, each.late, each.missing, each.flags, each.next_action) == (
                state.status,
                state.late,
                state.missing,
                state.flags,
                state.next_action,
            )


def test_the_filled_database_is_what_the_program_would_have_made(many):
    def rows(session):
        states = session.connection().execute(select(MailStateRow.__table__)).all()
        facets = session.connection().execute(select(MailFacetRow.__table__)).all()
        return sorted(map(str, states)), sorted(map(str, facets))

    with transaction(many) as session:
        before = rows(session)
        rebuild(session, roll_over=True, now=NOON + timedelta(days=999))
        assert rows(session) == before


# ------------------------------------------------------------------ cases


def test_a_list_of_cases_is_sorted_and_in_pages(engine, file):
    file(1)
    with snapshot(engine) as session:
        whole = case_list(session, CaseFilter(), TODAY, sort=CaseSort.MUNICIPALITY)
        back = case_list(
            session, CaseFilter(), TODAY, sort=CaseSort.MUNICIPALITY, is_descending=True
        )
        last = case_list(session, CaseFilter(), TODAY, sort=CaseSort.RECEIVED, limit=1)
        second = case_list(session, CaseFilter(), TODAY, limit=1, offset=1)
    assert [each.municipality for each in whole] == ["Assen", "Ede", "Tiel"]
    assert back == whole[::-1]
    assert [each.municipality for each in last] == ["Ede"]
    assert [each.municipality for each in second] == ["Ede"]


def test_a_letter_of_a_later_day_is_no_case_yet(engine):
    with snapshot(engine) as session:
        assert case_list(session, CaseFilter(), date(2026, 4, 8)) == []
        assert len(case_list(session, CaseFilter(), date(2026, 4, 9))) == 3


@pytest.mark.parametrize(
    ("today", "status"),
    [(date(2026, 4, 30), Status.AWAITING), (date(2026, 5, 1), Status.OVERDUE)],
)
def test_the_database_tells_a_status_as_the_rules_do(engine, file, today, status):
    file(1)
    with snapshot(engine) as session:
        for each in Status:
            which = CaseFilter(status=each)
            found = case_list(session, which, today)
            assert {case.status for case in found} <= {each}
            expected = 2 if each is status else 1 if each is Status.INCOMPLETE else 0
            assert len(found) == count_cases(session, which, today) == expected


def test_what_is_due_depends_on_how_the_case_stands(engine, file):
    file(1, elements=dict.fromkeys(Element, (Statement("x", "body", 0, 1),)))
    with snapshot(engine) as session:
        due = due_between(session, TODAY, date(2028, 1, 1), TODAY)
    assert [(each.day, each.what, each.case.municipality) for each in due] == [
        (date(2026, 4, 30), Due.REPLY, "Assen"),
        (date(2026, 4, 30), Due.REPLY, "Tiel"),
        (date(2027, 7, 2), Due.PROMISE, "Ede"),
    ]


# ------------------------------------------------------------------ pages


def test_the_page_of_a_mail_holds_all_of_it(engine, file):
    mail = file(1, EDE, proposals=(EDE, TIEL))
    decide(engine, mail, MarkEvidence(Element.FACTS, Statement("De raad.", "body", 0, 8)))
    with snapshot(engine) as session:
        page = mail_page(session, mail, TODAY)
        assert page.version == version_of_mail(session, mail)
    assert page.reading.subject == "Reactie"
    assert page.held.holds.elements[Element.FACTS]
    assert page.held.found.elements[Element.FACTS] == ()
    assert [
        (each.proposal.municipality, each.belongs, each.proposal.score, each.case.status)
        for each in page.candidates
    ] == [("Ede", True, 0.9, Status.INCOMPLETE), ("Tiel", False, 0.6, Status.AWAITING)]
    assert [each.action for each in page.events] == ["filed", "decided:mark_evidence"]
    assert (page.due, page.reason) == (date(2026, 4, 30), Reason.INCOMPLETE)


def test_a_mail_that_waits_has_a_page_too(engine, mail):
    with transaction(engine) as session:
        set_aside(session, mail, "read", "damaged", NOON)
    with snapshot(engine) as session:
        page = mail_page(session, mail, TODAY)
        assert mail_page(session, "ab", TODAY) is None
    assert (page.held, page.reading, page.failure.reason) == (None, None, "damaged")


def test_the_page_of_a_confirmed_mail_shows_the_text_that_was_confirmed(
    engine, file, reading, judgement
):
    mail = file(1)
    decide(engine, mail, DealWith())
    again = replace(reading, texts=(Text("body", "anders gelezen", ()),))
    with transaction(engine) as session:
        file_mail(session, mail, again, judgement(), "2", links=[EDE], now=NOON)
    with snapshot(engine) as session:
        assert mail_page(session, mail, TODAY).reading.texts[0].content == "Geachte"


def page_of(engine, municipality="Ede", reference="7473202", *, with_talks=True, today=TODAY):
    with snapshot(engine) as session:
        return case_page(session, municipality, reference, today, with_talks=with_talks)


def test_the_page_of_a_case_holds_all_of_it(engine, file):
    mail = file(1)
    decide_on(engine, GrantExtension(date(2026, 5, 14)))
    decide(engine, mail, MarkEvidence(Element.FACTS, Statement("De raad.", "body", 0, 8)))
    page = page_of(engine)
    assert page.case.request == LETTER
    assert (page.state.deadline.due, page.state.deadline.nominal) == (
        date(2026, 5, 14),
        date(2026, 4, 30),
    )
    assert [each.mail for each in page.mails] == [mail]
    assert page.mails[0].promises[0].text == "per 1 juli 2027"
    facts = next(each for each in page.elements if each.element is Element.FACTS)
    assert [(each.mail, each.confirmed_by) for each in facts.found] == [(mail, "jansen")]
    timeline = next(each for each in page.elements if each.element is Element.TIMELINE)
    assert [each.confirmed_by for each in timeline.found] == [""]
    steps = next(each for each in page.elements if each.element is Element.STEPS)
    assert (steps.is_required, steps.is_missing, steps.found) == (True, True, ())
    assert [each.action for each in page.events] == [
        "filed",
        "decided:grant_extension",
        "decided:mark_evidence",
    ]
    with snapshot(engine) as session:
        assert page.version == version_of_case(session, "Ede", "7473202")
    assert page.state.next_action.kind is Action.ASK_SUPPLEMENT


def test_who_confirms_a_mail_vouches_for_its_sentences(engine, file):
    mail = file(1)
    decide(engine, mail, DealWith(), officer="bakker")
    timeline = next(each for each in page_of(engine).elements if each.element is Element.TIMELINE)
    assert [each.confirmed_by for each in timeline.found] == ["bakker"]


def test_a_report_of_a_talk_is_on_the_page_of_those_who_may_read_it(engine):
    decide_on(engine, Note("vertrouwelijk", is_talk=True))
    assert len(page_of(engine).decisions) == 1
    page = page_of(engine, with_talks=False)
    assert page.decisions == ()
    assert "vertrouwelijk" not in repr(page)


def test_a_notification_is_on_the_page_of_the_letter_that_it_is_part_of(engine, file):
    own = Proposal("Ede", None, 0.9, ())
    mail = file(1, own, kinds=frozenset({Kind.ARTICLE_8_NOTIFICATION}), references=())
    page = page_of(engine)
    assert [each.mail for each in page.mails] == [mail]
    assert page_of(engine, reference=None).joined_to == ("Ede", "7473202")
    with snapshot(engine) as session:
        assert page.version == version_of_mail(session, mail)


def test_there_is_no_page_of_a_case_that_is_not_there(engine):
    assert page_of(engine, "Ede", "1") is None
    assert page_of(engine, "Nergens", None) is None


# ------------------------------------------------------------------ how much is asked


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda session: work_list(session, MailFilter()), 3),
        (lambda session: mail_counts(session, MailFilter()), 3),
        (lambda session: mail_counts(session, MailFilter(province="Utrecht", kind=Kind.OTHER)), 5),
        (lambda session: overview(session, TODAY, TODAY), 4),
        (lambda session: search_mails(session, "raad"), 2),
        (lambda session: case_list(session, CaseFilter(), TODAY), 1),
        (lambda session: mail_page(session, last_mail(session), TODAY), 11),
        (lambda session: some_case(session), 13),
    ],
)
def test_a_page_asks_few_questions(many, ask, most):
    asked = []

    def count(connection, cursor, statement, *_):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            asked.append(statement)

    event.listen(many, "before_cursor_execute", count)
    try:
        with snapshot(many) as session:
            assert ask(session) is not None
    finally:
        event.remove(many, "before_cursor_execute", count)
    assert len(asked) <= most + 1, "\n".join(asked)  # one to find what is asked for


def last_mail(session):
    return session.connection().execute(select(MailStateRow.sha256).limit(1)).scalar_one()


def some_case(session):
    found = select(MailFacetRow.value).where(MailFacetRow.facet == Facet.REFERENCE).limit(1)
    reference = session.connection().execute(found).scalar_one()
    return case_page(session, "Gemeente 3", "7000000", TODAY, with_talks=True) and reference
