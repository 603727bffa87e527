"""To whom a mail belongs: the municipalities that it speaks for, and the requests it is about."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from rules.impostors import Suspicion
from rules.judgement import Kind, Proposal
from rules.registry import Request


@dataclass(frozen=True, slots=True)
class Links:
    """To whom a mail belongs, as far as it can be told.

    quoted: the known requests whose reference stands in the mail; mistyped: references that
    differ from a known one in a figure, with the one that is meant; is_ambiguous: several
    municipalities fit and none of them clearly.
    """

    municipalities: tuple[str, ...]
    quoted: tuple[Request, ...]
    requests: tuple[Request, ...]  # of the municipalities
    mistyped: tuple[tuple[str, Request], ...]
    elsewhere: tuple[Request, ...]  # quoted, but of a municipality that the mail does not speak for
    received_on: date
    proposals: tuple[Proposal, ...]  # best first
    is_ambiguous: bool
    is_sender_known: bool  # the domain is the municipality's, or of a service it shares
    is_public_body: bool  # the sender's domain is of a municipality, province or the like
    mentions_letter: bool  # the ministry's letter, or the talk it announces
    margin: float  # how far the weakest decision lies from its border
    suspicions: tuple[Suspicion, ...] = ()  # of a sender who passes for another
    heirs: frozenset[str] = frozenset()  # who quote a letter to one that went up in them

    @property
    def sent(self) -> tuple[Request, ...]:
        """The requests of the municipalities whose letter was out when the mail came."""
        return tuple(each for each in self.requests if each.letter_date <= self.received_on)


def municipalities_of(kinds: Collection[Kind], links: Links) -> tuple[str, ...]:
    """The municipalities that a mail of these kinds speaks for.

    What is no business of the supervisor and comes from a stranger speaks for none: a resident
    who names the municipality, a newsletter, a forged sender.
    """
    if set(kinds) <= {Kind.OTHER} and not links.is_sender_known:
        return ()
    return links.municipalities


def references_of(kinds: Collection[Kind], links: Links) -> tuple[str, ...]:
    """The ministry's references that a mail belongs to.

    A reply, and all that comes of the ministry's letter, belongs to the request of its
    municipality, quoted or not. A notification stands on its own unless it quotes one, and so
    does a mail of another kind that says nothing of the letter.
    """
    municipalities = municipalities_of(kinds, links)
    quoted = {each.reference for each in links.quoted}
    by_letter = bool(set(kinds) - {Kind.ARTICLE_8_NOTIFICATION, Kind.OTHER})
    if not municipalities:
        return tuple(sorted(quoted)) if by_letter else ()
    if by_letter or (links.mentions_letter and Kind.OTHER in kinds):
        return tuple(sorted(quoted | {each.reference for each in unanswered(links)}))
    return tuple(sorted(quoted))


def unanswered(links: Links) -> Iterator[Request]:
    """The latest request of each municipality of which none is quoted, as of receipt."""
    with_quote = {each.municipality for each in links.quoted} | links.heirs
    latest: dict[str, Request] = {}
    for request in sorted(links.sent, key=lambda each: (each.letter_date, each.reference)):
        latest[request.municipality] = request
    return (each for name, each in sorted(latest.items()) if name not in with_quote)
