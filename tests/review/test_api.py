"""The API: opened by tokens alone, and telling what the pages and commands tell."""

import json
from datetime import date, timedelta

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from sqlalchemy import text
from starlette.testclient import TestClient

from intake.output import case
from intake.overdue import states_of
from review.api_resources import RESOURCES
from rules.calendar import HOLIDAYS
from rules.deadlines import end_of_day
from rules.distribution import Realised
from rules.judgement import Category
from rules.registry import Request
from rules.roles import Role
from rules.scopes import Scope
from storage.access_tokens import add_access_token, revoke_access_token
from storage.database import transaction
from storage.events import all_events
from storage.progress import import_realised
from storage.registry import import_requests
from tests.review.cases import fill_cases
from tests.review.conftest import NOW, PORT

TOKEN = "ibt_kVw3geheim"


@pytest.fixture
def ask(app, engine):
    """Ask the API with a token that opens all of it."""
    give(engine, TOKEN, Scope)
    return asking(app, TOKEN)


def give(engine, token, scopes, *, days=30):
    with transaction(engine) as session:
        until = NOW + timedelta(days=days)
        add_access_token(session, f"dienst {token}", token, list(scopes), expires_at=until, now=NOW)


def asking(app, token):
    client = TestClient(app, f"http://127.0.0.1:{PORT}")

    def ask(path, answered=200, **query):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = client.get(f"/api/v1{path}", params=query, headers=headers)
        assert answer.status_code == answered, answer.text
        ask.headers = answer.headers
        return answer.json()

    return ask


# ------------------------------------------------------------------ who is let in


@pytest.mark.parametrize("path", [each.path for each in RESOURCES] + ["/openapi.json"])
@pytest.mark.parametrize("token", ["", "ibt_onbekend", "x" * 5000])
def test_without_a_token_of_ours_nothing_is_read(app, path, token):
    ask = asking(app, token)
    assert set(ask(path, 401)) == {"title", "status", "detail"}
    assert ask.headers["www-authenticate"].startswith("Bearer")
    assert ask.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)
def test_a_token_opens_its_own_scopes_alone(app, engine, resource):
    give(engine, "eigen", [resource.scope])
    give(engine, "ander", set(Scope) - {resource.scope})
    asking(app, "eigen")(resource.path)
    other = asking(app, "ander")
    other(resource.path, 403)
    assert f'scope="{resource.scope.value}"' in other.headers["www-authenticate"]


def test_a_token_that_was_revoked_or_is_past_its_day_opens_nothing(app, engine, clock):
    give(engine, "kort", Scope, days=1)
    give(engine, "weg", Scope)
    asking(app, "kort")("/cases")
    asking(app, "weg")("/cases")
    with transaction(engine) as session:
        revoke_access_token(session, "dienst weg", now=NOW)
    clock.forward(days=1)
    assert asking(app, "kort")("/cases", 401) == asking(app, "weg")("/cases", 401)


def test_who_is_signed_in_on_the_pages_is_not_let_in(as_role):
    assert as_role(Role.ADMINISTRATOR).get("/api/v1/cases").status_code == 401


def test_a_token_is_kept_by_its_hash_and_its_making_is_in_the_trail(engine):
    with transaction(engine) as session:
        until = NOW + timedelta(days=1)
        add_access_token(session, "raadsite", TOKEN, [Scope.TOTALS], expires_at=until, now=NOW)
    with transaction(engine) as session:
        (made,) = [each for each in all_events(session) if each.action == "access_token_made"]
        kept = session.connection().execute(text("SELECT * FROM access_tokens")).all()
    assert (made.object, json.loads(made.after)["scopes"]) == ("access_token:raadsite", ["totals"])
    assert len(kept) == 1
    assert TOKEN not in f"{kept} {made}"


def test_too_many_questions_in_a_minute_are_refused(app_of, engine):
    give(engine, TOKEN, Scope)
    ask = asking(app_of(paced_per_minute=2), TOKEN)
    ask("/totals")
    ask("/totals")
    ask("/totals", 429)


# ------------------------------------------------------------------ what is told


@pytest.mark.parametrize("day", ["2026-04-23", "2026-06-12", "2026-06-26", "2026-07-01"])
def test_cases_are_those_of_the_command_on_any_day(ask, engine, day):
    fill_cases(engine)
    as_of = date.fromisoformat(day)
    states = states_of(engine, as_of, end_of_day(as_of), HOLIDAYS, roll_over=True)
    told = ask("/cases", as_of=day)
    assert [without_province(each) for each in told["cases"]] == [case(each) for each in states]
    assert told["total"] == len(states)


def without_province(answer):
    return {key: value for key, value in answer.items() if key != "province"}


def test_cases_of_a_province_a_municipality_and_a_status(ask, engine):
    fill_cases(engine)
    everyone = ask("/cases")["cases"]
    for key in ("province", "municipality", "status"):
        value = everyone[0][key]
        found = ask("/cases", **{key: value})["cases"]
        assert found == [each for each in everyone if each[key] == value]
        assert len(found) < len(everyone)


def test_totals_are_those_of_the_cases_and_of_the_list_on_the_pages(ask, engine, as_role):
    fill_cases(engine)
    told = ask("/totals")
    everyone = ask("/cases")["cases"]
    for totals in (told["total"], *told["provinces"]):
        of = [each for each in everyone if totals.get("province") in (None, each["province"])]
        assert totals["cases"] == len(of)
        for status in ("awaiting", "overdue", "incomplete", "complete"):
            assert totals[status] == sum(each["status"] == status for each in of)
        assert totals["late"] == sum(bool(each["late"]) for each in of)
    rows = as_role(Role.READER).get("/zaken/lijst.csv").text.splitlines()
    assert told["total"]["cases"] == len(rows) - 1 == len(everyone) > 0


def test_signals_are_those_of_the_rules(ask, engine):
    counted = [
        Realised("Twenterand", 1, Category.REGULAR, date(2025, 7, 1), 5),
        Realised("Twenterand", 1, Category.AMV, date(2025, 7, 1), 0),
    ]
    letter = Request("7468089", "Twenterand", date(2026, 4, 9), 21, 142, 23, 5, 0)
    with transaction(engine) as session:
        import_requests(session, [letter], now=NOW)
        import_realised(session, counted, now=NOW)
    told = ask("/signals")
    (found,) = [each for each in told["municipalities"] if each["municipality"] == "Twenterand"]
    assert (told["cycle"], len(told["municipalities"])) == (1, 342)
    assert (found["fulfilment"], found["proposed_step"]) == ("partly", 2)
    assert found["regular"] == {"task": 142, "realised": 5}
    assert found["amv"] == {"task": 23, "realised": 0}
    ask("/signals", 404, cycle=9)


def test_promises_are_told_without_the_words_of_the_mail(ask, engine):
    fill_cases(engine)
    (promise, *_) = [each for each in ask("/promises")["promises"] if each["municipality"] == "Ede"]
    assert (promise["earliest"], promise["latest"]) == ("2027-07-01", "2027-07-01")
    assert (promise["outcome"], promise["is_conditional"]) == ("open", True)
    assert ask("/promises", as_of="2026-01-01")["promises"] == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"as_of": "gisteren"}, "as_of"),
        ({"as_of": "2026-07-02"}, "as_of: this day has not come yet"),
        ({"provinces": "Utrecht"}, "provinces"),
        ({"status": "klaar"}, "status"),
    ],
)
def test_what_cannot_be_asked_is_told_by_its_parameter(ask, query, told):
    assert ask("/cases", 400, **query)["detail"].startswith(told)


# ------------------------------------------------------------------ its description


def test_the_description_is_valid_and_answers_agree_with_it(ask, engine):
    fill_cases(engine)
    description = ask("/openapi.json")
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []
    assert set(description["paths"]) == {f"/api/v1{each.path}" for each in RESOURCES}
    registry = Registry().with_resource("urn:api", Resource.opaque(description))
    for resource in RESOURCES:
        schema = {"$ref": f"urn:api#/components/schemas/{resource.answer.__name__}"}
        answers = Draft202012Validator(schema, registry=registry)
        assert list(answers.iter_errors(ask(resource.path))) == []
        assert list(answers.iter_errors({"as_of": 3})) != []
