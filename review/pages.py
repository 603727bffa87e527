"""All pages, in the order of the menu. A page is no page before its module is named here."""

from review import account_page, accounts_page, home, oidc_page, sign_in
from review.table import Page

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *sign_in.PAGES,
    *oidc_page.PAGES,
    *account_page.PAGES,
    *accounts_page.PAGES,
)
