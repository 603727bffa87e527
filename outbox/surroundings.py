"""What holds or lets go of mails besides their own cases, and the addresses that they go to."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from email import policy
from email.parser import BytesHeaderParser

from sqlmodel import Session

from rules.case_standing import Standing
from rules.contacts import Addresses, ContactRole, addresses_of
from rules.deadlines import NETHERLANDS
from rules.holds import Circumstances
from rules.judgement import Flag
from rules.occasions import TO_OFFICERS
from rules.practice import Practice
from rules.proposals import Called
from storage.bounces import municipalities_that_bounce
from storage.contacts import contacts
from storage.handed_over import handed_over_since
from storage.registry import municipalities_by_domain, provinces_by_name
from storage.unread import are_mails_unjudged, heads_set_aside, unread

DOMAIN = re.compile(r"@([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was so at one moment, for all mails."""

    switched_on_at: datetime
    contacts: Addresses
    commissioners: Addresses  # by province
    provinces: Mapping[str, str]  # by municipality
    unread_at: Mapping[str, tuple[datetime, ...]]  # by municipality
    has_backlog: bool
    bouncing: frozenset[str]
    sent_today: Mapping[str, int]  # by address, in lower case

    def to(self, called: Called, practice: Practice) -> tuple[str, ...]:
        """The addresses that a mail goes to; empty where one of its municipalities has none."""
        if called.occasion in TO_OFFICERS:
            found = practice.officers
        else:
            found = addresses_of(called.addressees, self.contacts)
        # Where only a copy came back, that is all that goes out once more.
        return lacking(found, called) or (self._copies(called, practice) if called.reached else ())

    def cc(self, called: Called, practice: Practice) -> tuple[str, ...]:
        """The addresses that get a mail too."""
        to = self.to(called, practice)
        return tuple(each for each in self._copies(called, practice) if each not in to)

    def _copies(self, called: Called, practice: Practice) -> tuple[str, ...]:
        if called.occasion not in practice.cc_commissioner:
            return ()
        found = [self.provinces.get(each, "") for each in called.addressees]
        addresses = [one for each in found for one in self.commissioners.get(each, ())]
        return lacking(tuple(dict.fromkeys(addresses)), called)

    def around(
        self,
        called: Called,
        practice: Practice,
        standing: Standing | None,
        flags: frozenset[Flag],
    ) -> Circumstances:
        """What is known beside the case when a mail is weighed."""
        names, to = called.addressees, self.to(called, practice)
        return Circumstances(
            switched_on_at=self.switched_on_at,
            standing=standing,
            flags=flags,
            has_contact=bool(to),
            unread_at=tuple(at for name in names for at in self.unread_at.get(name, ())),
            has_backlog=self.has_backlog,
            has_bounce=any(name in self.bouncing for name in names),
            sent_today=max((self.sent_today.get(each.lower(), 0) for each in to), default=0),
        )


def lacking(addresses: tuple[str, ...], called: Called) -> tuple[str, ...]:
    """Those of some addresses that do not have a mail already."""
    reached = {each.lower() for each in called.reached}
    return tuple(each for each in addresses if each.lower() not in reached)


def surroundings(session: Session, switched_on_at: datetime, now: datetime) -> Surroundings:
    """The surroundings at a moment."""
    return Surroundings(
        switched_on_at=switched_on_at,
        contacts=contacts(session, ContactRole.MUNICIPALITY),
        commissioners=contacts(session, ContactRole.KINGS_COMMISSIONER),
        provinces=provinces_by_name(session),
        unread_at=unread_by_municipality(session),
        has_backlog=are_mails_unjudged(session),
        bouncing=municipalities_that_bounce(session),
        sent_today=sent_on_day_of(session, now),
    )


def unread_by_municipality(session: Session) -> dict[str, tuple[datetime, ...]]:
    """When the mails came that may be a municipality's answer and nobody has dealt with.

    What a shared service wrote may be any of its municipalities' answer; so may what could not
    be judged, whose sender stands in its header.
    """
    mails = unread(session)
    set_aside = [(at, sender_in(head)) for at, head in heads_set_aside(session)]
    domains = municipalities_by_domain(session) if mails or set_aside else {}
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for mail in mails:
        names = {*mail.municipalities, *named_by(mail.senders, domains)}
        for name in names:
            found[name].append(mail.received_at)
    for at, senders in set_aside:
        for name in named_by(senders, domains):
            found[name].append(at)
    return {name: tuple(sorted(moments)) for name, moments in found.items()}


def named_by(senders: str, domains: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """The municipalities that addresses may write for; of a subdomain, those of its domain."""
    found: set[str] = set()
    for domain in DOMAIN.findall(senders.lower()):
        labels = domain.strip(".").split(".")
        for at in range(len(labels) - 1):
            found |= domains.get(".".join(labels[at:]), frozenset())
    return found


def sender_in(head: bytes) -> str:
    """The From header among the first bytes of a mail, as it stands; "" where there is none."""
    # compat32 gives the header as it stands; newer policies raise on broken ones.
    message = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
    return str(message.get("From", ""))


def sent_on_day_of(session: Session, now: datetime) -> dict[str, int]:
    """How many mails each address got today, those that may have gone out included."""
    midnight = datetime.combine(now.astimezone(NETHERLANDS).date(), time.min, NETHERLANDS)
    return Counter(
        address
        for mail in handed_over_since(session, midnight)
        for address in {one.lower() for one in mail.addresses}
    )
