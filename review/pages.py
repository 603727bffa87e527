"""All pages, in the order of the menu. A page is no page before its module is named here."""

from review import (
    account_page,
    accounts_page,
    case_decide,
    case_list,
    case_page,
    case_undo,
    due_list,
    home,
    mail_decisions,
    mail_files,
    mail_page,
    oidc_page,
    outgoing,
    outgoing_mail,
    outgoing_round,
    overview,
    search,
    second_step_page,
    sign_in,
    work_list,
)
from review.table import Page

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *work_list.PAGES,
    *mail_page.PAGES,
    *mail_files.PAGES,
    *mail_decisions.PAGES,
    *case_list.PAGES,
    *case_page.PAGES,
    *case_decide.PAGES,
    *case_undo.PAGES,
    # The round first: its address would be that of a mail.
    *outgoing.PAGES,
    *outgoing_round.PAGES,
    *outgoing_mail.PAGES,
    *overview.PAGES,
    *due_list.PAGES,
    *search.PAGES,
    *sign_in.PAGES,
    *oidc_page.PAGES,
    *account_page.PAGES,
    *second_step_page.PAGES,
    *accounts_page.PAGES,
)
