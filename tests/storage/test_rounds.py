"""Rounds of letters: made once, confirmed once, and what follows from that."""

from dataclasses import replace
from datetime import date

import pytest

from rules.distribution import DECISIONS
from rules.fingerprints import runs_of
from rules.registry import Municipality
from rules.rounds import RoundLetter, Terms, Variant
from storage.case_filter import CaseFilter
from storage.case_list import case_list
from storage.database import snapshot, transaction
from storage.errors import Refused
from storage.events import events_of
from storage.ministry_words import ministry_words
from storage.registry import import_municipalities, registry
from storage.round_deeds import confirm_round, draft_round, drop_round, record_sending
from storage.round_files import files_kept, keep_files, letters_without_file
from storage.round_letters import WrittenLetter, letters_of_round, pdf_of_letter, taken_references
from storage.rounds import RoundState, round_numbered, rounds
from tests.storage.conftest import NOON

TERMS = Terms(date(2026, 4, 9), 21, DECISIONS[0], "ibt@minjenv.example")
TODAY = date(2026, 4, 10)
ASKED = RoundLetter("Ede", "7468001", Variant.REQUEST, 142, 23, 5, 0, date(2025, 7, 1))
TOLD = replace(ASKED, municipality="Urk", reference="7468002", variant=Variant.NOTICE)
LETTERS = [
    WrittenLetter(each, f"Onderwerp: Aan {each.municipality}\n\nDag.\n") for each in (ASKED, TOLD)
]
FILES = {"Ede": b"%PDF-ede", "Urk": b"%PDF-urk"}
RUNS = runs_of(["dit zijn de woorden van het ministerie"])


@pytest.fixture
def draft(engine):
    """The number of a draft of two letters."""
    some = [Municipality("GM0228", "Ede", "Gelderland", "ede.nl", ())]
    some.append(Municipality("GM0184", "Urk", "Flevoland", "urk.nl", ()))
    with transaction(engine) as session:
        import_municipalities(session, some, now=NOON)
        return draft_round(session, TERMS, LETTERS, officer="jansen", now=NOON)


def confirm(engine, number, files=FILES):
    with transaction(engine) as session:
        keep_files(session, number, files)
        confirm_round(session, number, RUNS, officer="pieters", now=NOON)


def test_a_draft_holds_its_letters_and_makes_no_case(engine, draft):
    with snapshot(engine) as session:
        found = round_numbered(session, draft)
        assert (found.state, found.terms, found.made_by) == (RoundState.DRAFT, TERMS, "jansen")
        assert letters_of_round(session, draft) == LETTERS
        assert pdf_of_letter(session, draft, "Ede") is None
        assert registry(session).requests == ()
        assert taken_references(session) == {"7468001", "7468002"}


def test_confirming_makes_a_case_of_each_request_and_of_no_notice(engine, draft):
    confirm(engine, draft)
    with snapshot(engine) as session:
        (case,) = case_list(session, CaseFilter(letter_date=TERMS.letter_date), TODAY)
        assert (case.municipality, case.reference) == ("Ede", "7468001")
        assert case.due == date(2026, 4, 30)
        assert pdf_of_letter(session, draft, "Urk") == b"%PDF-urk"
        assert ministry_words(session) == RUNS
        found = round_numbered(session, draft)
        assert (found.state, found.confirmed_by) == (RoundState.CONFIRMED, "pieters")
        (drafted, confirmed) = events_of(session, f"round:{draft}")
        assert [drafted.action, confirmed.action] == ["round_drafted", "round_confirmed"]
        assert '"requests":1' in confirmed.after


def test_a_round_is_confirmed_once(engine, draft):
    confirm(engine, draft)
    with pytest.raises(Refused, match="no draft any more"):
        confirm(engine, draft)
    with snapshot(engine) as session:
        assert len(registry(session).requests) == 1
        assert len(events_of(session, f"round:{draft}")) == 2


def test_a_round_with_a_letter_without_file_is_not_confirmed(engine, draft):
    with pytest.raises(Refused, match="lay them out first"):
        confirm(engine, draft, {"Ede": b"%PDF-ede"})
    with snapshot(engine) as session:
        assert round_numbered(session, draft).state is RoundState.DRAFT
        assert registry(session).requests == ()


def test_files_are_kept_as_they_are_made_until_the_draft_is_dropped(engine, draft):
    with transaction(engine) as session:
        keep_files(session, draft, {"Ede": b"%PDF-ede"})
    with snapshot(engine) as session:
        assert (files_kept(session, draft), letters_without_file(session, draft)) == (1, ["Urk"])
    confirm(engine, draft, {"Urk": b"%PDF-urk"})
    with pytest.raises(Refused, match="no draft"), transaction(engine) as session:
        keep_files(session, draft, {"Ede": b"%PDF-other"})
    with transaction(engine) as session:
        assert pdf_of_letter(session, draft, "Ede") == b"%PDF-ede"
        other = [
            WrittenLetter(replace(each.letter, reference=f"{each.letter.reference}1"), each.words)
            for each in LETTERS
        ]
        number = draft_round(session, TERMS, other, officer="jansen", now=NOON)
        keep_files(session, number, FILES)
        drop_round(session, number, officer="jansen", now=NOON)
        assert files_kept(session, number) == 0


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param([LETTERS[0]], id="of another draft"),
        pytest.param([], id="none"),
        pytest.param(
            [LETTERS[1], replace(LETTERS[1], letter=replace(TOLD, municipality="Ede"))],
            id="twice in one round",
        ),
    ],
)
def test_no_reference_is_given_twice(engine, draft, letters):
    with pytest.raises(Refused), transaction(engine) as session:
        draft_round(session, TERMS, letters, officer="jansen", now=NOON)
    with snapshot(engine) as session:
        assert [each.id for each in rounds(session)] == [draft]


def test_a_dropped_draft_sets_its_references_free_and_cannot_be_confirmed(engine, draft):
    with transaction(engine) as session:
        drop_round(session, draft, officer="jansen", now=NOON)
        again = draft_round(session, TERMS, LETTERS, officer="jansen", now=NOON)
    with pytest.raises(Refused):
        confirm(engine, draft)
    confirm(engine, again)
    with snapshot(engine) as session:
        assert [each.state for each in rounds(session)] == [
            RoundState.CONFIRMED,
            RoundState.DROPPED,
        ]


def test_the_day_sent_is_corrected_by_another_entry(engine, draft):
    with pytest.raises(Refused, match="confirm it first"), transaction(engine) as session:
        record_sending(session, draft, TODAY, officer="jansen", now=NOON)
    confirm(engine, draft)
    for day in (date(2026, 4, 9), TODAY, TODAY):
        with transaction(engine) as session:
            record_sending(session, draft, day, officer="jansen", now=NOON)
    with snapshot(engine) as session:
        found = round_numbered(session, draft)
        assert [each.sent_on for each in found.sendings] == [date(2026, 4, 9), TODAY]
        assert (found.sent_on, found.state) == (TODAY, RoundState.SENT)
