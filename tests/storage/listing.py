"""Letters to three municipalities, decisions on them, and the work list that comes of it."""

from datetime import date

from rules.judgement import Proposal, Signal
from storage.case_decisions import decide_case
from storage.database import snapshot, transaction
from storage.mail_decisions import decide_mail
from storage.mail_filter import MailFilter, Sort
from storage.versions import version_of_case, version_of_mail
from storage.worklist import count_mails, work_list
from tests.storage.conftest import NOON

TODAY = date(2026, 4, 20)
TIEL = Proposal("Tiel", "7473202", 0.6, (Signal("subject", "Tiel", 1.0),))


def decide(engine, mail, what, officer="jansen"):
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        return decide_mail(session, mail, what, officer=officer, version=version, now=NOON)


def decide_on(engine, what, municipality="Ede", officer="jansen"):
    with transaction(engine) as session:
        version = version_of_case(session, municipality, "7473202")
        return decide_case(
            session,
            municipality,
            "7473202",
            what,
            reason="zo",
            officer=officer,
            version=version,
            now=NOON,
        )


def listed(engine, sort=Sort.DUE, is_descending=False, **fields):
    with snapshot(engine) as session:
        which = MailFilter(**fields)
        found = work_list(session, which, sort=sort, is_descending=is_descending)
        assert count_mails(session, which) == len(found)
    return found


def names(mails):
    return [each.mail for each in mails]
