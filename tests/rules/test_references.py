"""The ministry's requests that a mail quotes, mistypes or answers."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.case_keys import links_to_cases
from rules.judgement import Kind
from rules.linker import Linker
from rules.links import references_of
from rules.mail import Owner
from rules.references import References, is_near
from rules.registry import Validity
from tests.rules.linked import (
    EDE,
    GOES,
    LINKER,
    REFERENCES,
    REGISTRY,
    REPLY,
    REQUESTS,
    links_of,
    request_to,
)
from tests.rules.mails import judgement_of, mail_of, sentences, text_of


@pytest.mark.parametrize(
    ("place", "mail"),
    [
        ("subject", {"subject": f"RE: uw brief {GOES}"}),
        ("body", {"body": f"Uw kenmerk: {GOES}."}),
        ("prefixed", {"body": f"Kenmerk DGM/{GOES}"}),
        ("file name", {"attachments": (f"reactie-{GOES}.pdf",)}),
        ("file name with a year", {"attachments": (f"2026-{GOES}_reactie.pdf",)}),
        ("attachment", {"texts": (text_of(f"Ons kenmerk {GOES}", source="a.pdf"),)}),
        ("quoted letter", {"texts": (text_of(f"Onze referentie {GOES}", owner=Owner.MINISTRY),)}),
    ],
)
def test_a_reference_links_wherever_it_stands(place, mail):
    links = links_of(sender="a@gmail.com", **mail)
    assert [each.reference for each in links.quoted] == [GOES], place
    assert links.municipalities == ("Goes",)


@pytest.mark.parametrize(
    "text", [f"tel. 010-{GOES}", f"€ {GOES},50", f"{GOES}.5", f"1{GOES}", f"{GOES}0", f"06-1{GOES}"]
)
def test_a_number_that_only_holds_a_reference_is_none(text):
    assert links_of(text, sender="a@gmail.com").quoted == ()


@pytest.mark.parametrize("reference", ["8473202", "IBT-2026-0017", "123456789"])
def test_a_reference_of_another_form_is_found_too(reference):
    registry = replace(REGISTRY, requests=(request_to("Goes", reference),))
    links = links_of(f"Uw kenmerk {reference}.", sender="a@gmail.com", linker=Linker(registry))
    assert [each.reference for each in links.quoted] == [reference]


@pytest.mark.parametrize(
    "mistyped",
    [GOES[:-1] + str((int(GOES[-1]) + 1) % 10), GOES[:3] + GOES[4] + GOES[3] + GOES[5:]],
    ids=["a wrong figure", "two figures swapped"],
)
def test_a_mistyped_reference_points_to_the_one_that_is_meant(mistyped):
    links = links_of(f"Uw kenmerk {mistyped}.", sender="a@goes.nl")
    assert [(quoted, each.reference) for quoted, each in links.mistyped] == [(mistyped, GOES)]
    assert references_of(REPLY, links) == (GOES,)


def test_a_number_that_is_near_the_reference_of_another_is_no_mistake():
    other = EDE[:-1] + str((int(EDE[-1]) + 1) % 10)
    assert links_of(f"Ons zaaknummer is {other}.", sender="a@goes.nl").mistyped == ()


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("7473202", "7473203", True),
        ("7473202", "7473220", True),
        ("7473202", "7473202", False),
        ("7473202", "7473311", False),
        ("7473202", "747320", False),
        ("7473202", "7474302", False),
    ],
)
def test_references_are_near_where_one_slip_parts_them(one, other, near):
    assert is_near(one, other) is near


def test_a_reference_of_another_municipality_is_told_and_not_followed():
    links = links_of(f"Uw kenmerk {GOES}.", sender="a@ede.nl")
    assert links.municipalities == ("Ede",)
    assert [each.municipality for each in links.elsewhere] == ["Goes"]
    assert references_of(REPLY, links) == (EDE,)


def test_one_reference_for_a_whole_round_is_nobody_elses_where_the_sender_has_it_too():
    whole = Linker(replace(REGISTRY, requests=[replace(each, reference=GOES) for each in REQUESTS]))
    links = links_of(f"Uw kenmerk {GOES}.", linker=whole, sender="a@ede.nl")
    assert [each.municipality for each in links.quoted] == ["Ede"]
    assert links.elsewhere == ()


def test_a_reference_that_stands_for_two_municipalities_links_both():
    requests = (request_to("Goes", "7473202"), request_to("Veere", "7473202"))
    linker = Linker(replace(REGISTRY, requests=requests))
    assert References(linker.registry).request("7473202") is None
    links = links_of("Gezamenlijk antwoord op 7473202.", sender="a@gmail.com", linker=linker)
    assert links.municipalities == ("Goes", "Veere")


def test_without_requests_nothing_is_quoted():
    links = links_of(f"Uw kenmerk {GOES}.", sender="a@goes.nl", linker=Linker(REGISTRY))
    assert (links.quoted, links.mistyped, references_of(REPLY, links)) == ((), (), ())


# ------------------------------------------------------------------ by the mail of ours it answers

OURS = {"<ours@minjenv.nl>": ("Goes", GOES), "<alone@minjenv.nl>": ("Ede", None)}
ANSWERED = Linker(LINKER.registry, OURS.get)


def links_answering(*ids, sender="j.jansen@gmail.com"):
    """Of a mail that answers these and says nothing."""
    read = replace(mail_of("Zie onder.", sender=sender), in_reply_to=ids[-1:], references=ids)
    return ANSWERED.link(read, sentences(read))


def test_an_answer_to_a_mail_of_ours_belongs_to_its_case_whoever_sends_it():
    links = links_answering("<ours@minjenv.nl>")
    assert links.municipalities == ("Goes",)
    assert [each.reference for each in links.quoted] == [GOES]
    assert "thread" in {each.name for each in links.proposals[0].signals}
    assert not links.is_sender_known


def test_a_neighbour_that_answers_a_forwarded_mail_of_ours_speaks_for_itself():
    links = links_answering("<other@goes.nl>", "<ours@minjenv.nl>", sender="info@ede.nl")
    assert links.municipalities == ("Ede",)
    assert [each.municipality for each in links.elsewhere] == ["Goes"]


def test_an_answer_to_a_mail_of_ours_about_no_letter_belongs_to_the_municipality():
    links = links_answering("<alone@minjenv.nl>")
    assert links.municipalities == ("Ede",)
    assert links.quoted == ()


def test_a_message_id_that_is_not_ours_says_nothing():
    links = links_answering("<x@minjenv.nl>")
    assert links.municipalities == ()


# ------------------------------------------------------------------ after a merger

MERGED = (Validity("Wijdemeren", None, date(2026, 4, 30), "Hilversum"),)
HEIRS = Linker(replace(REGISTRY, requests=REQUESTS, validities=MERGED))
BEFORE, AFTER = datetime(2026, 4, 30, 10, tzinfo=UTC), datetime(2026, 5, 1, 10, tzinfo=UTC)


def quoting(*names, at):
    body = " ".join(f"Over uw brief {REFERENCES[each]} melden wij." for each in names)
    return links_of(body, linker=HEIRS, sender="griffie@hilversum.nl", received_at=at)


def cases_of_reply(links, requests=REQUESTS):
    judgement = judgement_of(
        Kind.INFORMATION_REPLY,
        municipalities=links.municipalities,
        references=references_of(REPLY, links),
    )
    return [(e.municipality, e.reference) for e in links_to_cases(judgement, requests, MERGED)]


def test_a_successor_that_quotes_the_letter_to_a_merged_municipality_is_in_its_case():
    links = quoting("Wijdemeren", at=AFTER)
    assert links.municipalities == ("Hilversum",)
    assert [each.municipality for each in links.quoted] == ["Wijdemeren"]
    assert links.elsewhere == ()
    assert cases_of_reply(links) == [("Wijdemeren", REFERENCES["Wijdemeren"])]
    both = quoting("Wijdemeren", "Hilversum", at=AFTER)
    assert {each.municipality for each in both.quoted} == {"Hilversum", "Wijdemeren"}
    assert cases_of_reply(both) == [
        (name, REFERENCES[name]) for name in ("Hilversum", "Wijdemeren")
    ]


def test_before_the_merger_a_neighbours_letter_is_somebody_elses():
    links = quoting("Wijdemeren", at=BEFORE)
    assert [each.municipality for each in links.elsewhere] == ["Wijdemeren"]


def test_of_one_reference_for_all_the_own_letter_goes_before_that_of_a_merged_one():
    shared = tuple(request_to(name, "7777777") for name in ("Hilversum", "Wijdemeren"))
    linker = Linker(replace(REGISTRY, requests=shared, validities=MERGED))
    links = links_of(
        "Over uw brief 7777777 melden wij.",
        linker=linker,
        sender="griffie@hilversum.nl",
        received_at=AFTER,
    )
    assert [each.municipality for each in links.quoted] == ["Hilversum"]
    assert cases_of_reply(links, shared) == [("Hilversum", "7777777")]
