"""To whom a mail belongs: municipalities and the ministry's requests."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from intake.registry import default_registry
from rules.case_keys import links_to_cases
from rules.judgement import Kind
from rules.links import Linker, is_near, municipalities_of, references_of
from rules.mail import Authentication, Owner
from rules.registry import Registry, Request, Validity
from tests.rules.mails import judgement_of, mail_of, sentences, text_of

REGISTRY = default_registry()
LETTER = date(2026, 4, 9)


def request_to(municipality, reference, letter_date=LETTER):
    return Request(reference, municipality, letter_date, 21, 100, 20, 0, 0)


REQUESTS = tuple(
    request_to(each.name, str(7400000 + 113 * at))
    for at, each in enumerate(REGISTRY.municipalities)
)
REFERENCES = {each.municipality: each.reference for each in REQUESTS}
LINKER = Linker(replace(REGISTRY, requests=REQUESTS))
GOES, EDE = REFERENCES["Goes"], REFERENCES["Ede"]
REPLY = {Kind.INFORMATION_REPLY}


def links_of(body="", *, linker=LINKER, **mail):
    read = mail_of(body, **mail)
    return linker.link(read, sentences(read))


def bare(municipality):
    return re.sub(r"\s*\([^)]*\)", "", municipality.name)


# ------------------------------------------------------------------ by domain and by name


@pytest.mark.parametrize("municipality", REGISTRY.municipalities, ids=lambda each: each.name)
def test_its_own_domain_speaks_for_a_municipality(municipality):
    links = links_of("Wij reageren op uw brief.", sender=f"j.jansen@{municipality.domain}")
    assert links.municipalities == (municipality.name,)
    assert links.is_sender_known
    assert references_of(REPLY, links) == (REFERENCES[municipality.name],)


@pytest.mark.parametrize(
    "municipality",
    [each for each in REGISTRY.municipalities if bare(each) != "Bergen"],
    ids=lambda each: each.name,
)
def test_a_stranger_speaks_for_the_college_that_it_names(municipality):
    body = f"Namens het college van burgemeester en wethouders van {bare(municipality)} melden wij."
    links = links_of(body, sender="griffie@gmail.com")
    assert links.municipalities == (municipality.name,)
    assert not links.is_sender_known


@pytest.mark.parametrize(
    ("municipality", "alias"),
    [(each.name, alias) for each in REGISTRY.municipalities for alias in each.aliases],
)
def test_an_alias_stands_for_its_municipality(municipality, alias):
    links = links_of(f"De gemeente {alias} meldt dit.", sender="griffie@gmail.com")
    assert links.municipalities == (municipality,)


def test_a_subdomain_speaks_for_the_municipality_above_it():
    assert links_of("Hallo.", sender="a@mail.goes.nl").municipalities == ("Goes",)


@pytest.mark.parametrize(
    "sender", ["a@goes.nl.evil.com", "a@nepgoes.nl", "a@goes.com", "a@nl", "", "goes.nl"]
)
def test_a_domain_that_only_looks_like_it_says_nothing(sender):
    assert links_of("Hallo.", sender=sender).municipalities == ()


def test_a_forged_sender_is_not_known():
    links = links_of("Hallo.", sender="a@goes.nl", authentication=Authentication(dmarc="fail"))
    assert not links.is_sender_known


def test_which_bergen_is_not_guessed():
    links = links_of("Namens het college van Bergen melden wij.", sender="griffie@gmail.com")
    assert (links.municipalities, links.is_ambiguous) == ((), True)


@pytest.mark.parametrize(
    ("clue", "municipality"),
    [
        (f"Uw kenmerk is {REFERENCES['Bergen (NH.)']}.", "Bergen (NH.)"),
        (f"Uw kenmerk is {REFERENCES['Bergen (L.)']}.", "Bergen (L.)"),
        ("Namens de gemeente Bergen (NH).", "Bergen (NH.)"),
    ],
)
def test_another_clue_tells_which_bergen_is_meant(clue, municipality):
    links = links_of(f"Het college van Bergen meldt dit. {clue}", sender="griffie@gmail.com")
    assert links.municipalities == (municipality,)


@pytest.mark.parametrize(
    "text",
    [
        "Houten units komen op het terrein. Buren hebben bezwaar. Huizen volgen.",
        "Best lastig is dit. Goes nowhere. Ede.",
        "De rechtbank Utrecht en de provincie Groningen oordeelden.",
    ],
)
def test_ordinary_words_that_are_names_link_nothing(text):
    links = links_of(text, sender="a@gmail.com", subject="Buren", attachments=("Buren.pdf",))
    assert links.municipalities == ()


def test_a_signature_with_such_a_surname_links_nothing():
    body = "Namens de gemeente Zeist,\nJan van Ede\nMevrouw Van Best"
    links = links_of(body, sender="j@zeist.nl", name="Jan van Ede")
    assert links.municipalities == ("Zeist",)


def test_a_neighbour_that_is_told_of_does_not_speak():
    body = (
        "Wij werken samen met de gemeente Wageningen. De gemeente Wageningen neemt 40 plekken over."
    )
    assert links_of(body, sender="a@ede.nl").municipalities == ("Ede",)


def test_the_province_speaks_for_no_town_of_its_name():
    links = links_of("Wij sturen u het verslag van Utrecht.", sender="a@provincie-utrecht.nl")
    assert links.municipalities == ()
    assert links.is_public_body


# ------------------------------------------------------------------ services, joint letters


@pytest.mark.parametrize(
    "organisation",
    [each for each in REGISTRY.organisations if len(each.municipality_codes) > 1],
    ids=lambda each: each.domain,
)
def test_of_a_shared_service_the_text_tells_who_speaks(organisation):
    names = {each.code: each for each in REGISTRY.municipalities}
    domains = {each.domain for each in REGISTRY.municipalities}
    for code in organisation.municipality_codes:
        body = (
            f"Namens het college van {names[code].name} reageren wij.\n"
            f"De gemeente {names[code].name} haalt de taak niet."
        )
        subject = f"Reactie gemeente {names[code].name}"
        links = links_of(body, subject=subject, sender=f"a@{organisation.domain}")
        assert links.municipalities == (names[code].name,)
        assert links.is_sender_known
    if organisation.domain not in domains:
        silent = links_of("Wij reageren.", sender=f"a@{organisation.domain}")
        assert (silent.municipalities, silent.is_ambiguous) == ((), True)


def test_a_reference_tells_who_of_a_shared_service_is_meant():
    links = links_of(f"Uw kenmerk {REFERENCES['Heiloo']}.", sender="a@debuch.nl")
    assert links.municipalities == ("Heiloo",)


def test_a_service_of_four_writes_one_letter_for_all():
    body = "Namens de colleges van Bergen, Uitgeest, Castricum en Heiloo reageren wij gezamenlijk."
    links = links_of(body, sender="a@debuch.nl")
    assert links.municipalities == ("Bergen (NH.)", "Castricum", "Heiloo", "Uitgeest")


def test_a_joint_letter_speaks_for_the_neighbour_too():
    body = "Namens de colleges van Ede en Wageningen delen wij gezamenlijk mede."
    links = links_of(body, subject="Gezamenlijke melding Ede en Wageningen", sender="a@ede.nl")
    assert links.municipalities == ("Ede", "Wageningen")
    assert references_of(REPLY, links) == tuple(sorted((EDE, REFERENCES["Wageningen"])))


def test_officials_who_serve_a_neighbour_may_write_for_it():
    body = "Namens het college van Zandvoort melden wij. De gemeente Zandvoort haalt de taak niet."
    links = links_of(body, subject="Melding gemeente Zandvoort", sender="a@haarlem.nl")
    assert links.municipalities == ("Zandvoort",)
    assert links_of("Wij reageren.", sender="a@haarlem.nl").municipalities == ("Haarlem",)


def test_a_forwarded_letter_belongs_to_whom_it_names():
    forwarded = text_of(
        "De gemeente Tholen meldt op grond van artikel 8.\nNamens het college van Tholen",
        owner=Owner.EARLIER,
    )
    links = links_of(
        "Ter doorgeleiding.",
        sender="a@zeeland.nl",
        subject="FW: melding gemeente Tholen",
        texts=(forwarded,),
    )
    assert links.municipalities == ("Tholen",)


def test_the_letterhead_of_an_attachment_is_a_clue():
    letter = text_of("Gemeente Goes", source="brief.pdf", owner=Owner.FURNITURE)
    links = links_of("Zie bijlage.", sender="a@scan.nl", texts=(letter,), attachments=("Goes.pdf",))
    assert [each.municipality for each in links.proposals] == ["Goes"]


# ------------------------------------------------------------------ references


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
    assert linker.request("7473202") is None
    links = links_of("Gezamenlijk antwoord op 7473202.", sender="a@gmail.com", linker=linker)
    assert links.municipalities == ("Goes", "Veere")


def test_without_requests_nothing_is_quoted():
    links = links_of(f"Uw kenmerk {GOES}.", sender="a@goes.nl", linker=Linker(REGISTRY))
    assert (links.quoted, links.mistyped, references_of(REPLY, links)) == ((), (), ())


def test_an_empty_registry_links_nothing():
    links = links_of("De gemeente Goes.", linker=Linker(Registry((), (), ())))
    assert (links.municipalities, links.proposals) == ((), ())


# ------------------------------------------------------------------ which request is answered

ROUNDS = Linker(
    replace(
        REGISTRY,
        requests=(
            request_to("Goes", "7400001"),
            request_to("Goes", "7500001", date(2026, 9, 1)),
        ),
    )
)


@pytest.mark.parametrize(
    ("received_at", "reference"),
    [
        (datetime(2026, 4, 8, 12, tzinfo=UTC), ()),
        (datetime(2026, 4, 9, 12, tzinfo=UTC), ("7400001",)),
        (datetime(2026, 8, 31, 12, tzinfo=UTC), ("7400001",)),
        # Past midnight in the Netherlands, where the letter is dated.
        (datetime(2026, 8, 31, 22, 30, tzinfo=UTC), ("7500001",)),
        (datetime(2026, 9, 20, 12, tzinfo=UTC), ("7500001",)),
    ],
)
def test_a_reply_answers_the_last_letter_sent_before_it(received_at, reference):
    links = links_of("Hallo.", sender="a@goes.nl", received_at=received_at, linker=ROUNDS)
    assert references_of(REPLY, links) == reference


def test_a_reply_answers_the_letter_that_it_quotes():
    late = datetime(2026, 9, 20, 12, tzinfo=UTC)
    links = links_of("Kenmerk 7400001", sender="a@goes.nl", received_at=late, linker=ROUNDS)
    assert references_of(REPLY, links) == ("7400001",)


@pytest.mark.parametrize(
    ("kinds", "body", "references"),
    [
        ({Kind.ARTICLE_8_NOTIFICATION}, "Wij melden dit.", ()),
        ({Kind.ARTICLE_8_NOTIFICATION}, f"Wij melden dit, kenmerk {GOES}.", (GOES,)),
        ({Kind.ARTICLE_8_NOTIFICATION, Kind.INFORMATION_REPLY}, "Wij melden dit.", (GOES,)),
        ({Kind.EXTENSION_REQUEST}, "Graag uitstel.", (GOES,)),
        ({Kind.QUESTION}, "Wat bedoelt u?", (GOES,)),
        ({Kind.OTHER}, "Nieuws van ons.", ()),
        ({Kind.OTHER}, "Over uw brief nog dit.", (GOES,)),
    ],
)
def test_the_kind_decides_whether_a_mail_belongs_to_the_request(kinds, body, references):
    assert references_of(kinds, links_of(body, sender="a@goes.nl")) == references


def test_a_stranger_with_another_matter_speaks_for_no_municipality():
    links = links_of("Namens de gemeente Goes? Nee, als inwoner.", sender="a@gmail.com")
    assert municipalities_of({Kind.OTHER}, links) == ()
    assert references_of({Kind.OTHER}, links) == ()


def test_the_proposals_come_best_first_with_their_signals():
    links = links_of(f"Over Ede, kenmerk {GOES}.", sender="a@goes.nl")
    best = links.proposals[0]
    assert (best.municipality, best.reference) == ("Goes", GOES)
    assert {each.name for each in best.signals} >= {"sender_domain", "reference"}
    scores = [each.score for each in links.proposals]
    assert scores == sorted(scores, reverse=True)


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
