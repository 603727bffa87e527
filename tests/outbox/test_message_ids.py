"""Our own Message-IDs carry their case, and nobody else can make one."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outbox.compose import MESSAGE_ID
from outbox.errors import Stop
from outbox.message_ids import MessageIds, Thread, key_in

IDS = MessageIds(b"k" * 32, "minjenv.nl")
EDE = IDS.made_for("Ede", "7473202", "reminder", "2026-04-30")
names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda name: "/" not in name
)


@settings(deadline=None)  # other programs use the machine too
@given(names, st.none() | st.text("0123456789", min_size=1, max_size=12), st.text(max_size=80))
def test_a_message_id_leads_back_to_its_case(municipality, reference, trigger):
    made = IDS.made_for(municipality, reference, "reminder", trigger)
    assert MESSAGE_ID.fullmatch(made)
    assert IDS.thread_of(made) == Thread(municipality, reference)
    assert IDS.thread_of(made.upper()) == Thread(municipality, reference)


def test_the_same_mail_has_the_same_message_id_and_another_has_another():
    again = IDS.made_for("Ede", "7473202", "reminder", "2026-04-30")
    others = {
        IDS.made_for("Ede", "7473202", "reminder", "2026-05-30"),
        IDS.made_for("Ede", "7473202", "overdue", "2026-04-30"),
        IDS.made_for("Ede", None, "reminder", "2026-04-30"),
        IDS.made_for("Oss", "7473202", "reminder", "2026-04-30"),
    }
    assert again == EDE
    assert len(others | {EDE}) == 5


@pytest.mark.parametrize(
    "message_id",
    [
        pytest.param(MessageIds(b"x" * 32, "minjenv.nl").made_for("Ede", None, "", ""), id="key"),
        pytest.param(EDE.replace("@minjenv.nl", "@evil.example"), id="another domain"),
        pytest.param(EDE.replace("ibt.", "ibt.aa"), id="another case"),
        pytest.param("<20260409.1234@ede.nl>", id="a stranger's"),
        pytest.param("", id="none"),
    ],
)
def test_a_message_id_that_is_not_ours_leads_nowhere(message_id):
    assert IDS.thread_of(message_id) is None


def test_it_is_found_in_a_text_with_or_without_brackets():
    text = f"Message-ID: {EDE}\nOriginal-Envelope-Id: {EDE.strip('<>')}\n <other@ede.nl>"
    assert IDS.found_in(text) == (EDE,)


def test_the_key_is_made_once_and_for_us_alone(tmp_path):
    path = tmp_path / "data" / "message-id.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(key_in, [path] * 16))
    assert keys == {path.read_bytes()}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == [path.name]


def test_a_damaged_key_stops_us_and_tells_what_to_do(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"short")
    with pytest.raises(Stop, match=r"damaged: it holds 5 bytes.*restore it"):
        key_in(path)
