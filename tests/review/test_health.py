"""What machines ask the pages: /health for anybody, /metrics for whom the settings name."""

import re

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from starlette.testclient import TestClient

from review.app import make_app
from review.config import MetricsConfig, ReviewConfig
from review.errors import CannotServe
from review.metrics import token_in
from rules.decisions import Disposition
from rules.health import Matter, Queue
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from storage.database import transaction
from storage.failures import WAITS, put_off, set_aside
from storage.heartbeats import beat
from tests.review.conftest import NAMES, NOW, PORT
from tests.review.mails import add_mail, kept

TOKEN = "4f1c" * 8
BEARER = {"Authorization": f"Bearer {TOKEN}"}
STRAIGHT = f"http://127.0.0.1:{PORT}"
STEPS = ["fetch"]
WORDS = {*Matter, *Queue, *Disposition, *Occasion, *OutgoingState, *STEPS}


@pytest.fixture
def fetched(engine):
    """Mail was fetched just now."""
    with transaction(engine) as session:
        beat(session, "fetch", NOW)


@pytest.fixture
def asking(engine, clock, apart):
    """Ask as somebody at an address, with settings of [metrics]."""

    def make(base=STRAIGHT, peer="127.0.0.9", **settings):
        config, metrics = ReviewConfig(), MetricsConfig(**settings)
        app = make_app(engine, config, originals=apart, port=PORT, metrics=metrics, now=clock)
        return TestClient(app, base, follow_redirects=False, client=(peer, 4))

    return make


@pytest.fixture
def token_file(tmp_path):
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    return file


def figures(answer, parse=text_string_to_metric_families):
    """Each figure with its labels."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in parse(answer.text)
        for sample in family.samples
    }


def test_anybody_may_ask_how_the_program_is(asking, fetched):
    answer = asking().get("/health")
    assert (answer.status_code, answer.headers["content-type"]) == (
        200,
        "text/plain; charset=utf-8",
    )
    lines = answer.text.splitlines()
    assert lines[0] == "goed"
    assert lines[1] == "Post ophalen: goed, zojuist"
    assert len(lines) == len(Matter)  # but for the database, of which only its absence is told
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("time", "told"),
    [
        ({"seconds": 60}, "goed, 1 minuut geleden"),
        ({"minutes": 59}, "goed, 59 minuten geleden"),
        ({"hours": 2}, "niet goed, 2 uur geleden, kijk of het programma draait"),
        ({"days": 3}, "niet goed, 3 dagen geleden, kijk of het programma draait"),
    ],
)
def test_silence_is_told_with_its_length(asking, fetched, clock, time, told):
    clock.forward(**time)
    answer = asking().get("/health")
    assert f"Post ophalen: {told}" in answer.text
    assert answer.status_code == (503 if "niet" in told else 200)
    assert answer.text.startswith("niet goed\n" if "niet" in told else "goed\n")


def test_what_waits_for_a_person_is_told_without_number_or_name(asking, engine, fetched):
    with transaction(engine) as session:
        for mail in [kept(session, number) for number in (1, 2)]:
            for _ in range(len(WAITS) + 1):
                set_aside(session, mail, "read", "griffie@ede.nl took more than 7 seconds", NOW)
    answer = asking().get("/health")
    assert answer.status_code == 200
    assert answer.text.startswith("let op\n")
    assert "niet kon lezen: let op, zojuist, wacht op iemand die ernaar kijkt" in answer.text
    assert not re.search(r"\d|@|ede", answer.text.casefold())


def test_it_may_be_asked_under_any_name_and_writes_nothing_in_the_log(asking, fetched, capsys):
    assert asking("http://balancer.example").get("/health").status_code == 200
    assert capsys.readouterr().out == ""


def test_a_database_that_cannot_be_asked_is_told_and_nothing_of_the_fault(asking, engine):
    client = asking()
    with transaction(engine) as session:
        session.connection().execute(text("DROP TABLE heartbeats"))
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.text == "niet goed\nDatabase: niet goed, is niet te bereiken\n"


def test_however_often_it_is_asked_the_database_is_asked_once_in_ten_seconds(
    asking, engine, fetched, clock
):
    client = asking()
    assert client.get("/health").text.startswith("goed")
    with transaction(engine) as session:
        session.connection().execute(text("DROP TABLE heartbeats"))
    clock.forward(seconds=9)
    assert client.get("/health").text.startswith("goed")
    clock.forward(seconds=1)
    assert client.get("/health").status_code == 503


def test_by_default_there_are_no_figures(asking):
    client = asking()
    assert client.get("/metrics", headers=BEARER).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="none"),
        pytest.param({"Authorization": "Bearer"}, id="empty"),
        pytest.param({"Authorization": f"Bearer {TOKEN[:-1]}"}, id="cut short"),
        pytest.param({"Authorization": f"Bearer {TOKEN}x"}, id="longer"),
        pytest.param({"Authorization": f"Basic {TOKEN}"}, id="another scheme"),
        pytest.param({"Authorization": "Bearer \xe9"}, id="not ASCII"),
    ],
)
def test_a_wrong_token_finds_no_page_like_any_address_that_there_is_not(asking, token_file, given):
    client = asking(token_file=token_file)
    headers = {name: value.encode("latin-1") for name, value in given.items()}
    answer = client.get("/metrics", headers=headers)
    nowhere = asking().get("/nergens")
    assert answer.status_code == nowhere.status_code == 404
    assert without_token(answer.text) == without_token(nowhere.text)
    assert set(answer.headers) == set(nowhere.headers)


def without_token(page):
    """A page without what differs each time that it is asked for."""
    return re.sub(r'value="[0-9a-f]{64}"|/nergens|/metrics', "", page)


def test_a_refusal_is_in_the_log_without_the_token(asking, token_file, capsys):
    asking(token_file=token_file).get("/metrics", headers={"Authorization": "Bearer geheimpje"})
    told = capsys.readouterr().out
    assert "metrics_refused" in told
    assert "geheimpje" not in told


def test_the_token_opens_the_figures_and_a_new_one_needs_no_new_start(asking, token_file):
    client = asking(token_file=token_file)
    assert client.get("/metrics", headers=BEARER).status_code == 200
    token_file.write_text("9" * 40)
    assert client.get("/metrics", headers=BEARER).status_code == 404
    token_file.unlink()
    assert client.get("/metrics", headers=BEARER).status_code == 404


def test_a_session_is_no_token(asking, token_file, as_role):
    client = asking(token_file=token_file)
    for role in NAMES:
        client.cookies = as_role(role).client.cookies
        assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("listed", "peer", "base", "headers", "status"),
    [
        pytest.param("10.1.2.3", "10.1.2.3", STRAIGHT, {}, 200, id="its address"),
        pytest.param("10.1.2.0/24", "10.1.2.3", STRAIGHT, {}, 200, id="its range"),
        pytest.param("10.1.2.3", "::ffff:10.1.2.3", STRAIGHT, {}, 200, id="as IPv6 writes it"),
        pytest.param("fd00::/8", "fd00::7", f"http://[::1]:{PORT}", {}, 200, id="IPv6"),
        pytest.param("10.1.2.3", "10.1.2.4", STRAIGHT, {}, 404, id="another address"),
        pytest.param(
            "10.1.2.3", "10.1.2.3", STRAIGHT, {"X-Forwarded-For": "10.1.2.3"}, 404, id="by a proxy"
        ),
        pytest.param("10.1.2.3", "10.1.2.3", "http://kwaad.example:8740", {}, 404, id="by a name"),
    ],
)
def test_an_address_opens_the_figures_to_who_asks_straight(
    asking, listed, peer, base, headers, status
):
    client = asking(base, peer, addresses=(listed,))
    assert client.get("/metrics", headers=headers).status_code == status


def test_the_figures_are_those_of_the_database_and_hold_no_words(asking, engine, fetched):
    with transaction(engine) as session:
        add_mail(session, 1)
        set_aside(session, kept(session, 2), "read", "griffie@ede.nl", NOW)
        put_off(session, kept(session, 3))
    answer = asking(addresses=("127.0.0.9",)).get("/metrics")
    found = figures(answer)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert found["ibt_step_success_timestamp_seconds", ("step", "fetch")] == NOW.timestamp()
    assert found["ibt_queue_length", ("queue", "to_retry")] == 1
    assert found["ibt_queue_length", ("queue", "to_recognise")] == 1
    assert ("ibt_queue_oldest_timestamp_seconds", ("queue", "to_retry")) in found
    assert ("ibt_queue_oldest_timestamp_seconds", ("queue", "set_aside")) not in found
    assert found["ibt_health", ("matter", "fetch")] == 0
    assert found["ibt_audit_signature_valid",] == 1
    assert found["ibt_database_size_bytes",] > 10_000
    assert {value for name, *labels in found for _, value in labels} <= WORDS
    assert "ede" not in answer.text.casefold()


def test_prometheus_may_ask_for_openmetrics(asking, fetched):
    accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
    answer = asking(addresses=("127.0.0.9",)).get("/metrics", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert figures(answer, openmetrics)["ibt_daemon_running",] == 0


def test_without_a_database_there_are_no_figures(asking, engine):
    client = asking(addresses=("127.0.0.9",))
    with transaction(engine) as session:
        session.connection().execute(text("DROP TABLE heartbeats"))
    assert client.get("/metrics").status_code == 503


@pytest.mark.parametrize("content", ["", "short", "é" * 40])
def test_a_token_that_guards_nothing_is_refused_at_the_start(tmp_path, content):
    (tmp_path / "token").write_text(content)
    with pytest.raises(CannotServe, match="holds no token of 32 characters"):
        token_in(tmp_path / "token")


@pytest.mark.parametrize("wrong", ["prometheus.example", "10.1.2.3/24", ""])
def test_an_address_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="addresses"):
        MetricsConfig(addresses=(wrong,))
