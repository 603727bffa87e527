"""Who changes accounts shows once more who they are: a browser left open is not enough."""

from datetime import timedelta
from typing import TypeVar

import structlog

from review.errors import TooMany
from review.forms import Filled, Form
from review.passwords import is_right
from review.visit import Visit
from storage.accounts import password_hash_of
from storage.database import snapshot, transaction
from storage.signins import failed_attempts, record_attempt

FIELD = "uw_wachtwoord"
COUNTED = timedelta(minutes=15)  # failed tries count for as long
WAIT = "Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over een kwartier opnieuw."
NOT_RIGHT = "Dit is niet uw wachtwoord."

F = TypeVar("F", bound=Form)
log = structlog.get_logger()


def must_confirm(visit: Visit) -> bool:
    """Whether there is a password of ours to confirm with; the ministry's provider has its own."""
    with snapshot(visit.site.engine) as session:
        return bool(password_hash_of(session, visit.officer.name))


def confirmed(visit: Visit, form: Filled[F], field: str = FIELD) -> Filled[F]:
    """The form, with a fault where one's own password is not in it. Tries are counted."""
    account, most = visit.officer, visit.site.config.sign_in_tries
    address = visit.request.client.host if visit.request.client else ""
    with transaction(visit.site.engine) as session:
        kept = password_hash_of(session, account.name)
        if not kept:
            return form
        failed = failed_attempts(session, account.name, address, visit.now - COUNTED)
        if failed.of_name >= most:
            raise TooMany(WAIT)
        # Counted first: of many tries at once, none may pass before the others are counted.
        record_attempt(session, account.name, address, succeeded=False, now=visit.now)
    if not is_right(kept, visit.sent.get(field)):
        log.warning("not_confirmed", account=account.id)
        return form.wrong(field, NOT_RIGHT)
    with transaction(visit.site.engine) as session:
        record_attempt(session, account.name, address, succeeded=True, now=visit.now)
    return form
