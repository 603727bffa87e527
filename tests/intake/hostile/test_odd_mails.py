"""Every odd mail yields what must come of it: B1, and with it B2, B3, B6 to B9, B15 to B17."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from intake.config import ReadingConfig
from intake.errors import SetAside
from intake.reader_process import Known, ReaderProcess
from intake.registry import default_registry
from tests.intake.hostile.odd_mails import ALL

AT = datetime(2026, 4, 9, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader():
    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        yield reader


@pytest.mark.parametrize("odd", ALL, ids=[each.name for each in ALL])
def test_b1_an_odd_mail_yields_what_can_be_had(reader, odd):
    if odd.is_aside:
        with pytest.raises(SetAside):
            reader.take(odd.raw, AT)
        return
    found = reader.take(odd.raw, AT)
    mail = found.mail
    words = "\n".join(text.content for text in mail.texts)
    paths = [each.source for each in mail.attachments]
    assert found.plainly == ""
    assert [each for each in odd.text if each not in words] == []
    assert [each for each in odd.absent if each in words] == []
    assert [each for each in odd.files or () if each not in paths] == []
    if odd.unread is not None:
        assert tuple(each.source for each in mail.attachments if each.unreadable) == odd.unread
    assert odd.flags <= {flag.value for flag in found.judgement.flags}
    if odd.subject is not None:
        assert mail.subject == odd.subject
    if odd.sender is not None:
        assert mail.sender.address == odd.sender
    told = [mail.subject, mail.message_id, *paths, *(value for _, value in mail.headers)]
    assert not [each for each in told if set(each) & {"\x00", "\r", "\n", "\x1b"}]
    assert not [each for each in paths if "\u202e" in each]
