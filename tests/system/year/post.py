"""What municipalities and their machines send in the year, filed as the daemon files it."""

from intake.config import ReadingConfig
from intake.reading import read_mail
from rules.judgement import Element, Flag, Kind
from storage.database import transaction
from storage.decided import held_of
from tests.outbox.world import WHOLE
from tests.system.year.parties import address
from tests.system.year.table import SECOND

KINDS = {
    "reply": Kind.INFORMATION_REPLY,
    "notification": Kind.ARTICLE_8_NOTIFICATION,
    "asks": Kind.EXTENSION_REQUEST,
    "question": Kind.QUESTION,
    "letter": Kind.OTHER,
}
REPORT = """From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{number}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {ours}
To: {to}

--b--
"""
AWAY = """From: {to}
Subject: Automatisch antwoord
Message-ID: <away-{number}@mx.example>
In-Reply-To: {ours}
Auto-Submitted: auto-replied

Ik ben er niet.
"""


class Post:
    """The way in of the ministry."""

    def __init__(self, ministry, rounds):
        self.ministry = ministry
        # References by municipality, of the first and of the second round.
        self.references = [{each.municipality: each.reference for each in some} for some in rounds]

    def cases(self, party, scenario):
        """The cases of a party in the round of a scenario."""
        of = self.references[scenario.startswith(SECOND)]
        return [(name, of[name]) for name in party.names]

    def comes(self, party, scenario, deed):
        """What a deed of the table sends."""
        match deed.words:
            case ("bounces",):
                self.comes_back(party, REPORT, Kind.BOUNCE, is_left=True)
            case ("out", "of", "office"):
                self.comes_back(party, AWAY, Kind.AUTO_REPLY, is_left=False)
            case ("again",):
                cases, kind, more = party.last
                self.receives(party, cases, kind, **more | {"flags": frozenset({Flag.DUPLICATE})})
            case ("service", *_):
                one = self.cases(party, scenario)[:1]  # it speaks of one, and may mean all
                sender = f"post@mail.{party.service}"
                self.receives(party, one, Kind.QUESTION, is_left=deed.is_left, sender=sender)
            case _:
                self.write(party, self.cases(party, scenario), deed)

    def write(self, party, cases, deed):
        """Municipalities write themselves, each its own mail unless jointly."""
        words = set(deed.words)
        kind = next(KINDS[each] for each in deed.words if each in KINDS)
        more = {
            "stated": WHOLE if "whole" in words else [each for each in Element if each in words],
            "promised": [deed.day] if deed.day else (),
            "claims_met": "met" in words,
            "flags": frozenset({Flag.SENDER_UNVERIFIED} if "spoofed" in words else ()),
        }
        if kind is Kind.ARTICLE_8_NOTIFICATION:
            cases = [(name, None) for name, _ in cases]
        for some in [cases] if "joint" in words else [[each] for each in cases]:
            self.receives(party, some, kind, is_left=deed.is_left, **more)

    def receives(self, party, cases, kind, *, is_left=False, **more):
        """A mail comes in and is filed."""
        mail = self.ministry.world.receives(self.ministry.now, cases, kind, **more)
        party.unread.append((mail, is_left))
        party.last = (cases, kind, more)
        return mail

    def comes_back(self, party, words, kind, *, is_left):
        """A machine answers the last mail that went to a party."""
        to = address(party.municipalities[0])
        ours = [each for each in self.ministry.went if to in each.to][-1].message_id
        raw = words.format(ours=ours, to=to, number=party.number).encode()
        mail = self.receives(party, self.cases(party, ""), kind, is_left=is_left, raw=raw)
        assert len(self.tied(mail, raw)) == 1, "to the mail of ours that it came back on"

    def tied(self, mail, raw):
        """The mails of ours that a mail came back on, tied as the daemon does it."""
        now, returns = self.ministry.now, self.ministry.returns
        read = read_mail(raw, now, ReadingConfig())
        with transaction(self.ministry.engine) as session:
            holds = held_of(session, mail).holds
            seen = returns.seen_in(raw, holds)
            return returns.note(session, mail, raw, read, holds, seen, now)
