"""Which municipalities a mail speaks for."""

import re

import pytest

from rules.linker import Linker
from rules.links import references_of
from rules.mail import Authentication, Owner
from rules.registry import Registry
from tests.rules.linked import EDE, GOES, REFERENCES, REGISTRY, REPLY, links_of
from tests.rules.mails import text_of


def bare(municipality):
    return re.sub(r"\s*\([^)]*\)", "", municipality.name)


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


def test_an_empty_registry_links_nothing():
    links = links_of("De gemeente Goes.", linker=Linker(Registry((), (), ())))
    assert (links.municipalities, links.proposals) == ((), ())


def test_the_proposals_come_best_first_with_their_signals():
    links = links_of(f"Over Ede, kenmerk {GOES}.", sender="a@goes.nl")
    best = links.proposals[0]
    assert (best.municipality, best.reference) == ("Goes", GOES)
    assert {each.name for each in best.signals} >= {"sender_domain", "reference"}
    scores = [each.score for each in links.proposals]
    assert scores == sorted(scores, reverse=True)
