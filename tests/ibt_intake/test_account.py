"""`ibt-intake account`: the first account, and those after it."""

import pytest

GOOD = "zee kaas fiets molen"


@pytest.fixture
def password(tmp_path):
    """Write a password to a file, as an administrator would."""

    def write(text=GOOD):
        file = tmp_path / "first-password"
        file.write_text(text + "\n")
        return file

    return write


def test_accounts_are_added_listed_disabled_and_enabled(ibt, password):
    done = ibt("account", "add", "Jo", "--role", "officer", "--password-file", password())
    assert (done.status, done.errors) == (0, [])
    shown = ibt("account", "list").out.splitlines()[-1].split()
    assert shown == ["jo", "Jo", "officer", "password", "no", "yes"]
    assert ibt("account", "disable", "jo").status == 0
    assert ibt("account", "list").out.split()[-1] == "no"
    assert ibt("account", "enable", "jo").status == 0
    assert ibt("account", "list").out.split()[-1] == "yes"


def test_the_right_to_reports_of_talks_is_given_and_taken_by_itself(ibt, password):
    ibt("account", "add", "jo", "--role", "administrator", "--password-file", password())
    for given, shown in (("give", "yes"), ("take", "no")):
        assert ibt("account", "reports", "jo", given).status == 0
        assert ibt("account", "list").out.split()[-2] == shown


@pytest.mark.parametrize(
    ("text", "told"),
    [("kort", "too short"), ("wachtwoord1234", "easy to guess"), ("", "too short")],
)
def test_a_weak_password_is_refused_in_one_line(ibt, password, text, told):
    command = ("account", "add", "jo", "--role", "officer", "--password-file", password(text))
    done = ibt(*command)
    assert done.status == 1
    assert len(done.errors) == 1
    assert told in done.errors[0]


def test_a_second_account_of_one_name_is_refused(ibt, password):
    command = ("account", "add", "jo", "--role", "officer", "--password-file", password())
    ibt(*command)
    done = ibt(*command)
    assert done.status == 1
    assert "there is an account jo already" in done.errors[0]


@pytest.mark.parametrize("command", [("disable", "jo"), ("enable", "jo"), ("password", "jo")])
def test_an_account_that_is_not_there_is_told(ibt, command):
    done = ibt("account", *command)
    assert done.status == 1
    assert "there is no account jo" in done.errors[0]


def test_a_password_is_changed(ibt, password):
    ibt("account", "add", "jo", "--role", "officer", "--password-file", password())
    done = ibt("account", "password", "jo", "--password-file", password("een ander zinnetje hier"))
    assert done.status == 0
    assert "signed out everywhere" in done.out
