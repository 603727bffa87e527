"""MDTO as XML: the elements that the schema wants, in its order, whatever is told in them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from review.archive.mdto import (
    NAMESPACE,
    Checksum,
    Concept,
    Coverage,
    File,
    Happened,
    Identifier,
    InformationObject,
    Party,
    Reference,
    Restriction,
    Term,
    xml_of,
)
from tests.review.mdto_model import faults_of

IT = Identifier("Ede/7473202", "ibt-intake")
HERE = Reference("Gemeente Ede", IT)
TERM = Concept("Dossier", "D", Reference("Lijst"))
AT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
WHOLE = InformationObject(
    identifiers=(IT, Identifier("<1@ede.nl>", "Message-ID (RFC 5322)")),
    name="Zaak Ede 7473202",
    level=TERM,
    classification=TERM,
    description="Toezicht.",
    coverage=Coverage(TERM, date(2026, 4, 9), date(2026, 7, 1)),
    space=HERE,
    language="nl",
    events=(Happened(TERM, date(2026, 4, 9)), Happened(TERM, AT, HERE, "gemaakt")),
    appraisal=TERM,
    keep=Term(TERM, date(2026, 7, 1), "P10Y", date(2036, 7, 1)),
    category=TERM,
    part_of=HERE,
    parts=(HERE, HERE),
    files=(HERE,),
    creator=HERE,
    parties=(Party(TERM, HERE),),
    activity=Reference("Toezicht"),
    restriction=Restriction(TERM, "Beperkt."),
)
LEAST = replace(
    WHOLE,
    identifiers=(IT,),
    classification=None,
    description="",
    coverage=None,
    space=None,
    events=(),
    keep=None,
    category=None,
    part_of=None,
    parts=(),
    files=(),
    parties=(),
    restriction=Restriction(TERM),
)
FILE = File(IT, "mail.eml", 917, TERM, Checksum(TERM, "ab" * 32, AT), HERE)


@pytest.mark.parametrize("thing", [WHOLE, LEAST, FILE], ids=["all told", "least told", "file"])
def test_it_is_as_the_schema_wants_it(thing):
    assert faults_of(xml_of(thing)) == []
    assert xml_of(thing) == xml_of(thing)


def test_the_model_of_the_schema_sees_what_is_wrong():
    good = xml_of(WHOLE).decode()
    naam = "<naam>Zaak Ede 7473202</naam>"
    for wrong in (
        good.replace(naam, ""),
        good.replace(naam, naam + naam),
        good.replace(naam, "<naam> </naam>"),
        good.replace("<taal>nl</taal>", "").replace(naam, f"{naam}<taal>nl</taal>"),
        good.replace("2026-04-09", "9 april 2026"),
        good.replace("P10Y", "10 jaar"),
        good.replace("MDTO-XML1.0.1", "MDTO-XML9"),
        good.replace("<taal>", '<taal xmlns="urn:x">'),
    ):
        assert wrong != good
        assert faults_of(wrong.encode()) != []


def test_a_moment_is_told_as_clocks_in_the_netherlands_show_it():
    assert b"<checksumDatum>2026-07-02T00:30:00+02:00</checksumDatum>" in xml_of(FILE)


@pytest.mark.parametrize(
    ("told", "read"),
    [
        pytest.param("<b>&amp;]]></naam>", "<b>&amp;]]></naam>", id="markup"),
        pytest.param("a\x00b\x1bc", "a\ufffdb\ufffdc", id="control characters"),
        pytest.param("x\ud800\ufffe", "x\ufffd\ufffd", id="no characters"),
        pytest.param(" \x0b ", "\ufffd", id="one that XML has no place for"),
        pytest.param(" \n\t", "(zonder naam)", id="blank"),
        pytest.param("\U0001f600 中", "\U0001f600 中", id="any script"),
    ],
)
def test_any_name_can_be_told(told, read):
    xml = xml_of(replace(WHOLE, name=told))
    assert faults_of(xml) == []
    assert etree.fromstring(xml).findtext(f".//{{{NAMESPACE}}}naam") == read
