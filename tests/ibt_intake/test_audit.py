"""`ibt-intake audit`, and what `check` and the daemon do with notes of the trail."""

import pytest
from sqlalchemy import text

from tests.databases import by_hand, unguarded
from tests.ibt_intake.mails import UNDATED, mail_at


@pytest.fixture
def cut_tail(tmp_path):
    """Cut the last event off, and let the head follow, as one who knows the program would."""

    def cut():
        with by_hand(tmp_path / "ibt-intake-data") as connection:
            unguarded(connection)
            for statement in (
                "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
                "UPDATE event_head SET count = (SELECT max(seq) FROM events), "
                "hash = (SELECT hash FROM events ORDER BY seq DESC LIMIT 1)",
            ):
                connection.execute(text(statement))

    return cut


def trail(done):
    """What `check` says of the trail."""
    (line,) = [line for line in done.out.splitlines() if "audit trail" in line]
    return line


def test_a_cut_tail_is_found_and_stays_until_somebody_signs(ibt, tmp_path, cut_tail):
    ibt("ingest", mail_at(tmp_path))
    assert trail(ibt("check")).startswith("ok")
    cut_tail()
    found = ibt("check")
    assert found.status == 1
    assert "is not signed with our key" in trail(found)
    assert "is not signed" in ibt("ingest", mail_at(tmp_path, UNDATED, "ander.eml")).errors[-1]
    signed = ibt("audit", "sign", "--officer", "beheer", "--reason", "onderzocht")
    assert signed.status == 0, signed.errors
    assert "is not signed with our key" in signed.errors[-1]
    assert trail(ibt("check")).startswith("ok")


def test_notes_tell_of_a_trail_that_was_signed_anew(ibt, tmp_path, cut_tail):
    (tmp_path / "config.toml").write_text('[database]\naudit_notes = "elders/spoor.jsonl"\n')
    ibt("ingest", mail_at(tmp_path))
    assert ibt("audit", "note", "elders/spoor.jsonl").status == 0
    assert trail(ibt("check")).startswith("ok")
    cut_tail()
    ibt("audit", "sign", "--officer", "beheer", "--reason", "onderzocht")
    assert "is not the one that was noted" in trail(ibt("check"))


def test_a_lost_key_is_told_and_can_be_made_again(ibt, tmp_path):
    ibt("ingest", mail_at(tmp_path))
    (tmp_path / "ibt-intake-data" / "audit.key").unlink()
    forget()
    assert "is not there; put it back" in trail(ibt("check"))
    assert ibt("audit", "sign", "--officer", "beheer", "--reason", "sleutel kwijt").status == 0
    assert trail(ibt("check")).startswith("ok")


def forget():
    """What another process would not know."""
    from storage.event_heads import key_at

    key_at.cache_clear()
