"""R6, R7, R10 and R11: which mail is which."""

import re

from intake import steps
from tests.system.faults.letters import letter, letters

VALIDITY = re.compile(rb"UIDVALIDITY \d+")


def renumber(house):
    """The server numbers its folder anew."""
    house.server.stop()
    house.server.renumber()
    house.server.start()


def test_r06_a_folder_numbered_anew_with_new_mail_in_it_loses_and_doubles_nothing(house):
    house.deliver(letters(8))
    house.takes_in()
    house.sends()
    house.server.expunge([1, 2, 5])  # so that other mails get their numbers
    renumber(house)
    house.deliver(letters(4, first=8))
    house.takes_in()  # meets a connection that is no more
    assert house.takes_in().kept == 4
    house.comes_to_rest()
    house.check_at_rest()


def test_r07_without_uidvalidity_the_bytes_decide(house, proxy):
    proxy.rewrite = lambda data: VALIDITY.sub(b"UIDVALIDITY 0", data)
    house.deliver(letters(3))
    assert house.takes_in().kept == 3
    assert house.takes_in().kept == 0
    house.server.expunge([1])
    renumber(house)  # what was 2 is 1 by now, unsaid
    house.deliver(letters(2, first=3))
    house.takes_in()
    tally = house.takes_in()
    assert (tally.faults, {place[1] for place in house.installation.places()}) == ([], {0})
    house.comes_to_rest()
    house.check_at_rest()


def test_r10_what_others_do_to_mails_in_between_loses_none_that_was_fetched(house, monkeypatch):
    house.installation.settings["mailbox"] |= {"batch_mails": 1, "folders": ["INBOX", "Archief"]}
    house.deliver([letter(0)], folder="Archief")
    house.renew()
    house.deliver(letters(8, first=1))
    others_do = iter(
        [
            lambda officer: officer.uid("STORE", "2,3", "+FLAGS", r"(\Seen)"),
            lambda officer: (officer.uid("STORE", "4", "+FLAGS", r"(\Deleted)"), officer.expunge()),
            lambda officer: officer.uid("MOVE", "5", "Archief"),
        ]
    )

    def kept(engine, batch, tally, before=steps.keep_batch):
        before(engine, batch, tally)
        if deed := next(others_do, None):
            with house.server.session() as officer:
                deed(officer)

    monkeypatch.setattr(steps, "keep_batch", kept)
    assert house.takes_in().faults == []
    house.takes_in()
    house.delivered.remove(letter(4))  # gone from the server before anyone could fetch it
    house.comes_to_rest()
    house.check_at_rest()


def test_r10_mails_that_somebody_read_first_are_taken_in(house):
    house.deliver(letters(3))
    with house.server.session() as officer:
        officer.uid("STORE", "1:2", "+FLAGS", r"(\Seen)")
    assert house.takes_in().kept == 3
    house.comes_to_rest()
    house.check_at_rest()


def changed(raw, before, after):
    """Other bytes of the same mail."""
    assert before in raw
    return raw.replace(before, after, 1)


def test_r11_equal_bytes_are_one_mail_in_two_places(house):
    house.deliver([letter(1), letter(1)])
    tally = house.takes_in()
    assert (tally.kept, tally.known) == (1, 1)
    assert len(house.installation.places()) == 2
    house.comes_to_rest()
    house.check_at_rest()


def test_r11_a_copy_by_another_way_is_kept_and_called_a_copy(house):
    received = b"Received: from relay.example by mx.example; Tue, 14 Apr 2026 10:00:07 +0200\r\n"
    once = letter(1)
    to_cc = changed(once, b"To: ibt@minjenv.example", b"To: sv@minjenv.example")
    house.deliver([once, received + once, to_cc])
    house.takes_in()
    assert house.flagged("duplicate") == sorted([received + once, to_cc])
    house.comes_to_rest()
    house.check()
    assert len(house.sink.accepted) == 1, "the one who wrote gets one receipt"


def test_r11_a_message_id_used_again_for_another_letter_is_another_letter(house):
    first, second = letter(1), letter(11)  # of the same municipality
    second = changed(second, b"<brief-11@", b"<brief-1@")
    second = changed(second, b"40 reguliere", b"90 reguliere")
    house.deliver([first, second])
    house.takes_in()
    assert house.flagged("duplicate") == []
    house.comes_to_rest()
    house.check(alike=2)  # both answer the same Message-ID
    assert len(house.sink.accepted) == 2, "each is owed a receipt"


def test_r11_no_message_id_or_a_broken_one_is_no_identity(house):
    lines = [
        b"",
        b"Message-ID: \r\n",
        b"Message-ID: <>\r\n",
        b"Message-ID: <brief-\x001@ede.nl>\r\n",
        b"Message-ID: brief zonder haken\r\n",
        b"Message-ID: <twee@ede.nl>\r\nMessage-ID: <maal@ede.nl>\r\n",
    ]
    own = re.compile(rb"Message-ID: [^\r]*\r\n")
    house.deliver([own.sub(lambda _, line=line: line, letter(n)) for n, line in enumerate(lines)])
    house.takes_in()
    house.comes_to_rest()
    house.check(alike=2)
    assert house.flagged("duplicate") == []
    assert len(house.sink.accepted) == len(lines)
