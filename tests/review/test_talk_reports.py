"""Reports of talks: read by who has the right, and no trace of them for anybody else."""

import io
import re
import zipfile

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from review.pages import PAGES
from rules.roles import Role
from rules.talks import TalkFacts, TalkKind
from storage.accounts import change_account
from storage.database import snapshot, transaction
from storage.errors import KeyUnusable
from storage.events import all_events, verify_events
from storage.keys import KEY_BYTES
from storage.tables.mails import MailRow
from storage.tables.talks import TalkReportRow
from storage.talk_reports import opened, report_of, sealed
from storage.talks import plan_talk
from tests.review.cases import fill_cases, words
from tests.review.conftest import NAMES, PASSWORD
from tests.review.mails import NOW

# No page, table or letter holds these words.
TOLD = "Zebravink kwispelt; de wethouder fluisterde over Kwartelhof en 37 zeppelins."
WORDS = ("Zebravink", "kwispelt", "Kwartelhof", "zeppelins")
WHAT_CHANGES = re.compile(r'name="(csrf|formulier)" value="[^"]*"')
PARTS = {"name": "behandelaar", "vorm": "csv", "besluit": "1", "bijlage": "0"}


@pytest.fixture
def app(app_of):
    """The application, for who asks for every page and file twice in a minute."""
    return app_of(paced_per_minute=1_000)


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


@pytest.fixture
def talk(engine, cases):
    facts = TalkFacts(TalkKind.OFFICIAL, NOW, 60, "Ede", "de wethouder")
    with transaction(engine) as session:
        made = plan_talk(session, facts, [cases["Ede"]], uid="x", officer="behandelaar", now=NOW)
    return f"/gesprekken/{made.id}"


@pytest.fixture
def trusted(as_role, engine):
    """A browser of a role, with the right."""

    def make(role):
        with transaction(engine) as session:
            change_account(session, NAMES[role], reads_reports=True, actor="beheerder", now=NOW)
        return as_role(role)

    return make


def write(browser, talk, text=TOLD, number=0):
    return browser.post(f"{talk}/verslag", tekst=text, nummer=str(number))


def bare(answer):
    """What a page answers, but for what is new each time."""
    content = answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            content = b"".join(whole.read(name) for name in sorted(whole.namelist()))
    return answer.status_code, WHAT_CHANGES.sub("", content.decode("utf-8", "replace"))


def every_page(browser, case, talk, mail):
    """What each page answers that can be asked for, by its address."""
    parts = PARTS | {"case": case, "talk": talk.rpartition("/")[2], "mail": mail}
    addresses = [
        re.sub(r"\{(\w+)\}", lambda found: str(parts.get(found[1], "1")), page.path)
        for page in PAGES
        if page.method == "GET" and "oidc" not in page.name
    ]
    addresses += [f"/zoeken?woorden={word}" for word in WORDS]
    addresses += [f"{talk}/verslag", "/gesprekken", f"/zaken?woorden={WORDS[0]}"]
    return {each: bare(browser.get(each)) for each in dict.fromkeys(addresses)}


@pytest.mark.parametrize("role", list(Role))
def test_without_the_right_nothing_changes_anywhere_when_a_report_is_written_and_read(
    as_role, engine, cases, talk, trusted, role
):
    with snapshot(engine) as session:
        mail = session.exec(select(MailRow.sha256).order_by(MailRow.sha256)).first()
    browser = as_role(role)
    before = every_page(browser, cases["Ede"], talk, mail)
    other = Role.OFFICER if role is not Role.OFFICER else Role.COORDINATOR
    with capture_logs() as logs:
        writer = trusted(other)
        assert write(writer, talk).status_code == 303
        assert WORDS[0] in writer.get(f"{talk}/verslag").text
    after = every_page(browser, cases["Ede"], talk, mail)
    changed = [each for each in before if before[each] != after[each]]
    # Administrators see who has the right; that somebody has it tells of no report.
    seen = ["/accounts", "/accounts.csv", "/accounts/behandelaar"]
    assert sorted(changed) == (seen if role is Role.ADMINISTRATOR else [])
    told = [after[each][1] for each in after if "woorden=" not in each]  # those echo what is sought
    assert not any(word in each for word in WORDS for each in told)
    assert after[f"{talk}/verslag"][0] == 404
    assert [each for each in logs if "report" in str(each) or "verslag" in str(each)] == []
    assert len([each for each in logs if each["event"] == "page"]) == 1  # the form's token


def test_neither_the_trail_nor_the_bytes_of_the_database_hold_what_was_told(
    engine, cases, talk, trusted, tmp_path
):
    writer = trusted(Role.OFFICER)
    write(writer, talk)
    writer.get(f"{talk}/verslag")
    with snapshot(engine) as session:
        events = [each for each in all_events(session) if each.object.startswith("report:")]
        assert verify_events(session) == []
        kept = session.exec(select(TalkReportRow.sealed)).all()
    assert [(each.action, each.actor) for each in events] == [
        ("report_written", "behandelaar"),
        ("report_read", "behandelaar"),
    ]
    assert {(each.before, each.after) for each in events} == {("{}", "{}")}
    files = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert len(kept) == 1  # among the bytes of the file, too, where the database is one
    assert not any(word.encode() in each for word in WORDS for each in (*kept, *files))


def test_a_report_is_read_and_written_anew_and_tells_who_did(as_role, cases, talk, trusted):
    officer, reader = trusted(Role.OFFICER), trusted(Role.READER)
    assert "Verslag (vertrouwelijk)" in words(officer.get(talk))
    write(officer, talk)
    assert TOLD in words(reader.get(f"{talk}/verslag"))
    assert write(reader, talk, "Anders.", 1).status_code == 403
    assert write(officer, talk, "Nog eens.", 0).status_code == 409  # an older form
    assert write(officer, talk, "Aangevuld.", 1).status_code == 303
    text = words(officer.get(f"{talk}/verslag"))
    assert "Aangevuld." in text
    assert "De lezer las het verslag" in text
    assert "De behandelaar schreef het verslag" in text


@pytest.mark.parametrize("role", list(Role))
def test_no_role_brings_the_right_along(as_role, engine, cases, talk, role):
    browser = as_role(role)
    assert browser.get(f"{talk}/verslag").status_code == 404
    assert write(browser, talk).status_code == 404
    with snapshot(engine) as session:
        assert session.exec(select(TalkReportRow)).all() == []


def test_an_administrator_gives_the_right_by_an_event_and_not_to_oneself(as_role, engine):
    administrator = as_role(Role.ADMINISTRATOR)
    page = "/accounts/behandelaar"
    administrator.post(page, on=page, verslagen="true", uw_wachtwoord=PASSWORD)
    own = "/accounts/beheerder"
    assert administrator.post(own, on=page, verslagen="true").status_code == 409
    with snapshot(engine) as session:
        event = [each for each in all_events(session) if each.action == "account_changed"][-1]
    assert (event.object, event.actor) == ("account:behandelaar", "beheerder")
    assert (event.before, event.after) == ('{"reads_reports":false}', '{"reads_reports":true}')


def test_a_report_opens_with_its_own_key_for_its_own_talk_alone(engine, cases, talk, trusted):
    key, other = bytes(KEY_BYTES), bytes([1] * KEY_BYTES)
    kept = sealed(key, b"talk_report/1/1", TOLD)
    assert opened(key, b"talk_report/1/1", kept) == TOLD
    assert len(kept) == len(sealed(key, b"talk_report/1/1", "kort"))  # its length tells little
    for wrong in (
        (other, b"talk_report/1/1"),
        (key, b"talk_report/2/1"),
        (key, b"talk_report/1/2"),
    ):
        with pytest.raises(KeyUnusable, match="not the one"):
            opened(*wrong, kept)
    write(trusted(Role.OFFICER), talk)
    with snapshot(engine) as session, pytest.raises(KeyUnusable):
        report_of(session, int(talk.rpartition("/")[2]), other)
