"""What officers do in the year: deal with mails, and decide on cases."""

from datetime import timedelta

from rules.contacts import Contact, ContactRole
from rules.decisions import (
    AskSupplement,
    ConfirmComplete,
    DealWith,
    GrantExtension,
    Hold,
    NotForUs,
    RefuseExtension,
)
from rules.judgement import Element
from storage.contacts import import_contacts
from storage.database import transaction
from tests.system.year.parties import address

TERM = timedelta(days=14)


class Officers:
    """All who decide."""

    def __init__(self, ministry, post):
        self.ministry = ministry
        self.post = post

    def deal(self, party, what=None, *, with_all=True):
        """Deal with what a party sent; with_all: also what was to be left."""
        left = []
        for mail, is_left in party.unread:
            if is_left and not with_all:
                left.append((mail, is_left))
                continue
            self.ministry.world.decides(mail, what or DealWith(), self.ministry.now)
        party.unread = left

    def do(self, party, scenario, deed):
        """What a deed of the table decides."""
        match deed.words[0]:
            case "deals" | "confirms" | "grants":
                self.deal(party)
            case "not":
                self.deal(party, NotForUs())
            case "moves":
                self.put_address(party)
                self.deal(party)
        if (what := self.decision(deed)) is not None:
            for case in self.post.cases(party, scenario):
                self.ministry.world.rules(*case, what, self.ministry.now)

    def decision(self, deed):
        """What is decided on cases, None where only mails are dealt with."""
        match deed.words[0]:
            case "confirms":
                return ConfirmComplete()
            case "grants":
                return GrantExtension(deed.day)
            case "refuses":
                return RefuseExtension()
            case "holds":
                return Hold(deed.day)
            case "writes":
                due = self.ministry.now.date() + TERM
                return AskSupplement("Vraag", "Wat is er?", frozenset({Element.STEPS}), due)
        return None

    def put_address(self, party):
        """Put the new addresses of a party in."""
        new = [
            Contact(ContactRole.MUNICIPALITY, each.name, address(each, is_new=True))
            for each in party.municipalities
        ]
        with transaction(self.ministry.engine) as session:
            import_contacts(session, new, now=self.ministry.now)
