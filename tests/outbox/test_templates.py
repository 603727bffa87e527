"""The words of the mails that go out: each template on facts of every shape."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from outbox.errors import TemplateWrong
from outbox.faults import faults_in
from outbox.letters import as_html
from outbox.samples import samples
from outbox.templates import Templates
from rules.judgement import Element, Kind
from rules.occasions import Occasion
from rules.outgoing_facts import AcknowledgementFacts, CaseFacts, DigestFacts, SupplementFacts

CASE = CaseFacts("Ede", "7468089", date(2026, 4, 9), "A. de Vries")
DUE = date(2026, 5, 28)
RECEIVED = datetime(2026, 4, 30, 12, 5, tzinfo=UTC)
REPLY = frozenset({Kind.INFORMATION_REPLY})
TEMPLATES = Templates()


def supplement(**changes):
    """The words of a request for what lacks."""
    facts = SupplementFacts(
        case=CASE,
        is_notification=False,
        answered_on=(date(2026, 4, 20),),
        missing=frozenset({Element.STEPS, Element.TIMELINE}),
        received=frozenset({Element.FACTS, Element.CURRENT_STATE}),
        no_date_given=False,
        due=DUE,
    )
    return TEMPLATES.rendered(Occasion.SUPPLEMENT, replace(facts, **changes))


def acknowledged(kinds=REPLY, references=("7468089",)):
    facts = AcknowledgementFacts(CASE, RECEIVED, kinds, references)
    return TEMPLATES.rendered(Occasion.ACKNOWLEDGEMENT, facts)


@pytest.mark.parametrize("occasion", Occasion)
def test_no_shape_of_a_case_leaves_an_empty_place_english_or_a_double_blank(occasion):
    some = samples(occasion)
    found = set()
    for sample in some:
        words = TEMPLATES.rendered(occasion, sample.facts)
        for text in (words.subject, words.text):
            found |= {f"{sample.name}: {each.told}" for each in faults_in(text)}
    assert found == set()
    assert len(some) >= 6


@pytest.mark.parametrize("occasion", Occasion)
def test_the_html_says_what_the_text_says(occasion):
    for sample in samples(occasion)[::7]:
        words = TEMPLATES.rendered(occasion, sample.facts)
        body = words.html.partition("<main")[2].partition(">")[2].partition("</main>")[0]
        told = re.sub(r"<[^>]+>", " ", body).replace("&#39;", "'")
        plain = re.sub(r"^(?:\d\.|-) ", "", words.text, flags=re.MULTILINE)
        assert told.split() == plain.split()


@pytest.mark.parametrize("occasion", Occasion)
def test_a_mail_fetches_nothing_and_runs_nothing(occasion):
    html = TEMPLATES.rendered(occasion, samples(occasion)[-1].facts).html
    assert not re.search(
        r"<(?:img|script|link|iframe|form|style|object)|\bsrc=|url\(|\bon\w+=", html
    )


def test_an_acknowledgement_tells_the_moment_and_the_letter():
    words = acknowledged()
    assert "donderdag 30 april 2026 om 14.05 uur" in words.text
    assert "onze brief met kenmerk 7468089." in words.text
    assert "7468089" in words.subject


@pytest.mark.parametrize("kinds", [frozenset({each}) for each in Kind])
def test_an_acknowledgement_judges_nothing(kinds):
    text = acknowledged(kinds=kinds).text
    assert not re.search(r"volledig|compleet|te laat|op tijd|ontbreekt|missen|akkoord", text)


def test_several_letters_are_told_in_the_plural():
    text = acknowledged(references=("7468089", "7468090", "7468091")).text
    assert "onze brieven met de kenmerken 7468089, 7468090 en 7468091." in text


def test_a_supplement_names_what_lacks_one_by_one_and_acknowledges_what_is_there():
    text = supplement().text
    assert "1. De stappen. Noem wat uw gemeente al heeft gedaan" in text
    assert "2. Het moment waarop de plekken er zijn. Noem een datum" in text
    assert "3. " not in text
    assert "Dit hebben wij al van u ontvangen: de reden en de stand van zaken." in text
    assert "uiterlijk 28 mei 2026" in text


def test_who_wrote_that_no_time_can_be_given_is_asked_for_an_estimate():
    assert "U schrijft dat u nog geen moment kunt noemen." in supplement(no_date_given=True).text


def test_a_notification_names_no_letter():
    case = CaseFacts("Ede", None, None)
    words = supplement(case=case, is_notification=True, received=frozenset())
    assert "kenmerk" not in words.text + words.subject
    assert "wat zij nu doet of gaat doen" in words.text
    assert "Directie Regie Migratieketen" in words.text


def test_a_digest_holds_counts_and_no_names():
    facts = DigestFacts(DUE, "", 1204, 3, 0, 2, 1, 0, "https://ibt.example.nl")
    words = TEMPLATES.rendered(Occasion.DIGEST, facts)
    assert "- 1.204 mails te beoordelen (op uw naam: 3)\n- 2 zaken" in words.text
    assert "- 1 voorstel voor een mail aan een gemeente" in words.text
    assert '<a href="https://ibt.example.nl">https://ibt.example.nl</a>' in words.html


def test_html_of_words_of_ones_own_escapes_them():
    words = TEMPLATES.words("Vraag <b>", 'Een <script>alert("x")</script> & meer\n')
    assert "<script" not in words.html
    assert "<p>Een &lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; meer</p>" in words.html
    assert "<title>Vraag &lt;b&gt;</title>" in words.html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("Een\ntwee\n\n\ndrie", "<p>Een<br>\ntwee</p>\n<p>drie</p>", id="lines"),
        pytest.param(
            "Dit:\n1. een\n2. twee",
            "<p>Dit:</p>\n<ol>\n<li>een</li>\n<li>twee</li>\n</ol>",
            id="list",
        ),
        pytest.param("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>", id="dots"),
        pytest.param("1. een\nniet", "<p>1. een<br>\nniet</p>", id="no list"),
        pytest.param(
            'Zie https://a.nl/b?c=1&d="x.',
            '<p>Zie <a href="https://a.nl/b?c=1&amp;d=">https://a.nl/b?c=1&amp;d=</a>&#34;x.</p>',
            id="address",
        ),
        pytest.param("javascript:alert(1)", "<p>javascript:alert(1)</p>", id="no address"),
    ],
)
def test_text_becomes_simple_html(text, html):
    assert str(as_html(text)) == html


@pytest.mark.parametrize(
    ("template", "told"),
    [
        pytest.param("Onderwerp: Ja\n\n{{ naam }}\n", ":3: 'naam' is undefined", id="unknown"),
        pytest.param("Onderwerp: Ja\n\n{{ case.naam }}\n", ":3: ", id="unknown field"),
        pytest.param("Onderwerp: Ja\n\n{% if due %}\n", ":3: ", id="unclosed"),
        pytest.param("Onderwerp: Ja\n\n\n{{ case.__class__ }}\n", ":4: ", id="sandbox"),
        pytest.param("Onderwerp: Ja\n\n{{ case.__init__.__globals__ }}\n", ":3: ", id="globals"),
        pytest.param("Geacht college\n", ":1: the first line must be 'Onderwerp: '", id="subject"),
        pytest.param("Onderwerp: \n\nTekst\n", ":1: the first line must be", id="empty subject"),
        pytest.param("Onderwerp: Ja\n\n", ":2: there is no text", id="empty"),
        pytest.param("Onderwerp: Ja\n\n{{ due | dag }}\n", ":3: ", id="filter"),
        pytest.param('Onderwerp: Ja\n\n{% include "weg.txt" %}\n', "weg.txt", id="include"),
    ],
)
def test_a_wrong_template_tells_its_file_and_line(tmp_path, template, told):
    (tmp_path / "reminder.txt").write_text(template, encoding="utf-8")
    facts = samples(Occasion.REMINDER)[0].facts
    with pytest.raises(TemplateWrong) as raised:
        Templates(tmp_path).rendered(Occasion.REMINDER, facts)
    assert told in str(raised.value)
    assert "reminder.txt" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_ministry_replaces_one_template_and_keeps_the_others(tmp_path):
    own = "Onderwerp: Eigen\n\nUiterlijk {{ due | weekday }}.\n\n{% include 'closing.txt' %}"
    (tmp_path / "reminder.txt").write_text(own, encoding="utf-8")
    (tmp_path / "closing.txt").write_text("Groet\n", encoding="utf-8")
    templates = Templates(tmp_path)
    facts = samples(Occasion.REMINDER)[0].facts
    words = templates.rendered(Occasion.REMINDER, facts)
    assert words.text == "Uiterlijk donderdag 30 april 2026.\n\nGroet\n"
    other = samples(Occasion.FOLLOW_UP)[0].facts
    assert templates.rendered(Occasion.FOLLOW_UP, other).text.endswith("apart.\n\nGroet\n") is False
    assert "Dat moment is voorbij." in templates.rendered(Occasion.FOLLOW_UP, other).text


def test_facts_of_another_occasion_are_refused():
    with pytest.raises(TypeError):
        TEMPLATES.rendered(Occasion.OVERDUE, samples(Occasion.REMINDER)[0].facts)
