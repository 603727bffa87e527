"""R3 and R4: what networks do to a connection."""

import time
from threading import Event

import pytest

from intake.config import MailboxConfig
from intake.errors import TryLater
from tests.system.faults.letters import letter, letters
from tests.system.faults.proxy import Deed, Fault, Proxy

TIMEOUT = 3.0  # seconds: little enough to wait for, and enough for a server on a busy machine
BODY = b"BODY[] {"  # what stands before the bytes of a mail


@pytest.fixture
def impatient(house, proxy):
    """The house soon gives up a server that is silent."""
    house.installation.settings["mailbox"]["timeout_seconds"] = TIMEOUT
    house.renew()


def fails(house, words):
    """A pass that ends with one fault that may pass."""
    (fault,) = house.takes_in().faults
    assert isinstance(fault, TryLater), fault
    assert words in str(fault)


def test_r03_a_connection_cut_at_each_tenth_of_a_mail_leaves_no_part_of_it(house, proxy):
    raw = letter(1, size=40_000)
    house.deliver([raw])
    for share in range(10):
        proxy.faults = [Fault(Deed.CUT, BODY, after=len(raw) * share // 10)]
        fails(house, "it is tried again")
        assert not proxy.faults, "the connection was not cut"
        assert house.kept() == []
    house.comes_to_rest()
    house.check_at_rest()


def test_r03_of_a_batch_cut_in_its_last_mail_all_are_fetched_again(house, proxy):
    house.deliver(letters(3))
    house.takes_in()
    house.deliver(letters(5, first=3))
    proxy.faults = [Fault(Deed.CUT, b"<brief-7@", after=3)]
    fails(house, "it is tried again")
    assert len(house.kept()) == 3
    house.comes_to_rest()
    house.check_at_rest()


STALLS = [
    pytest.param(Fault(Deed.STALL, b"* "), id="in the greeting"),
    pytest.param(Fault(Deed.STALL, b"Logged in"), id="after the login"),
    pytest.param(Fault(Deed.STALL, b"UIDVALIDITY"), id="while the folder is opened"),
    pytest.param(Fault(Deed.STALL, b"RFC822.SIZE"), id="in the sizes"),
    pytest.param(Fault(Deed.STALL, BODY, after=500), id="in a mail"),
    pytest.param(Fault(Deed.STALL, b"SEARCH", from_client=True), id="before it hears a command"),
]


@pytest.mark.usefixtures("impatient")
def test_r04_a_server_that_falls_silent_is_given_up_and_asked_again(house, proxy):
    assert MailboxConfig().timeout_seconds <= 60
    for number, stall in enumerate(each.values[0] for each in STALLS):
        house.deliver([letter(number)])
        house.renew()
        proxy.faults = [stall]
        begun = time.monotonic()
        fails(house, "is silent")
        assert time.monotonic() - begun < 10 * TIMEOUT, "it took far longer than the timeout"
        assert house.takes_in().faults == []  # the next pass, with nothing mended
    house.comes_to_rest()
    house.check_at_rest()


@pytest.mark.usefixtures("impatient")
def test_r04_silence_while_mail_is_waited_for_is_given_up_too(house, proxy):
    house.deliver(letters(1))
    house.takes_in()
    proxy.faults = [Fault(Deed.STALL, b"+ idling\r\n")]
    assert house.mailbox.wait(0.3, Event()), "what is wrong is to come out at the next pass"
    assert not proxy.faults
    house.deliver(letters(1, first=1))
    assert house.takes_in().kept == 1
    house.comes_to_rest()
    house.check_at_rest()


def test_r04_silence_while_tls_is_agreed_is_given_up_too(house):
    proxy = Proxy(house.server.tls_port)
    house.installation.settings["mailbox"] |= {
        "port": proxy.port,
        "timeout_seconds": TIMEOUT,
        "security": "tls",
        "ca_file": str(house.server.ca_file),
    }
    house.renew()
    house.deliver(letters(1))
    proxy.faults = [Fault(Deed.STALL, b"\x16\x03", after=20)]
    fails(house, "is silent")
    assert house.takes_in().faults == []
    house.comes_to_rest()
    house.check_at_rest()
    house.close()
    proxy.close()


@pytest.mark.usefixtures("impatient")
def test_r04_a_slow_line_is_no_silence(house, proxy):
    proxy.bytes_per_second = 30_000
    house.deliver([letter(1, size=150_000)])  # takes longer than the timeout, without a pause
    assert house.takes_in().faults == []
    house.comes_to_rest()
    house.check_at_rest()
