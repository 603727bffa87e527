"""Sentences of Dutch administrative prose, cut where they end and nowhere else."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.mail import Layout, Line, Owner, Text
from rules.sentences import (
    FLAT_KEPT,
    MAX_SENTENCE_CHARS,
    FlatTexts,
    flat,
    senders,
    sentences_in,
    statement,
)
from tests.rules.mails import LANGUAGE, mail_of, sentences, text_of


def cut(content, **more):
    return [flat(each.text) for each in sentences_in(text_of(content, **more), LANGUAGE)]


def text_with(*parts):
    """A text of lines that each have an owner and a layout."""
    lines, content = [], ""
    for owner, layout, line in parts:
        lines.append(Line(len(content), len(content) + len(line), owner, layout))
        content += line + "\n"
    return Text("body", content, tuple(lines))


SENDER, MINISTRY = Owner.SENDER, Owner.MINISTRY
PROSE, HEADING, ITEM, ROW = Layout.PROSE, Layout.HEADING, Layout.ITEM, Layout.ROW


@pytest.mark.parametrize(
    "content",
    [
        "De gemeente H.I. Ambacht meldt dit.",
        "De heer A.B. Jansen tekent de brief.",
        "Wij spraken mr. dr. J.P. de Vries.",
        "Het college van B. en W. van Ede meldt dit.",
        "Op grond van art. 8 van de wet melden wij dit.",
        "Zie o.a. Ede en Best.",
        "Er komen 1.200 plekken voor € 3.5 mln.",
        "Wij starten d.d. 9 april.",
        "Het gaat om max. 50 plekken.",
        "Wij verwijzen naar Stb. 2024, 12.",
        "In de periode jan. t/m mrt. 2027 bouwen wij.",
        "Het staat op www.ede.nl en komt van info@ede.nl.",
        "Dit gebeurt i.v.m. AMV-opvang.",
        "Start is a.s. maandag.",
        "De gemeente e.o. zoekt mee.",
        "De zitting was om 12.30 uur.",
        "Het plan staat in bijl. 3 en par. 4.2.",
        "Wij wachten op TenneT B.V. en het COA.",
        "Het kost ca. 6 mnd. extra.",
        "Bel tel. 0318-680911.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(content):
    assert cut(content) == [content]


@pytest.mark.parametrize(
    ("content", "count"),
    [
        ("Wij melden dit. Dat is zo.", 2),
        ("Lukt dat? Nee! Wel later... Misschien.", 4),
        ("Het is klaar per 1 juli 2027. 40 plekken volgen.", 2),
        ("Hij zei: “Wij stoppen.” Daarna ging hij.", 2),
        ("Wij (het college) melden dit. (Zie bijlage.) Dank.", 3),
        ("De locatie sluit op 1 juli a.s. De gemeente zoekt.", 2),
        ("Dat was op 9 april jl. Wij wachten.", 2),
        ("Wij zoeken hotels, schepen, enz. Daarna bouwen wij.", 2),
        ("Wij wachten op TenneT B.V. De aansluiting komt.", 2),
        ("De locatie is er. 's Avonds sluit hij.", 2),
        ("Gereed in Q4. Daarna meer.", 2),
        ("Het betreft nr. 12. Dat is het.", 2),
        ("wij halen het niet. we melden dit. dat was het.", 3),
        ("Dat is zo.Dit ook.", 2),
        ("Lukt dat? Nee", 2),
        ("Het lukt! Wij bouwen", 2),
        ("Misschien… Wij weten het niet", 2),
        ("Wij bouwen.", 1),
        ("Wij bouwen", 1),
    ],
)
def test_a_sentence_ends_where_the_next_begins(content, count):
    assert len(cut(content)) == count


def test_lines_that_the_mail_program_broke_are_one_sentence():
    content = (
        "De gemeente heeft in het afgelopen jaar met alle eigenaren van leegstaande\n"
        "panden gesproken, zonder dat dit tot een locatie heeft geleid. Wij gaan\n"
        "daarmee door."
    )
    assert [each.split()[0] for each in cut(content)] == ["De", "Wij"]


def test_a_short_line_ends_what_stands_on_it():
    content = (
        "Met vriendelijke groet,\nNamens het college van burgemeester en wethouders van Ede\nJansen"
    )
    assert cut(content)[0] == "Met vriendelijke groet,"


def test_an_address_on_the_web_does_not_widen_the_lines():
    content = (
        "De gemeente heeft in het afgelopen jaar met alle eigenaren van leegstaande\n"
        "panden gesproken.\n"
        f"https://www.ede.nl/{'opvang/' * 20}"
    )
    assert cut(content)[0].startswith(content.split("\n")[0] + " panden gesproken.")


def test_a_blank_line_parts_sentences_without_a_full_stop():
    assert cut("Stand van zaken\n\nEr zijn 40 plekken") == ["Stand van zaken", "Er zijn 40 plekken"]


def test_items_of_a_list_are_sentences_each():
    text = text_with(
        (SENDER, PROSE, "Wij deden dit:"),
        (SENDER, ITEM, "- een pand gekocht"),
        (SENDER, ITEM, "- een vergunning"),
        (SENDER, ITEM, "  aangevraagd"),
        (SENDER, ITEM, "3. hotels gevraagd"),
    )
    found = list(sentences_in(text, LANGUAGE))
    assert [flat(each.text) for each in found] == [
        "Wij deden dit:",
        "- een pand gekocht",
        "- een vergunning aangevraagd",
        "3. hotels gevraagd",
    ]
    assert {each.heading for each in found[1:]} == {"Wij deden dit:"}


def test_rows_of_a_table_are_sentences_that_know_the_first_row():
    text = text_with(
        (SENDER, ROW, "Locatie\tPlekken\tGereed"),
        (SENDER, ROW, "Oude school\t40\tQ4 2026"),
        (SENDER, PROSE, "Dat is alles."),
    )
    found = list(sentences_in(text, LANGUAGE))
    assert [each.header_row for each in found] == ["", "Locatie\tPlekken\tGereed", ""]


def test_what_stands_under_a_heading_knows_it():
    text = text_with(
        (SENDER, HEADING, "2. Planning"),
        (SENDER, PROSE, "Wij bouwen."),
        (SENDER, HEADING, "Wanneer zijn de plekken er?"),
        (SENDER, PROSE, "In mei."),
    )
    found = list(sentences_in(text, LANGUAGE))
    assert [(each.heading, each.question) for each in found] == [
        ("", ""),
        ("2. Planning", ""),
        ("", ""),
        ("Wanneer zijn de plekken er?", "Wanneer zijn de plekken er?"),
    ]


def test_an_answer_below_a_question_of_the_ministry_knows_it():
    text = text_with(
        (MINISTRY, PROSE, "Op welke termijn verwacht u te voldoen?"),
        (SENDER, PROSE, "In 2027."),
    )
    found = list(sentences_in(text, LANGUAGE))
    assert [(each.owner, each.question) for each in found] == [
        (MINISTRY, ""),
        (SENDER, "Op welke termijn verwacht u te voldoen?"),
    ]


def test_no_sentence_runs_from_one_owner_into_another():
    text = text_with(
        (SENDER, PROSE, "Wij bouwen een locatie en"),
        (MINISTRY, PROSE, "verzoek ik u om informatie"),
    )
    assert [each.owner for each in sentences_in(text, LANGUAGE)] == [SENDER, MINISTRY]


def test_all_texts_of_a_mail_are_cut_in_order():
    mail = mail_of("Wij melden.", subject="Melding", texts=(text_of("Zie hier.", source="a.pdf"),))
    assert [each.source for each in sentences(mail)] == ["subject", "body", "a.pdf"]


def test_only_the_senders_sentences_are_the_senders():
    mail = mail_of("Wij melden.", texts=(text_of("Verzoek", owner=MINISTRY),))
    assert [each.text for each in senders(sentences(mail))] == ["Wij melden."]


def test_a_statement_points_to_its_sentence():
    mail = mail_of("Wij melden dit. Daarna niets.")
    second = statement(sentences(mail)[1])
    assert mail.texts[1].content[second.start : second.end] == second.text == "Daarna niets."


@given(st.text(alphabet="aB .!?:;-\n\t\"'“”()1éD…", max_size=120))
@settings(max_examples=150, deadline=None)
def test_every_sentence_stands_verbatim_in_its_text_and_no_word_is_lost(content):
    text = text_of(content)
    found = list(sentences_in(text, LANGUAGE))
    assert all(content[each.start : each.end] == each.text for each in found)
    assert all(each.text == each.text.strip() != "" for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert "".join(flat(each.text).replace(" ", "") for each in found) == "".join(content.split())


def test_flat_texts_are_kept_of_some_sentences_and_of_nothing_longer():
    texts = FlatTexts()
    for number in range(2 * FLAT_KEPT + 1):
        assert texts[f" plek\n\t{number} "] == f"plek {number}"
        assert 0 < len(texts) <= FLAT_KEPT
    long = "a  " * MAX_SENTENCE_CHARS
    assert texts[long] == "a " * (MAX_SENTENCE_CHARS - 1) + "a"
    assert long not in texts
