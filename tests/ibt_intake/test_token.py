"""`ibt-intake token`: a program's token is shown once, listed, and revoked."""

import re

from storage.access_tokens import access_token, access_tokens
from storage.database import open_database, snapshot
from tests.databases import database_at


def kept(token):
    engine = open_database(database_at("ibt-intake-data"))
    with snapshot(engine) as session:
        found = access_token(session, token)
        names = [each.name for each in access_tokens(session)]
    engine.dispose()
    return found, names


def test_a_token_is_printed_once_and_opens_what_was_asked(ibt):
    done = ibt("token", "add", "raadsite", "--scope", "totals", "--scope", "cases", "--days", "30")
    assert done.status == 0
    token = done.out.strip()
    assert re.fullmatch(r"ibt_[\w-]{43}", token)
    found, names = kept(token)
    assert (found.scopes, names) == ({"totals", "cases"}, ["raadsite"])
    assert (found.expires_at - found.made_at).days == 30
    listed = ibt("token", "list")
    assert "cases totals" in listed.out
    assert token not in listed.out


def test_a_name_is_given_once_and_revoking_ends_a_token(ibt):
    token = ibt("token", "add", "raadsite", "--scope", "totals").out.strip()
    again = ibt("token", "add", "raadsite", "--scope", "totals")
    assert (again.status, again.errors) == (
        1,
        ["ibt-intake: there is a token raadsite already; choose another name"],
    )
    for _ in range(2):
        assert ibt("token", "revoke", "raadsite").status == 0
    assert kept(token)[0].revoked_at is not None
    assert "revoked" in ibt("token", "list").out
    assert ibt("token", "revoke", "een").status == 1
