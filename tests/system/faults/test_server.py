"""R5, R8 and R9: what servers do, and what is never done to them."""

import re
from datetime import timedelta

import pytest

from ibt_intake.checking import daemon_line
from intake.errors import Stop, TryLater
from tests.servers import PASSWORD
from tests.system.faults.letters import letter, letters

MINUTE = timedelta(minutes=1)
NEVER = (
    rb"(?i)^\S+ (?:UID )?(EXPUNGE|CLOSE|MOVE|COPY|SELECT|APPEND|DELETE|RENAME|STORE [^\r]*FLAGS)"
)


def an_hour_goes_by(house):
    """Passes every ten seconds, as a restless daemon would make them; how many logins it took."""
    before = house.logins()
    for _ in range(360):
        house.takes_in(later=10)
    return house.logins() - before


def with_password(house, password):
    """The server starts anew with another password."""
    house.server.stop()
    settings = house.server.folder / "dovecot.conf"
    told = settings.read_text()
    settings.write_text(re.sub(r"args = password=.*", f"args = password={password}", told))
    house.server.start()


def test_r05_a_changed_password_costs_few_logins_and_works_once_it_is_told(house):
    house.deliver(letters(2))
    house.takes_in()
    with_password(house, "anders")
    house.deliver(letters(2, first=2), password="anders")
    house.takes_in()  # the connection is no more
    assert an_hour_goes_by(house) <= 16  # a step is at most ten minutes
    (fault,) = house.takes_in().faults
    assert isinstance(fault, Stop)
    assert "password_file" in str(fault)
    house.now += timedelta(minutes=house.config.daemon.silence_minutes)
    line = daemon_line(house.engine, house.config, house.now)
    assert not line[2], "`check` is to raise the alarm"
    secret = house.installation.folder / "password"
    secret.write_text("anders")
    assert house.takes_in().faults == []  # without a restart
    house.comes_to_rest()
    house.check_at_rest()
    secret.write_text(PASSWORD)


def test_r05_a_server_that_hangs_up_after_each_login_is_left_alone(house, proxy):
    proxy.rewrite = lambda data: b"* BYE\r\n" if b"* SEARCH" in data else data
    house.deliver(letters(2))
    house.takes_in()
    assert an_hour_goes_by(house) <= 17
    proxy.rewrite = lambda data: data
    house.comes_to_rest()
    house.check_at_rest()


def test_r05_a_server_that_starts_anew_is_found_again(house):
    house.deliver(letters(2))
    house.takes_in()
    house.server.stop()
    assert isinstance(house.takes_in().faults[0], TryLater)
    house.server.start()
    house.deliver(letters(2, first=2))
    assert house.takes_in().kept == 2
    house.comes_to_rest()
    house.check_at_rest()


def test_r05_copies_cost_few_logins_where_the_password_was_changed(house):
    house.server.append([b"Subject: eerste\r\n\r\nx\r\n"], "Verzonden")
    house.installation.settings["smtp"]["sent_folder"] = "Verzonden"
    house.renew()
    house.deliver(letters(3))
    house.takes_in()
    with_password(house, "anders")
    before = house.logins()
    for _ in range(40):  # turns right after one another; back-off goes by the real clock here
        house.sends()
    assert house.logins() - before < 12
    assert len(house.sink.accepted) == 3
    with_password(house, PASSWORD)
    house.comes_to_rest()
    house.check_at_rest()
    assert house.copies() == 3


def mail_file(house, number):
    """The file of a letter on the server's disk."""
    mark = f"X-Test-Id: {number}".encode().split()
    files = [each for part in ("cur", "new") for each in (house.server.maildir / part).iterdir()]
    return next(each for each in files if each.read_bytes().split()[:2] == mark)


def test_r08_mails_that_the_server_cannot_read_hold_up_no_other(house):
    house.deliver(letters(6))
    files = [mail_file(house, number) for number in (2, 4)]
    for file in files:
        file.chmod(0)  # Dovecot ends the connection on each
    for _ in range(4):
        assert house.takes_in().faults, "it must be told each time"
    assert len(house.kept()) == 4
    house.deliver(letters(3, first=6))
    house.takes_in()
    assert len(house.kept()) == 7
    for file in files:
        file.chmod(0o600)
    house.takes_in()
    house.takes_in()
    assert len(house.kept()) == 9, "they are asked for again by themselves"
    house.comes_to_rest()
    house.check_at_rest()


def test_r08_a_mail_that_is_not_given_once_is_asked_for_at_the_next_pass(house, proxy):
    house.deliver(letters(2))
    house.takes_in()
    house.deliver(letters(1, first=2))
    once = iter([True])

    def refuse_once(data):
        found = re.search(rb"\* 3 FETCH .*?BODY\[\] .*(\r\n\S+) OK", data, re.DOTALL)
        if found and next(once, False):
            return found[1].lstrip() + b" NO [SERVERBUG] Internal error\r\n"
        return data

    proxy.rewrite = refuse_once
    house.takes_in()
    assert len(house.kept()) == 2
    house.takes_in()
    assert len(house.kept()) == 3
    house.comes_to_rest()
    house.check_at_rest()


@pytest.mark.parametrize("deed", ["rename", "delete", "forbid"])
def test_r08_a_folder_that_is_away_is_told_and_holds_up_no_other(house, deed):
    house.installation.settings["mailbox"]["folders"] = ["Zaken", "INBOX"]
    house.deliver([letter(0), letter(1)], folder="Zaken")
    house.renew()
    house.takes_in()
    folder = house.server.maildir / ".Zaken"
    with house.server.session() as officer:
        if deed == "rename":
            officer.rename("Zaken", "Archief")
        elif deed == "delete":
            officer.delete("Zaken")
        else:
            folder.chmod(0)
    house.deliver(letters(2, first=2))
    house.takes_in()
    house.renew()  # who had the folder open may go on reading it
    (fault,) = house.takes_in().faults
    assert "folder 'Zaken' cannot be opened" in str(fault)
    assert len(house.kept()) == 4
    if deed == "forbid":
        folder.chmod(0o700)
    else:
        house.installation.settings["mailbox"]["folders"] = ["INBOX"]
    house.comes_to_rest()
    house.check_at_rest()


@pytest.mark.parametrize("fault", ["missing", "full"])
def test_r08_copies_wait_until_their_folder_takes_them(house, fault):
    house.installation.settings["smtp"]["sent_folder"] = "Verzonden"
    folder = house.server.maildir / ".Verzonden"
    if fault == "full":
        house.server.append([b"Subject: eerste\r\n\r\nx\r\n"], "Verzonden")
        (folder / "tmp").chmod(0)
    house.renew()
    house.deliver(letters(3))
    house.takes_in()
    assert house.sends().sent == 3
    assert house.copies() == 0
    if fault == "full":
        (folder / "tmp").chmod(0o700)
    else:
        house.server.append([b"Subject: eerste\r\n\r\nx\r\n"], "Verzonden")
    house.sends()
    house.sends()
    assert house.copies() == 3
    house.comes_to_rest()
    house.check_at_rest()


def test_r09_nothing_is_moved_or_removed_and_only_the_keyword_is_set(house, proxy):
    house.installation.settings["mailbox"] |= {"mark": "keyword", "mark_keyword": "ibt-binnen"}
    house.deliver(letters(4))
    with house.server.session() as officer:
        officer.uid("STORE", "2", "+FLAGS", r"(\Deleted)")  # an officer's, who may yet undo it
    house.comes_to_rest()
    house.takes_in(whole=True)
    house.check_at_rest()
    flags = b"".join(house.server.flags())
    assert (flags.count(b"UID "), flags.count(b"ibt-binnen"), flags.count(b"Deleted")) == (4, 4, 1)
    said = [line for line in proxy.said.split(b"\r\n") if re.match(NEVER, line)]
    assert [re.sub(rb"^\S+ ", b"", line) for line in said] == [
        b'SELECT "INBOX"',
        b"UID STORE 1,2,3,4 +FLAGS.SILENT (ibt-binnen)",
    ]
