"""`ibt-intake health`: what a service manager asks, again and again."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text

from ibt_intake.config import load_config
from ibt_intake.health import watched_of
from rules.health import Expiry
from tests.databases import by_hand

LONG_AGO = "2026-01-01 00:00:00.000000"


def changed(tmp_path, statement):
    """Change the database by hand."""
    with by_hand(tmp_path / "ibt-intake-data") as connection:
        connection.execute(text(statement))


def test_where_mail_was_fetched_all_is_well(ibt):
    ibt("poll")
    done = ibt("health")
    assert (done.status, done.errors) == (0, [])
    assert "good  fetch      0 minutes ago" in done.out.splitlines()
    assert {line.split()[0] for line in done.out.splitlines()} == {"good"}


def test_silence_fails_and_is_told_in_one_line(ibt, tmp_path):
    ibt("poll")
    changed(tmp_path, f"UPDATE heartbeats SET at = '{LONG_AGO}'")
    done = ibt("health")
    assert done.status == 1
    assert done.errors == ["ibt-intake: not well: fetch; see the lines that begin with bad"]
    assert "no pass ended well for too long; see whether `ibt-intake run` is alive" in done.out


def test_programs_read_one_object(ibt, tmp_path):
    ibt("poll")
    changed(tmp_path, f"UPDATE heartbeats SET at = '{LONG_AGO}'")
    done = ibt("health", "--json")
    told = json.loads(done.out)
    assert (done.status, told["grade"]) == (1, "bad")
    fetch = told["matters"]["fetch"]
    assert (fetch["grade"], fetch["since"]) == ("bad", "2026-01-01T00:00:00+00:00")
    assert told["matters"]["trail"]["grade"] == "good"


@pytest.mark.sqlite
def test_it_makes_no_database(ibt, tmp_path):
    done = ibt("health")
    assert done.status == 1
    assert "there is no database ibt-intake-data/intake.db yet" in done.errors[0]
    assert not (tmp_path / "ibt-intake-data").exists()


def test_it_changes_no_tables_of_another_version(ibt, tmp_path):
    ibt("poll")
    changed(tmp_path, "UPDATE alembic_version SET version_num = '0001'")
    done = ibt("health")
    assert done.status == 1
    assert "the tables are of another version" in done.errors[0]


@pytest.fixture
def ca_file(tmp_path):
    """A certificate that expires on 2 March 2027, one that lasts longer behind it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ministerie")])
    found = b""
    for day in (date(2027, 3, 2), date(2030, 1, 1)):
        end = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(end - timedelta(days=900))
            .not_valid_after(end)
            .sign(key, hashes.SHA256())
        )
        found += made.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "ca.pem").write_bytes(found)
    return tmp_path / "ca.pem"


def test_what_expires_is_known_from_the_settings(tmp_path, ca_file):
    (tmp_path / "config.toml").write_text(
        f'[mailbox]\nkind = "imap"\nhost = "imap.example"\nca_file = "{ca_file}"\n'
        "[smtp]\nhost = 'smtp.example'\n[smtp.oauth]\nauthority = 'https://login.example/t'\n"
        "client_id = 'a'\nclient_secret_file = 'geheim'\nsecret_expires_on = 2027-01-31\n"
    )
    found = watched_of(load_config(tmp_path / "config.toml"))
    assert found.expiries == (
        Expiry("smtp.oauth", date(2027, 1, 31), 14),
        Expiry("mailbox.ca_file", date(2027, 3, 2), 14),
    )


def test_a_file_without_certificates_has_no_expiry(tmp_path):
    (tmp_path / "ca.pem").write_text("nothing")
    (tmp_path / "config.toml").write_text(
        f'[mailbox]\nkind = "imap"\nhost = "imap.example"\nca_file = "{tmp_path}/ca.pem"\n'
    )
    assert watched_of(load_config(tmp_path / "config.toml")).expiries == ()
