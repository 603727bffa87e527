"""`ibt-intake zgw`: requests as a case system takes them, and refusals in one line."""

import json
from urllib.parse import urlsplit

import pytest

from storage.database import open_database, snapshot
from storage.events import all_events
from tests.databases import database_at
from tests.ibt_intake.mails import EDE, OSS, SAMPLE, mail_at, requests_at
from tests.review.test_zgw import SETTINGS
from tests.review.zgw_model import checked


@pytest.fixture
def settings(tmp_path):
    """Write [zgw] with some keys changed, None to leave one out."""

    def write(**changed):
        lines = [
            f"{name} = {json.dumps(value)}"
            for name, value in (SETTINGS | changed).items()
            if value is not None
        ]
        (tmp_path / "config.toml").write_text("\n".join(["[zgw]", *lines]) + "\n")

    write()
    return write


@pytest.fixture
def ede(ibt, tmp_path, settings):
    """A case with a reply, and another without one."""
    ibt("registry", "import", requests_at(tmp_path, EDE, OSS))
    ibt("ingest", mail_at(tmp_path))


def events():
    engine = open_database(database_at("ibt-intake-data"))
    with snapshot(engine) as session:
        found = [each.seq for each in all_events(session)]
    engine.dispose()
    return found


def test_a_dry_run_prints_requests_and_changes_nothing(ibt, ede):
    before = events()
    done = ibt("zgw", "Ede/7473202", "--content", "--format", "jsonl")
    assert (done.status, done.errors) == (0, [])
    made = [json.loads(line) for line in done.out.splitlines()]
    assert [each["number"] for each in made] == list(range(1, len(made) + 1))
    for each in made:
        checked(urlsplit(each["url"]).path, each["body"])
    assert events() == before


def test_content_is_told_by_size_and_hash_unless_asked(ibt, ede, tmp_path):
    out = ibt("zgw", "Ede").out
    size = (tmp_path / "reactie.eml").stat().st_size
    assert f'"inhoud": "({size} bytes, SHA-256 ' in out
    assert f'"bestandsomvang": {size}' in out
    assert "POST https://zaken.example.nl/zaken/api/v1/zaken\n" in out
    assert "Content-Crs: EPSG:4326" in out


def test_all_cases_are_told_each_municipality_once(ibt, ede):
    lines = ibt("zgw", "--all", "--format", "jsonl").out.splitlines()
    made = [json.loads(line) for line in lines]
    names = [each["body"]["identificatie"] for each in made if each["url"].endswith("/zaken")]
    assert names == ["SPW-1-GM0228", "SPW-1-GM0828"]


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["Nergens"], 1, "there is no case Nergens"),
        ([], 2, "name the cases, or ask for all with --all"),
        (["Ede", "--all"], 2, "name the cases, or ask for all with --all"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(ibt, ede, arguments, status, told):
    done = ibt("zgw", *arguments)
    assert (done.status, done.out) == (status, "")
    assert told in done.errors[-1]


def test_settings_that_lack_are_named_all_at_once(ibt, ede, settings):
    settings(rsin=None, zaaktype=None, statustypes=None)
    done = ibt("zgw", "Ede")
    assert done.status == 1
    (line,) = done.errors
    assert "under [zgw] is still to be set: rsin, zaaktype, statustypes" in line


def test_a_case_under_no_known_decision_is_refused_or_left_out(ibt, tmp_path, settings):
    early = EDE.replace("2026-04-09", "2023-04-09")  # before the first decision
    ibt("registry", "import", requests_at(tmp_path, early, OSS))
    done = ibt("zgw", "Ede")
    assert (done.status, done.out) == (1, "")
    assert "nobody told under which distribution decision it is" in done.errors[0]
    done = ibt("zgw", "--all", "--format", "jsonl")
    assert done.status == 0
    assert done.errors[0].startswith("left out: Ede/7473202: nobody told")
    assert json.loads(done.out.splitlines()[0])["body"]["identificatie"] == "SPW-1-GM0828"


def test_words_of_others_move_nothing_on_a_terminal(ibt, tmp_path, settings):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    sly = mail_at(tmp_path).read_text().replace("Subject: Reactie", "Subject: \u202e\x9b31mReactie")
    ibt("ingest", mail_at(tmp_path, sly))
    for form in ("table", "jsonl"):
        out = ibt("zgw", "Ede", "--format", form).out
        assert "\u202e" not in out
        assert "\x9b" not in out
    told = [json.loads(line)["body"].get("titel", "") for line in out.splitlines()]
    assert any("Reactie op uw informatieverzoek" in each for each in told)


def test_a_case_of_the_demo_is_as_a_case_system_takes_it(ibt, settings):
    ibt("registry", "import", SAMPLE / "requests.csv")
    mails = SAMPLE / "mails"
    ibt("ingest", mails / "26-goes-melding.eml", mails / "27-goes-reactie.eml")
    done = ibt("zgw", "Goes", "--content", "--format", "jsonl")
    made = [json.loads(line) for line in done.out.splitlines()]
    for each in made:
        checked(urlsplit(each["url"]).path, each["body"])
    kinds = [each["url"].rpartition("/")[2] for each in made]
    assert kinds.count("enkelvoudiginformatieobjecten") == 2
    assert kinds.count("zaken") == kinds.count("rollen") == 1
