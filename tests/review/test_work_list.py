"""The work list: what asks for a decision, by whom, and what is done from it."""

import re

import pytest
from sqlalchemy import event

from rules.decisions import AssignMail, Disposition
from rules.roles import Role
from storage.database import open_database, snapshot, transaction
from storage.decided import held_of
from storage.failures import failures, put_off
from storage.mail_decisions import decide_mail
from storage.versions import version_of_mail
from tests.review.browsers import NARROW, WIDE, tells
from tests.review.mails import NOW, fill

LIST = "/te-beoordelen"


@pytest.fixture
def mails(engine):
    return fill(engine)


@pytest.fixture
def officer(as_role, mails):
    return as_role(Role.OFFICER)


def shown(answer):
    """The mails of a page, in order."""
    return re.findall(r'class="subject" href="/mails/([0-9a-f]{64})[?"]', answer.text)


def version(engine, mail):
    with snapshot(engine) as session:
        return f"{mail}:{version_of_mail(session, mail)}"


def test_the_list_tells_why_and_shows_the_sentence(officer, mails):
    text = officer.get(LIST, params={"reden": "uncertain"}).text
    assert "Oordeel onzeker" in text
    assert "De beoordeling is op het randje" in text
    assert "<blockquote>De locatie opent per 1 juli 2027.</blockquote>" in text
    assert "22 juni 2026" in text


def test_a_mail_leads_to_its_case(officer, mails):
    text = officer.get(LIST, params={"reden": "extension"}).text
    found = re.search(r'<a href="(/zaken/\d+)">brief 7473202</a>', text)
    assert "<h1>Delft</h1>" in officer.get(found[1]).text


def test_the_first_page_comes_first_and_the_rest_is_one_click_away(officer, mails):
    first, second = officer.get(LIST), officer.get(LIST, params={"pagina": "2"})
    assert (len(shown(first)), len(shown(second))) == (25, 13)
    assert not set(shown(first)) & set(shown(second))
    assert "1 tot en met 25 van 38 mails" in first.text
    assert shown(officer.get(LIST, params={"pagina": "99"})) == shown(second)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"reden": "extension"}, ["extension"]),
        ({"soort": "auto_reply", "volgorde": "-received"}, ["machine", "machine too"]),
        ({"kenmerk": "late"}, ["late"]),
        ({"gemeente": "Delft"}, ["extension"]),
        ({"woorden": "Afwezig"}, ["machine"]),
        ({"stand": "dealt_with"}, []),
    ],
)
def test_a_filter_leaves_what_fits_and_its_count_agrees(officer, mails, asked, names):
    answer = officer.get(LIST, params=asked)
    assert shown(answer) == [mails[name] for name in names]
    counted = "Geen mails met deze filters" if not names else f"<caption>{len(names)} mail"
    assert counted in answer.text


def test_of_more_mails_with_some_words_than_anyone_reads_the_list_says_so(
    officer, mails, monkeypatch
):
    monkeypatch.setattr("storage.worklist.MOST_COUNTED", 30)
    answer = officer.get(LIST, params={"woorden": "gemeente", "pagina": "2"})
    assert "Meer dan 30 mails" in answer.text
    assert "26 tot en met 30 van 30 mails" in answer.text
    whole = shown(officer.get(LIST))
    assert not set(shown(answer)) & set(whole)
    few = officer.get(LIST, params={"woorden": "Afwezig"}).text
    assert "Meer dan" not in few


def test_the_counts_beside_the_filters_are_those_of_the_lists_behind_them(officer, mails):
    text = officer.get(LIST).text
    for name in ("reden", "soort", "kenmerk", "gemeente", "provincie", "ronde"):
        select = text.partition(f'name="{name}"')[2].partition("</select>")[0]
        options = re.findall(r'value="([^"]+)"[^>]*>[^<]*\((\d+)\)', select)
        assert options
        for value, count in options:
            listed = officer.get(LIST, params={name: value})
            assert f"<caption>{count} mail" in listed.text


@pytest.mark.parametrize(
    "asked",
    [
        {"reden": "x"},
        {"pagina": "x"},
        {"volgorde": "x"},
        {"stand": "x"},
        {"self": "1", "name": "2"},
    ],
)
def test_what_the_address_asks_wrongly_asks_for_nothing(officer, mails, asked):
    assert len(shown(officer.get(LIST, params=asked))) == 25


def test_a_column_sorts_both_ways(officer, mails):
    first = shown(officer.get(LIST, params={"volgorde": "confidence"}))[0]
    assert first == mails["uncertain"]
    answer = officer.get(LIST, params={"volgorde": "-received"})
    assert shown(answer)[0] == mails["extension"]
    assert 'aria-sort="descending"' in answer.text


def test_words_of_a_mail_are_text(officer, mails):
    text = officer.get(LIST, params={"volgorde": "-received"}).text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_a_mail_is_put_on_ones_own_name_and_the_list_stays_as_it_was(officer, mails, engine):
    mail = mails["extension"]
    answer = officer.post(
        LIST + "/op-mijn-naam?reden=extension", on=LIST, mail=version(engine, mail)
    )
    assert answer.headers["location"] == LIST + "?reden=extension"
    text = officer.get(LIST, params={"van": "behandelaar"}).text
    assert mail in text
    assert "De mail staat op uw naam." in text
    assert 'Van mij <span class="count">1</span>' in text


def test_who_is_second_is_told_what_changed(officer, mails, engine):
    mail = mails["extension"]
    seen = version(engine, mail)
    with transaction(engine) as session:
        number = int(seen.partition(":")[2])
        what = AssignMail("coordinator")
        decide_mail(session, mail, what, officer="coordinator", version=number, now=NOW)
    answer = officer.post(LIST + "/op-mijn-naam", on=LIST, mail=seen)
    assert answer.status_code == 409
    assert "coordinator wees de mail toe" in answer.text
    assert "1 juli 2026, 12.00 uur" in answer.text
    with snapshot(engine) as session:
        assert len(held_of(session, mail).decisions) == 1


def test_mails_that_ask_for_nothing_are_dealt_with_together(officer, mails, engine):
    chosen = [version(engine, mails[name]) for name in ("machine", "machine too")]
    answer = officer.post(LIST + "/afhandelen", on=LIST, kies=chosen)
    assert answer.status_code == 303
    assert "2 mails zijn afgehandeld." in officer.get(LIST).text
    with snapshot(engine) as session:
        for name in ("machine", "machine too"):
            assert held_of(session, mails[name]).disposition is Disposition.DEALT_WITH


def test_of_mails_chosen_together_one_that_asks_something_stops_all(officer, mails, engine):
    chosen = [version(engine, mails[name]) for name in ("machine", "extension")]
    assert officer.post(LIST + "/afhandelen", on=LIST, kies=chosen).status_code == 400
    with snapshot(engine) as session:
        assert held_of(session, mails["machine"]).disposition is Disposition.OPEN


def test_only_mails_that_ask_for_nothing_can_be_chosen(officer, mails):
    text = officer.get(LIST, params={"soort": "auto_reply"}).text
    assert text.count('name="kies"') == 2
    assert 'name="kies"' not in officer.get(LIST, params={"reden": "extension"}).text


def test_a_mail_that_was_set_aside_is_tried_again(officer, mails, engine, clock):
    text = officer.get(LIST).text
    assert "the attachment &lt;b&gt;x&lt;/b&gt; is damaged" in text
    clock.forward(minutes=1)
    answer = officer.post(LIST + "/opnieuw", on=LIST, mail=mails["aside"])
    assert answer.status_code == 303
    with snapshot(engine) as session:
        assert failures(session)[0].next_try_at == clock.now


def test_a_mail_that_waits_for_its_scan_to_be_read_is_told_with_the_list(officer, mails, engine):
    assert "met een scan" not in officer.get(LIST).text
    with transaction(engine) as session:
        put_off(session, mails["aside"])
    text = officer.get(LIST).text
    assert "1 mail met een scan staat nog niet in deze lijst." in text
    assert f'href="/mails/{mails["aside"]}"' in text
    page = officer.get(f"/mails/{mails['aside']}").text
    assert "De computer moet de scan nog lezen" in page
    assert "nog niet beoordeeld" in page


@pytest.mark.parametrize("mail", ["", "x", "x:", "x:-1", "../x:1", "0" * 64])
def test_a_mail_that_is_none_is_refused(officer, mail):
    answer = officer.post(LIST + "/op-mijn-naam", on=LIST, mail=mail)
    assert answer.status_code in (400, 404)


def test_a_reader_sees_the_list_and_no_buttons(as_role, mails):
    text = as_role(Role.READER).get(LIST).text
    assert "Op mijn naam" not in text
    assert "Opnieuw proberen" not in text
    assert 'name="kies"' not in text


def test_the_page_asks_the_database_few_questions(officer, mails, engine):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    officer.get(LIST, params={"reden": "complete", "woorden": "reactie"})
    questions = [each for each in asked if each.startswith(("SELECT", "WITH"))]
    assert 0 < len(questions) <= 15


def test_the_empty_list_says_so(as_role):
    assert "U bent bij: er is niets te beoordelen." in as_role(Role.OFFICER).get(LIST).text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_list_is_accessible_and_fits(visitor, served_list, scheme, size):
    someone = visitor(Role.OFFICER, scheme=scheme, size=size)
    someone.open(LIST + "?soort=auto_reply")
    assert someone.violations() == []
    assert not someone.overflows()
    page = someone.open(LIST)
    page.get_by_text("Filter de lijst").click()
    assert someone.violations() == []
    assert not someone.overflows()


def test_an_officer_takes_a_mail_and_deals_with_others_by_keyboard(visitor, served_list):
    page = visitor(Role.OFFICER, script=False).open(LIST + "?soort=auto_reply")
    page.get_by_role("button", name="Op mijn naam").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("De mail staat op uw naam.").wait_for()
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Gekozen mails afhandelen").focus()
    page.keyboard.press("Enter")
    tells(page, "1 mail is afgehandeld.")
    assert page.url.endswith("?soort=auto_reply")
    assert page.get_by_role("checkbox").count() == 1


@pytest.fixture(scope="module")
def served_list(served):
    """Mails in the database that is served."""
    engine = open_database(served.database)
    fill(engine)
    engine.dispose()
