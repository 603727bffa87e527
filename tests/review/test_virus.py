"""An attachment with a virus: told on the page of its mail, and offered after a warning only."""

from dataclasses import replace

import pytest

from rules.mail import Scan, Scanned
from rules.roles import Role
from storage.database import transaction
from storage.judgements import file_mail
from tests.review.mails import NOW, judgement
from tests.review.sent_mails import keep_and_read, message, pdf


@pytest.fixture
def infected(engine):
    """A mail with a sound note and a letter with a virus."""
    made = message()
    made.add_attachment("Notitie.\n", filename="notitie.txt")
    made.add_attachment(pdf("Brief"), maintype="application", subtype="pdf", filename="brief.pdf")
    with transaction(engine) as session:
        mail, read = keep_and_read(session, made.as_bytes(), 1)
        verdicts = (Scanned(Scan.CLEAN), Scanned(Scan.FOUND, "Kwaad.<b>Virus"))
        files = tuple(
            replace(each, scanned=verdict)
            for each, verdict in zip(read.attachments, verdicts, strict=True)
        )
        judged = judgement(proposals=())
        read = replace(read, attachments=files)
        file_mail(session, mail, read, judged, "1", links=(), now=NOW)
    return f"/mails/{mail}"


@pytest.fixture
def reader(as_role):
    return as_role(Role.READER)


def test_the_page_tells_each_verdict_and_shows_no_infected_file(reader, infected):
    text = reader.get(infected).text
    assert "geen virus gevonden" in text
    assert "Virus gevonden" in text
    assert "Kwaad.&lt;b&gt;Virus" in text
    assert "toon=1" not in text
    assert "<iframe" not in reader.get(f"{infected}?toon=1").text


@pytest.mark.parametrize("path", ["/bijlagen/1", "/bron"])
def test_it_is_offered_after_a_warning_only(reader, infected, path):
    warned = reader.get(infected + path)
    assert (warned.status_code, "content-disposition" in warned.headers) == (409, False)
    assert "Open dit bestand niet" in warned.text
    assert f'href="{infected}{path}?toch=ja"' in warned.text
    sure = reader.get(f"{infected}{path}?toch=ja")
    assert sure.headers["content-disposition"].startswith("attachment;")


def test_it_is_never_shown_here(reader, infected):
    assert reader.get(f"{infected}/bijlagen/1/pdf?toch=ja").status_code == 409


def test_a_sound_file_is_saved_at_once(reader, infected):
    assert reader.get(f"{infected}/bijlagen/0").status_code == 200
