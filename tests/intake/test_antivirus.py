"""Viruses in attachments: found before anything is opened; without a scanner, mails go on."""

import io
import struct
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from intake.antivirus import AntivirusAway, Scanner, version_of
from intake.config import AntivirusConfig, ReadingConfig
from intake.reading import read_mail
from rules.mail import Scan
from tests.clamav import EICAR, Clamd
from tests.listeners import Listener

RECEIVED = datetime(2026, 6, 15, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    made = Clamd(tmp_path_factory.mktemp("clamd"))
    yield AntivirusConfig(socket=made.socket)
    made.close()


def zipped(name, data):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, data)
    return made.getvalue()


def mail(**files):
    made = EmailMessage()
    made["From"] = "j@ede.nl"
    made.set_content("Zie de bijlagen.\n")
    for name, data in files.items():
        made.add_attachment(data, "application", "octet-stream", filename=name.replace("_", "."))
    return made.as_bytes()


def read(raw, antivirus):
    return read_mail(raw, RECEIVED, ReadingConfig(), antivirus)


def scans(found):
    return {each.source: each.scanned.scan for each in found.attachments}


# ------------------------------------------------------------------ with clamd itself


def test_each_file_has_its_verdict_and_a_virus_its_name(clamd):
    found = read(mail(a_txt=b"Een notitie.", b_txt=EICAR), clamd)
    assert scans(found) == {"a.txt": Scan.CLEAN, "b.txt": Scan.FOUND}
    assert found.attachments[1].scanned.virus == "Eicar-Test.UNOFFICIAL"


def test_what_has_a_virus_is_not_read_and_says_why(clamd):
    found = read(mail(b_txt=EICAR), clamd)
    assert found.attachments[0].unreadable == "a virus was found"
    assert "EICAR" not in "".join(text.content for text in found.texts)


def test_an_archive_with_a_virus_is_not_opened(clamd):
    found = read(mail(c_zip=zipped("b.txt", EICAR)), clamd)
    assert scans(found) == {"c.zip": Scan.FOUND}


def test_what_is_in_a_clean_archive_is_clean(clamd):
    found = read(mail(c_zip=zipped("a.txt", b"Een notitie.")), clamd)
    assert scans(found) == {"c.zip": Scan.CLEAN, "c.zip/a.txt": Scan.CLEAN}


def test_a_file_that_is_too_large_for_it_is_read_and_told_as_not_scanned(clamd):
    small = clamd.model_copy(update={"max_bytes": 5})
    found = read(mail(a_txt=b"Een notitie."), small)
    assert scans(found) == {"a.txt": Scan.NOT_SCANNED}
    assert "notitie" in found.texts[-1].content


def test_it_says_what_it_is(clamd):
    assert version_of(clamd).startswith("ClamAV ")


# ------------------------------------------------------------------ without


def test_without_a_scanner_nothing_is_scanned_and_all_is_read():
    found = read(mail(a_txt=b"Een notitie."), AntivirusConfig())
    assert scans(found) == {"a.txt": Scan.NOT_SCANNED}
    assert "notitie" in found.texts[-1].content


class Peer(Listener):
    """Takes what is sent, as clamd does, and says what the test tells it to say."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = 0
        self.listen()

    def _talk(self, peer):
        self.asked += 1
        with peer, peer.makefile("rb") as heard:
            while (byte := heard.read(1)) and byte != b"\0":
                pass
            while self.answer is not None and (size := struct.unpack("!L", heard.read(4))[0]):
                heard.read(size)
            if self.answer is None:
                heard.read()  # silent, until the other hangs up
            else:
                peer.sendall(self.answer)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="silent"),
        pytest.param(b"", id="hangs up"),
        pytest.param(b"stream: OK", id="cut short"),
        pytest.param(b"INSTREAM size limit exceeded. ERROR\0", id="too large for it"),
        pytest.param(b"stream: Can't allocate memory ERROR\0", id="an error of its own"),
        pytest.param(b"\xff\xfe\0", id="no words"),
        pytest.param(b"x" * 100_000, id="no end"),
    ],
)
def test_a_scanner_that_fails_holds_up_nothing_and_is_asked_once_a_mail(answer):
    peer = Peer(answer)
    config = AntivirusConfig(host="127.0.0.1", port=peer.port, timeout_seconds=1)
    found = read(mail(a_txt=b"Een notitie.", b_txt=b"Nog een."), config)
    peer.close()
    assert set(scans(found).values()) == {Scan.NOT_SCANNED}
    assert "Nog een." in found.texts[-1].content
    assert peer.asked == 1


def test_a_scanner_that_is_down_is_told(tmp_path):
    config = AntivirusConfig(socket=tmp_path / "nobody.sock")
    assert Scanner(config).scan(b"data").scan is Scan.NOT_SCANNED
    with pytest.raises(AntivirusAway, match="No such file"):
        version_of(config)
