"""Mails with scanned pages step aside, and are read behind all others by text recognition."""

import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event

import pytest

from intake import breaking_off, leases
from intake.config import ReadingConfig
from intake.desk import Desk
from intake.errors import PutOff
from intake.filing import Filer
from intake.judging import load_judge
from intake.lots import file_waiting
from intake.reading import read_mail
from intake.recogniser import Recogniser
from intake.registry import default_registry
from intake.scans import Scans
from intake.tally import Tally
from storage.database import snapshot, transaction
from storage.failures import failures
from storage.leases import acquire
from storage.ledger import Arrival, State, keep_all
from storage.mail_page import mail_page
from tests import files
from tests.events import logged
from tests.files import File, mail_with
from tests.intake.mails import numbered
from tests.intake.reads import PATIENT, content_at
from tests.intake.scanned import AT, WORDS, counts, scan, tries
from tests.servers import PATIENCE
from tests.system.programs import until

LIMITS = ReadingConfig(**PATIENT)
FRESH = timedelta(days=7)
SCANS = {
    "a PDF": lambda: scan(),
    "a picture": lambda: mail_with(File("scan.png", files.picture(WORDS))),
    "a PDF with a page of text": lambda: mail_with(
        File("brief.pdf", files.joined(files.pdf("Een brief met tekst."), files.scanned_pdf(WORDS)))
    ),
    "in an archive": lambda: mail_with(
        File("stukken.zip", files.zipped({"scan.pdf": files.scanned_pdf(WORDS)}))
    ),
    "in a mail": lambda: mail_with(File("eerder.eml", scan(), "message/rfc822")),
}


@pytest.mark.parametrize("kind", SCANS)
def test_a_mail_with_a_scan_is_put_off_where_scans_are(kind):
    raw = SCANS[kind]()
    with pytest.raises(PutOff):
        read_mail(raw, AT, LIMITS, puts_off_scans=True)
    texts = read_mail(raw, AT, LIMITS).texts
    assert any(WORDS in " ".join(text.content.split()) for text in texts)


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(lambda: File("brief.pdf", files.pdf(WORDS)), id="a PDF with text"),
        pytest.param(
            lambda: File("logo.png", files.saved(files.drawing("x", (600, 200)), "PNG")),
            id="a logo",
        ),
        pytest.param(lambda: File("scan.pdf", files.scanned_pdf(WORDS)[:900]), id="a damaged scan"),
    ],
)
def test_other_mails_are_read_at_once(file):
    raw = mail_with(file())
    assert read_mail(raw, AT, LIMITS, puts_off_scans=True) == read_mail(raw, AT, LIMITS)


def test_where_no_page_may_be_recognised_none_is_waited_for():
    none = ReadingConfig(max_ocr_pages=0)
    mail = read_mail(scan(), AT, none, puts_off_scans=True)
    assert mail.attachments[0].unreadable == "too many scanned pages: 0"


# ------------------------------------------------------------------ filing


@pytest.fixture(scope="module")
def desk():
    return Desk(load_judge(default_registry()), LIMITS, scans=Scans.LATER)


@pytest.fixture
def recogniser(engine):
    with closing(Filer(engine, LIMITS, roll_over=True, scans=Scans.BEHIND)) as filer:
        yield filer


def keep(engine, *raws):
    """Keep mails, a minute after one another; their names."""
    arrivals = [
        Arrival("ibt", "INBOX", 7, uid, raw, f"<{uid}@x>", AT + timedelta(minutes=uid))
        for uid, raw in enumerate(raws, 1)
    ]
    with transaction(engine) as session:
        return [each.mail for each in keep_all(session, arrivals, AT)]


def test_the_others_are_filed_first_and_the_scan_with_all_of_its_text(engine, desk, recogniser):
    mail, *_ = keep(engine, scan(WORDS, "Dat is alles."), numbered(1), numbered(2))
    tally = Tally()
    file_waiting(engine, desk, tally, Event())
    assert (tally.filed, tally.put_off, tally.set_aside) == (2, 1, 0)
    assert counts(engine) == {State.FILED: 2, State.WANTS_OCR: 1}
    with snapshot(engine) as session:
        assert mail_page(session, mail, AT.date()).held is None
    recogniser.recognise(tally, Event(), FRESH)
    assert counts(engine) == {State.FILED: 3}
    with snapshot(engine) as session:
        reading = mail_page(session, mail, AT.date()).reading
        assert failures(session) == []
    content = " ".join(content_at(reading, "scan.pdf").split())
    assert content == f"{WORDS} Dat is alles."


def test_a_copy_of_a_scan_is_one(engine, desk, recogniser):
    raw = scan()
    keep(engine, raw, b"Received: from a.example by b.example; x\n" + raw)
    file_waiting(engine, desk, Tally(), Event())
    recogniser.recognise(Tally(), Event(), FRESH)
    assert counts(engine) == {State.FILED: 2}


def test_at_the_end_a_scan_that_takes_long_is_given_back(engine, desk, recogniser, monkeypatch):
    keep(engine, scan(*[WORDS] * 30))
    file_waiting(engine, desk, Tally(), Event())
    monkeypatch.setattr(breaking_off, "STOP_SECONDS", 1.0)
    beside = Recogniser(
        partial(recogniser.recognise, fresh=FRESH),
        every_seconds=PATIENCE,
        filed=lambda: None,
    )
    beside.start()
    until(lambda: tries(engine), "the mail in hand")
    beside.end()
    until(lambda: not tries(engine), "the mail given back")
    assert counts(engine) == {State.WANTS_OCR: 1}


def taken_over(engine):
    """Have another program recognise from now on; a lease that ran out is free to be taken."""
    with transaction(engine) as session:
        later = datetime.now(UTC) + timedelta(days=1)
        assert acquire(session, leases.RECOGNISING, "elsewhere/7", later, 60)


def renewed():
    """Whether a lease is renewed by this process."""
    return any("keep_lease" in each.name for each in threading.enumerate())


def test_where_another_recognises_by_now_no_other_scan_is_begun(
    engine, desk, recogniser, monkeypatch
):
    keep(engine, scan(f"{WORDS} 1"), scan(f"{WORDS} 2"))
    file_waiting(engine, desk, Tally(), Event())
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.1)

    def between():
        taken_over(engine)
        until(lambda: not renewed(), "that the loss is noticed")

    with logged() as events:
        recogniser.recognise(Tally(), Event(), FRESH, each=between)
    assert counts(engine) == {State.FILED: 1, State.WANTS_OCR: 1}
    assert [each["reason"] for each in events if each["event"] == "recognising_left"] == [
        "another instance recognises scanned pages by now; this one begins with no other"
    ]


def test_where_another_recognises_by_now_a_scan_that_takes_long_is_left_to_it(
    engine, desk, recogniser, monkeypatch
):
    keep(engine, scan(*[WORDS] * 30))
    file_waiting(engine, desk, Tally(), Event())
    for module, name in (
        (leases, "RENEW_SECONDS"),
        (breaking_off, "LOOK_SECONDS"),
        (breaking_off, "STOP_SECONDS"),
    ):
        monkeypatch.setattr(module, name, 0.1)
    work = threading.Thread(target=recogniser.recognise, args=(Tally(), Event(), FRESH))
    with logged() as events:
        work.start()
        until(lambda: tries(engine), "the mail in hand")
        taken_over(engine)
        work.join(PATIENCE)
    assert (counts(engine), tries(engine)) == ({State.WANTS_OCR: 1}, [])
    assert [each["event"] for each in events] == ["recognising_left"]


def test_within_a_bound_of_time_one_scan_is_read_and_the_others_wait(engine, desk, recogniser):
    keep(engine, *(scan(f"{WORDS} {number}") for number in range(3)))
    file_waiting(engine, desk, Tally(), Event())
    tally = Tally()
    recogniser.recognise(tally, Event(), FRESH, seconds=0.01)
    assert (tally.filed, recogniser.left()) == (1, 2)
    recogniser.recognise(tally, Event(), FRESH)
    assert (tally.filed, recogniser.left()) == (3, 0)
