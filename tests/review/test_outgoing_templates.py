"""A ministry's own template that is not in order is told in Dutch, and nothing typed is lost."""

import pytest

from review.app import make_app
from review.config import ReviewConfig
from rules.roles import Role
from tests.review.cases import fill_cases, words
from tests.review.conftest import PORT
from tests.review.outbox import fill_outbox
from tests.review.test_outgoing import version


@pytest.fixture
def app(engine, clock, apart, tmp_path):
    """The pages, with a frame that leaves the letter out."""
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "frame.html").write_text("<p>Ministerie</p>", encoding="utf-8")
    return make_app(
        engine,
        ReviewConfig(),
        originals=apart,
        port=PORT,
        now=clock,
        mails=tmp_path / "mails",
    )


def test_words_that_cannot_be_framed_stay_in_their_form(as_role, engine):
    fill_cases(engine)
    ready = fill_outbox(engine)["ready"]
    officer = as_role(Role.OFFICER)
    path = f"/uitgaand/{ready}"
    answer = officer.post(
        f"{path}/wijzigen",
        versie=version(officer, path),
        onderwerp="Herinnering",
        tekst="Eigen woorden",
    )
    assert answer.status_code == 422
    assert "Het sjabloon voor deze mail is niet in orde." in words(answer)
    assert "Eigen woorden</textarea>" in answer.text
