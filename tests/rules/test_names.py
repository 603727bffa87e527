"""Municipalities by their names, and what only bears such a name."""

import re

import pytest

from intake.registry import default_registry
from rules.names import DOUBTFUL, Names

MUNICIPALITIES = default_registry().municipalities
NAMES = Names(MUNICIPALITIES)
BARE = {re.sub(r"\s*\([^)]*\)", "", each.name): each.name for each in MUNICIPALITIES}


def found(text):
    return [each.municipality for each in NAMES.find(text)]


def led(text):
    return [each.municipality for each in NAMES.find(text) if each.is_led]


def test_there_are_342_municipalities():
    assert len(MUNICIPALITIES) == 342


@pytest.mark.parametrize("municipality", MUNICIPALITIES, ids=lambda each: each.name)
def test_a_municipality_is_found_by_each_of_its_names(municipality):
    bare = re.sub(r"\s*\([^)]*\)", "", municipality.name)
    names = {municipality.name, bare, *municipality.aliases}
    missed = [
        form
        for name in names
        for form in (f"de gemeente {name} meldt", f"Gemeente {name}\nPostbus 1", f"({name})")
        if municipality.name not in found(form)
    ]
    assert missed == []


@pytest.mark.parametrize("municipality", MUNICIPALITIES, ids=lambda each: each.name)
def test_a_name_is_found_in_capitals_and_with_spaces_for_hyphens(municipality):
    bare = re.sub(r"\s*\([^)]*\)", "", municipality.name)
    assert municipality.name in found(f"GEMEENTE {bare.upper()} MELDT")
    assert municipality.name in found(f"de gemeente {bare.replace('-', ' ')} meldt")


@pytest.mark.parametrize(
    ("text", "municipalities"),
    [
        ("het college van Den Haag", ["'s-Gravenhage"]),
        ("het college van ’s-Gravenhage", ["'s-Gravenhage"]),
        ("het college van s-Hertogenbosch", ["'s-Hertogenbosch"]),
        ("gemeente Sudwest Fryslan", ["Súdwest-Fryslân"]),
        ("gemeente Súdwest‑Fryslân", ["Súdwest-Fryslân"]),
        ("gemeente Horst a/d Maas", ["Horst aan de Maas"]),
        ("gemeente H.I. Ambacht", ["Hendrik-Ido-Ambacht"]),
        ("gemeente Nuenen", ["Nuenen, Gerwen en Nederwetten"]),
        ("gemeente Uden", ["Maashorst"]),
        ("gemeente Noord\nBeveland", ["Noord-Beveland"]),
        ("gemeente Valkenburg a/d Geul", ["Valkenburg aan de Geul"]),
    ],
)
def test_a_name_is_found_as_people_write_it(text, municipalities):
    assert found(text) == municipalities


@pytest.mark.parametrize(
    ("text", "municipalities"),
    [
        ("gemeente Bergen op Zoom", ["Bergen op Zoom"]),
        ("gemeente Midden-Groningen", ["Midden-Groningen"]),
        ("gemeente Heusden", ["Heusden"]),
        ("gemeente Utrechtse Heuvelrug", ["Utrechtse Heuvelrug"]),
        ("gemeente Oude IJsselstreek", ["Oude IJsselstreek"]),
        ("gemeente Leidschendam-Voorburg", ["Leidschendam-Voorburg"]),
        ("gemeente Wijk bij Duurstede", ["Wijk bij Duurstede"]),
    ],
)
def test_the_longest_name_wins(text, municipalities):
    assert found(text) == municipalities


def test_of_two_with_one_name_both_are_found_and_doubted():
    bergen = list(NAMES.find("de gemeente Bergen meldt"))
    assert sorted(each.municipality for each in bergen) == ["Bergen (L.)", "Bergen (NH.)"]
    assert all(each.is_doubtful for each in bergen)


@pytest.mark.parametrize(
    ("text", "municipality"),
    [
        ("Bergen (NH.)", "Bergen (NH.)"),
        ("Bergen NH", "Bergen (NH.)"),
        ("Bergen (L)", "Bergen (L.)"),
        ("Bergen Limburg", "Bergen (L.)"),
    ],
)
def test_a_province_behind_it_tells_which_bergen_is_meant(text, municipality):
    assert found(f"de gemeente {text} meldt") == [municipality]


@pytest.mark.parametrize(
    "text",
    [
        "Wij doen ons best.",
        "Zij goes naar huis.",
        "houten units op het terrein",
        "de buren en de huizen",
        "de rechtbank Utrecht",
        "de provincie Groningen",
        "Veiligheidsregio Utrecht",
        "Omgevingsdienst Groningen",
        "station Ede-Wageningen",
        "de Zeister bossen",
        "Utrechtseweg 1",
        "mevrouw Van Ede",
        "de heer van Putten",
        "J. van Bergen",
        "drs. A.B. van Best",
        "Jan van Ede",
        "Almereweg",
        "edelmetaal en bestuur",
    ],
)
def test_what_only_bears_the_name_is_no_municipality(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "de gemeente Best",
        "Gemeente Best",
        "het college van Best",
        "burgemeester en wethouders van Best",
        "B&W van Best",
        "B. en W. van Best",
        "de raad van Best",
        "de gemeenteraad van Best",
        "namens Best",
        "de burgemeester van Best",
    ],
)
def test_a_word_that_leads_says_that_the_municipality_is_meant(text):
    assert led(text) == ["Best"]


@pytest.mark.parametrize("word", ["Best", "Goes", "Ede", "Houten", "Buren", "Huizen", "Hulst"])
def test_an_ordinary_word_at_the_start_of_a_sentence_is_doubted(word):
    (named,) = NAMES.find(f"{word} zijn er genoeg.")
    assert (named.is_doubtful, named.is_led) == (True, False)


@pytest.mark.parametrize(
    ("text", "municipalities"),
    [
        ("de colleges van Ede, Best en Goes", ["Ede", "Best", "Goes"]),
        ("de gemeenten Almelo en Houten", ["Almelo", "Houten"]),
        ("namens Bladel, Eersel en Oirschot", ["Bladel", "Eersel", "Oirschot"]),
        ("de gemeente Almelo en de gemeente Borne", ["Almelo", "Borne"]),
        ("de gemeente Almelo en Enschede", ["Almelo", "Enschede"]),
        ("de gemeente Almelo en Houten units", ["Almelo"]),
        ("de gemeente Almelo spreekt met Enschede", ["Almelo"]),
    ],
)
def test_what_leads_the_first_of_a_list_leads_all(text, municipalities):
    assert led(text) == municipalities


def test_names_are_found_where_they_stand():
    text = "Aan de gemeente Súdwest-Fryslân en de gemeente 's-Hertogenbosch"
    spans = [text[each.start : each.end] for each in NAMES.find(text)]
    assert spans == ["Súdwest-Fryslân", "'s-Hertogenbosch"]


def test_the_namesakes_of_bergen_are_each_other():
    assert NAMES.namesakes("Bergen (L.)") == ["Bergen (NH.)"]
    assert NAMES.namesakes("Ede") == []


@pytest.mark.parametrize("word", ["best", "goes", "ede", "buren", "houten", "huizen", "hulst"])
def test_names_that_are_words_are_known_as_such(word):
    assert word in DOUBTFUL


@pytest.mark.parametrize(
    ("text", "municipalities"),
    [
        ("De raad van DE BILT.", ["De Bilt"]),
        ("Ede/Wageningen", ["Ede", "Wageningen"]),
        ("(‘s-Gravenhage)", ["'s-Gravenhage"]),
        ("in\tZwolle\nen\u00a0Almere", ["Zwolle", "Almere"]),
        ("Over de zwolle route", []),
    ],
)
def test_a_name_is_found_wherever_its_first_word_begins(text, municipalities):
    assert found(text) == municipalities
