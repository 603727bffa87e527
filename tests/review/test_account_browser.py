"""A second step and one's own devices in a real browser: by keyboard, readable and accessible."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from rules.roles import Role
from tests.review.browsers import NARROW, WIDE
from tests.review.conftest import NAMES, PASSWORD


def begin(page):
    """Go to the page with the picture, by keyboard; the secret."""
    page.locator("#voor-stap").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tweede stap instellen").wait_for()
    page.wait_for_load_state()
    return page.locator("#letters").inner_text().replace(" ", "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_picture_is_there_and_the_page_accessible(visitor, scheme, size):
    someone = visitor(Role.OFFICER, scheme=scheme, size=size)
    page = someone.open("/account")
    begin(page)
    box = page.locator("svg.qr").bounding_box()
    assert min(box["width"], box["height"]) > 100
    assert someone.violations() == []
    assert not someone.overflows()


def test_a_second_step_is_set_up_and_asked_for_by_keyboard(visitor):
    someone = visitor(Role.READER, script=False)
    page = someone.open("/account")
    codes = pyotp.TOTP(begin(page))
    page.locator("#code").focus()
    page.keyboard.type(codes.now())
    page.keyboard.press("Enter")
    page.get_by_text("De tweede stap is ingesteld.").wait_for()
    page.get_by_role("button", name="Afmelden", exact=True).click()
    page.get_by_text("U bent afgemeld.").wait_for()
    page.locator("#naam").fill(NAMES[Role.READER])
    page.locator("#wachtwoord").fill(PASSWORD)
    page.locator("#code").fill(codes.at(datetime.now(UTC) + timedelta(seconds=30)))
    page.keyboard.press("Enter")
    page.wait_for_url("**/te-beoordelen")


def test_one_ends_a_session_of_ones_own(visitor):
    someone = visitor(Role.COORDINATOR)
    page = someone.open("/account")
    page.get_by_label(re.compile("Dit apparaat")).check()
    page.locator("#voor-apparaten").fill(PASSWORD)
    page.get_by_role("button", name="Meld de gekozen apparaten af").click()
    page.wait_for_url("**/inloggen*")
