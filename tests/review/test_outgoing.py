"""Mails that go out: officers read, change and send proposals, and settle what went wrong."""

import re
from datetime import date

import pytest

from review.deeds import deed
from review.outgoing_words import held_told
from rules.contacts import Contact, ContactRole
from rules.decisions import AskSupplement
from rules.holds import HoldReason
from rules.judgement import Element
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from rules.roles import Role
from storage.case_decisions import decide_case
from storage.contacts import import_contacts
from storage.database import snapshot, transaction
from storage.events import events_of, verify_events
from storage.outgoing import entry_with
from storage.proposed import hold, propose, reword
from storage.sending import drop, queue
from storage.versions import version_of_case
from tests.review.cases import fill_cases, words
from tests.review.mails import NOW
from tests.review.outbox import comes_back, fill_outbox, mail

DUE = date(2026, 7, 15)


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


@pytest.fixture
def mails(engine, cases):
    return fill_outbox(engine)


@pytest.fixture
def officer(as_role, mails):
    return as_role(Role.OFFICER)


@pytest.fixture
def entry(engine, mails):
    """A mail of the outbox by its name, as it stands now."""

    def read(name):
        with snapshot(engine) as session:
            return entry_with(session, mails[name])

    return read


def version(browser, path):
    return re.search(r'name="versie" value="(\d+)"', browser.get(path).text)[1]


def send(browser, number, what, *, quoting=None, **fields):
    """Send a form of the page of a mail."""
    path = f"/uitgaand/{number}"
    return browser.post(f"{path}/{what}", versie=quoting or version(browser, path), **fields)


def actions(engine, number):
    with snapshot(engine) as session:
        assert verify_events(session) == []
        return [(each.action, each.actor) for each in events_of(session, f"outgoing:{number}")]


def rows(answer):
    """The rows of a page's table, as text."""
    body = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in body.split("</tr>")[:-1]]


@pytest.mark.parametrize(
    ("part", "count", "shown"),
    [
        pytest.param("", 4, ["Herinnering", "Verzoek om aanvulling"], id="proposals"),
        pytest.param(
            "held",
            1,
            ["Er ligt nog ongelezen post van deze gemeente.", "De gemeente heeft om uitstel"],
            id="held, and why",
        ),
        pytest.param("put_off", 1, ["niet voor 6 juli 2026"], id="put off"),
        pytest.param("queued", 1, ["De behandelaar"], id="queued"),
        pytest.param(
            "doubtful",
            3,
            ["Niet zeker verstuurd", "Niet aangenomen", "Teruggekomen"],
            id="doubtful",
        ),
        pytest.param("sent", 1, ["1 juli 2026, 12.00 uur"], id="sent"),
        pytest.param("cancelled", 1, ["Niet verstuurd"], id="cancelled"),
    ],
)
def test_each_part_of_the_outbox_is_a_list(as_role, mails, part, count, shown):
    page = as_role(Role.READER).get(f"/uitgaand?stand={part}")
    found = rows(page)
    assert len(found) == count
    assert re.search(rf'aria-current="true">[^<]*<span class="count">{count}</span>', page.text)
    for text in shown:
        assert any(text in row for row in found)


def test_the_list_is_narrowed_by_sort_and_municipality(officer, mails):
    assert len(rows(officer.get("/uitgaand?soort=reminder"))) == 2
    assert len(rows(officer.get("/uitgaand?soort=reminder&gemeente=Ede"))) == 1
    assert rows(officer.get("/uitgaand?soort=digest")) == []


def test_what_was_put_off_comes_back_on_its_day(as_role, mails, clock):
    clock.forward(days=5)
    assert len(rows(as_role(Role.OFFICER).get("/uitgaand"))) == 5


def test_a_mail_shows_its_words_its_case_and_what_happened_to_it(officer, mails, cases):
    page = officer.get(f"/uitgaand/{mails['uncertain']}")
    text = words(page)
    assert "Geacht college, Wij ontvingen uw bericht op" in text
    assert "post@delft.nl" in text
    assert "Het is niet zeker of de gemeente deze mail kreeg" in text
    assert "the line broke after DATA" in text
    assert "de computer weet niet zeker of de mail is verstuurd" in text
    assert f"/zaken/{cases['Delft']}" in page.text


def test_why_the_program_dropped_a_mail_is_told_in_dutch(officer, mails, engine):
    with transaction(engine) as session:
        drop(session, mails["ready"], NOW)
    text = words(officer.get(f"/uitgaand/{mails['ready']}"))
    assert "Reden: Deze mail is niet meer nodig." in text
    assert "no longer called for" not in text


def test_the_words_of_a_server_are_quoted_as_english(officer, mails):
    trail = officer.get(f"/uitgaand/{mails['refused']}").text.partition('<ol class="trail">')[2]
    assert 'De computer noteerde: <q lang="en">550 no such user (address)</q>' in trail


def test_the_html_of_a_mail_can_do_nothing(officer, mails):
    page = officer.get(f"/uitgaand/{mails['ready']}/weergave")
    assert "<p>Geacht college,</p>" in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")


def test_an_officer_sends_a_proposal(officer, mails, entry, engine):
    answer = send(officer, mails["ready"], "versturen")
    assert answer.headers["location"] == f"/uitgaand/{mails['ready']}"
    assert "De mail staat in de wachtrij." in words(officer.get(f"/uitgaand/{mails['ready']}"))
    assert entry("ready").state is OutgoingState.QUEUED
    assert entry("ready").approved_by == "behandelaar"
    assert actions(engine, mails["ready"])[-1] == ("mail_queued", "behandelaar")


def test_a_mail_that_is_held_cannot_be_sent(officer, mails, entry):
    page = officer.get(f"/uitgaand/{mails['held']}")
    assert "Deze mail wordt nu niet verstuurd." in page.text
    assert "/versturen" not in page.text
    assert send(officer, mails["held"], "versturen").status_code == 409
    assert entry("held").state is OutgoingState.PROPOSED


def test_a_proposal_that_came_to_be_held_meanwhile_is_not_sent(officer, mails, entry, engine):
    quoting = version(officer, f"/uitgaand/{mails['ready']}")
    with transaction(engine) as session:
        hold(session, mails["ready"], ["unread"])
    assert send(officer, mails["ready"], "versturen", quoting=quoting).status_code == 409
    assert entry("ready").state is OutgoingState.PROPOSED


def test_what_was_sent_by_another_in_the_meantime_is_told(officer, mails, engine):
    quoting = version(officer, f"/uitgaand/{mails['ready']}")
    with transaction(engine) as session:
        queue(session, mails["ready"], NOW, officer="coordinator")
    answer = send(officer, mails["ready"], "versturen", quoting=quoting)
    assert answer.status_code == 409
    assert "coordinator zette de mail in de wachtrij" in words(answer)


def test_an_officer_changes_the_words_and_both_forms_of_the_mail_follow(officer, mails, entry):
    number = mails["ready"]
    form = officer.get(f"/uitgaand/{number}/wijzigen").text
    quoting = re.search(r'name="versie" value="(\d+)"', form)[1]
    fields = {"onderwerp": "Een & ander", "tekst": "Geacht college,\n\n1. Een <b>\n2. Twee"}
    answer = send(officer, number, "wijzigen", quoting=quoting, **fields)
    assert answer.status_code == 303
    now = entry("ready").outgoing
    assert now.subject == "Een & ander"
    assert now.text == "Geacht college,\n\n1. Een <b>\n2. Twee\n"
    assert "<li>Een &lt;b&gt;</li>" in now.html
    assert now.to == ("post@ede.nl",)
    assert "De behandelaar wijzigde de tekst van de mail" in words(
        officer.get(f"/uitgaand/{number}")
    )
    assert send(officer, number, "wijzigen", quoting=quoting, **fields).status_code == 409


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        pytest.param({"onderwerp": "", "tekst": "Ja"}, "Onderwerp: Vul dit veld in.", id="empty"),
        pytest.param(
            {"onderwerp": "Ja\nBcc: a@b.nl", "tekst": "Ja"},
            "Onderwerp: Zet het onderwerp op één regel.",
            id="a header of its own",
        ),
        pytest.param({"onderwerp": "Ja", "tekst": " "}, "Tekst: Vul dit veld in.", id="no text"),
    ],
)
def test_words_that_are_no_mail_are_told_at_their_field(officer, mails, entry, fields, told):
    answer = send(officer, mails["ready"], "wijzigen", **fields)
    assert answer.status_code == 422
    assert told in words(answer)
    assert entry("ready").outgoing.subject != fields["onderwerp"]


def test_not_now_puts_a_proposal_off_to_a_day(officer, mails, entry, engine):
    assert send(officer, mails["ready"], "niet-nu", tot="2026-07-08").status_code == 303
    assert len(rows(officer.get("/uitgaand?stand=put_off"))) == 2
    text = words(officer.get(f"/uitgaand/{mails['ready']}"))
    assert "Deze mail komt op 8 juli 2026 terug bij de voorstellen." in text
    assert "niet voor: 8 juli 2026" in text
    assert actions(engine, mails["ready"])[-1] == ("mail_put_off", "behandelaar")
    assert send(officer, mails["ready"], "versturen").status_code == 303
    assert entry("ready").state is OutgoingState.QUEUED


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-07-01", "Niet voor: Kies een dag na vandaag."),
        ("2028-01-01", "Niet voor: Kies een dag binnen een jaar."),
        ("morgen", "Niet voor: Vul een datum in, bijvoorbeeld 30-04-2026."),
    ],
)
def test_a_day_that_cannot_be_is_told(officer, mails, day, told):
    answer = send(officer, mails["ready"], "niet-nu", tot=day)
    assert answer.status_code == 422
    assert told in words(answer)


@pytest.mark.parametrize("name", ["ready", "held", "queued", "refused"])
def test_a_mail_is_not_sent_at_all_with_a_reason(officer, mails, entry, name):
    assert send(officer, mails[name], "niet-versturen", reden=" ").status_code == 422
    assert send(officer, mails[name], "niet-versturen", reden="Gebeld").status_code == 303
    assert entry(name).state is OutgoingState.CANCELLED
    assert "Reden: Gebeld" in words(officer.get(f"/uitgaand/{mails[name]}"))


@pytest.mark.parametrize(
    ("name", "what", "state"),
    [
        ("uncertain", "aangekomen", OutgoingState.SENT),
        ("uncertain", "opnieuw", OutgoingState.QUEUED),
        ("refused", "opnieuw", OutgoingState.QUEUED),
        ("cancelled", "opnieuw", OutgoingState.QUEUED),
    ],
)
def test_an_officer_settles_what_went_wrong(officer, mails, entry, engine, name, what, state):
    assert send(officer, mails[name], what).status_code == 303
    assert entry(name).state is state
    assert actions(engine, mails[name])[-1][1] == "behandelaar"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("sent", "versturen"),
        ("sent", "opnieuw"),
        ("bounced", "aangekomen"),
        ("queued", "versturen"),
        ("queued", "opnieuw"),
        ("uncertain", "niet-versturen"),
        ("cancelled", "niet-nu"),
        ("sent", "opnieuw-voorstellen"),
        ("refused", "opnieuw-voorstellen"),
        ("sent", "wijzigen"),
    ],
)
def test_what_does_not_fit_how_a_mail_stands_is_refused(officer, mails, entry, name, what):
    before = entry(name)
    more = {"niet-versturen": {"reden": "x"}, "niet-nu": {"tot": "2026-07-08"}}
    more["wijzigen"] = {"onderwerp": "x", "tekst": "x"}
    assert send_with(officer, mails[name], what, more.get(what, {})).status_code == 409
    assert entry(name) == before


def test_a_refused_mail_is_changed_and_sent_again(officer, mails, entry):
    fields = {"onderwerp": "Ontvangen", "tekst": "Uw mail kwam aan."}
    assert send(officer, mails["refused"], "wijzigen", **fields).status_code == 303
    assert send(officer, mails["refused"], "opnieuw").status_code == 303
    now = entry("refused")
    assert (now.state, now.outgoing.subject) == (OutgoingState.QUEUED, "Ontvangen")


@pytest.fixture
def contact(engine):
    """Have the registry know an address of Urk."""

    def know(address):
        with transaction(engine) as session:
            new = [Contact(ContactRole.MUNICIPALITY, "Urk", address)]
            import_contacts(session, new, now=NOW)

    return know


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("post@urk.nl", "In het register staat nog hetzelfde adres: post@urk.nl."),
        ("griffie@urk.nl", "Het register heeft nu een ander adres."),
    ],
)
def test_a_mail_that_came_back_is_proposed_anew_when_an_officer_asks(
    officer, mails, engine, contact, address, told
):
    contact(address)
    comes_back(engine, mails["bounced"], "post@urk.nl")
    path = f"/uitgaand/{mails['bounced']}"
    assert told in words(officer.get(path))
    assert send(officer, mails["bounced"], "opnieuw-voorstellen").status_code == 303
    text = words(officer.get(path))
    assert "De behandelaar vroeg 1 juli 2026, 12.00 uur om een nieuw voorstel." in text
    assert "Stel de mail opnieuw voor" not in text
    assert actions(engine, mails["bounced"])[-1] == ("mail_asked_again", "behandelaar")
    with transaction(engine) as session:  # as the program does at its next turn
        new = propose(session, mail("Urk", None, trigger=f"again:{mails['bounced']}"), NOW)
    assert f'href="/uitgaand/{new}"' in officer.get(path).text
    assert f'href="{path}"' in officer.get(f"/uitgaand/{new}").text


def test_what_came_back_on_a_mail_is_shown_with_its_words(officer, mails, engine):
    report = comes_back(engine, mails["bounced"])
    page = officer.get(f"/uitgaand/{mails['bounced']}")
    assert "Wat er terugkwam Niet aangekomen" in words(page)
    assert "De locatie opent per 1 juli 2027." in words(page)
    assert f'href="/mails/{report}"' in page.text


@pytest.mark.parametrize("action", ["contacts_changed", "outbox_switched_on", "mail_asked_again"])
def test_what_is_done_to_the_outbox_has_dutch_words(action):
    assert deed(action) != action


def send_with(officer, number, what, fields):
    """Send a form that the page does not have now, with the version that the list knows."""
    page = officer.get(f"/uitgaand/{number}")
    found = re.search(r'name="versie" value="(\d+)"', page.text)
    return send(officer, number, what, quoting=found[1] if found else "999999", **fields)


def test_a_reader_reads_and_has_no_buttons(as_role, mails):
    reader = as_role(Role.READER)
    page = reader.get(f"/uitgaand/{mails['ready']}").text
    assert "Geacht college" in page
    assert "<form" not in page.partition("<main")[2]
    assert reader.post(f"/uitgaand/{mails['ready']}/versturen", versie="1").status_code == 403


ROUND = "/uitgaand/ronde?soort=reminder&brief=2026-06-01"


def chosen(page):
    return re.findall(r'name="kies" value="([^"]+)" checked', page.text)


def test_a_round_is_read_together_and_sent_with_one_approval(officer, mails, entry):
    assert ROUND.replace("&", "&amp;") in officer.get("/uitgaand").text
    page = officer.get(ROUND)
    assert len(chosen(page)) == 2
    assert "Over de brief van 1 juni 2026." in words(page)
    assert page.text.count("Wij hebben uw reactie op die brief nog niet ontvangen.") == 2
    answer = officer.post(ROUND, kies=chosen(page))
    assert answer.headers["location"] == "/uitgaand?stand=queued"
    assert {entry("ready").state, entry("ready too").state} == {OutgoingState.QUEUED}
    assert entry("supplement").state is OutgoingState.PROPOSED
    text = words(officer.get(answer.headers["location"]))
    assert "2 mails staan in de wachtrij." in text


def test_of_a_round_only_what_was_chosen_is_sent(officer, mails, entry):
    one = [each for each in chosen(officer.get(ROUND)) if each.startswith(f"{mails['ready']}:")]
    officer.post(ROUND, kies=one)
    assert entry("ready").state is OutgoingState.QUEUED
    assert entry("ready too").state is OutgoingState.PROPOSED
    assert officer.post(ROUND).headers["location"].startswith("/uitgaand/ronde")


def test_a_round_of_which_one_changed_is_not_sent_at_all(officer, mails, entry, engine):
    some = chosen(officer.get(ROUND))
    other = mail("Delft", "7473203", subject="Anders")
    with transaction(engine) as session:
        reword(session, mails["ready too"], other, NOW, officer="coordinator")
    assert officer.post(ROUND, kies=some).status_code == 409
    assert entry("ready").state is OutgoingState.PROPOSED


def test_no_mail_outside_the_round_is_sent_with_it(officer, mails, entry):
    page = officer.get("/uitgaand/ronde?soort=supplement&brief=2026-06-01")
    assert officer.post(ROUND, kies=chosen(page)).status_code == 409
    assert officer.post(ROUND, kies=["1"]).status_code == 400
    assert entry("supplement").state is OutgoingState.PROPOSED


def test_a_round_about_no_letter_holds_the_notifications(officer, mails):
    page = officer.get("/uitgaand/ronde?soort=follow_up&brief=-")
    assert len(chosen(page)) == 1
    assert "Urk" in rows(page)[0]


def test_three_hundred_mails_go_out_with_one_approval(officer, mails, engine):
    with transaction(engine) as session:
        for number in range(340):
            about = mail("Urk", None, Occasion.DIGEST, str(number))
            propose(session, about, NOW)
    address = "/uitgaand/ronde?soort=digest&brief=-"
    some = chosen(officer.get(address))
    assert len(some) == 340
    assert officer.post(address, kies=some).status_code == 303
    assert "342" not in words(officer.get("/uitgaand"))
    assert len(chosen(officer.get(address))) == 0


def test_a_case_shows_the_mails_that_went_out_about_it(officer, mails, cases):
    page = officer.get(f"/zaken/{cases['Ede']}")
    text = words(page).partition("Uitgaande mails")[2].partition("Besluiten en notities")[0]
    for told in ("Verstuurd Ontvangstbevestiging", "Voorstel Herinnering", "verstuurd op 1 juli"):
        assert told in text
    assert f'href="/uitgaand/{mails["ready"]}"' in page.text
    held = words(officer.get(f"/zaken/{cases['Tiel']}"))
    assert "Er ligt nog ongelezen post van deze gemeente." in held


def test_a_supplement_that_was_asked_for_is_shown_once_its_mail_or_its_draft(
    officer, mails, cases, engine
):
    path = f"/zaken/{cases['Ede']}"
    with transaction(engine) as session:
        about = version_of_case(session, "Ede", "7473202")
        what = AskSupplement("Nog een vraag", "Graag meer.", frozenset({Element.STEPS}), DUE)
        asked = decide_case(
            session, "Ede", "7473202", what, officer="behandelaar", version=about, now=NOW
        )
    assert "Goedgekeurd, nog niet verstuurd" in words(officer.get(path))
    with transaction(engine) as session:
        made = mail("Ede", "7473202", Occasion.SUPPLEMENT, f"decision:{asked.id}")
        propose(session, made, NOW)
    text = words(officer.get(path))
    assert "Goedgekeurd, nog niet verstuurd" not in text
    assert text.count("Voorstel Verzoek om aanvulling") == 2


def test_words_of_a_mail_are_text(officer, mails, engine):
    hostile = mail(
        "Ede", "7473202", subject="<script>x</script>", text="<img src=x>", to=("<i>@x",)
    )
    with transaction(engine) as session:
        reword(session, mails["ready"], hostile, NOW)
    for path in (
        "/uitgaand",
        f"/uitgaand/{mails['ready']}",
        ROUND,
        f"/uitgaand/{mails['ready']}/wijzigen",
    ):
        page = officer.get(path).text
        assert "<script>x" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("path", ["/uitgaand/9999", "/uitgaand/x", "/uitgaand/" + "9" * 30])
def test_a_mail_that_there_is_not_is_not_found(officer, path):
    assert officer.get(path).status_code == 404


@pytest.mark.parametrize("reason", HoldReason)
def test_every_reason_to_hold_a_mail_is_told_in_dutch(reason):
    assert held_told([reason.value])[0].endswith(".")
    assert "andere reden" not in held_told([reason.value])[0]
