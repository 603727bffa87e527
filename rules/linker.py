"""Which municipalities a mail speaks for and which requests it belongs to, by weighed signals."""

import re
from collections.abc import Collection, Sequence

from rules.anchors import Anchored
from rules.authenticity import is_forged
from rules.clues import Clues
from rules.deadlines import received_on
from rules.domains import Domains
from rules.impostors import Impostors
from rules.judgement import Proposal, Signal
from rules.links import Links
from rules.mail import Mail
from rules.names import Names
from rules.references import References, Threads, meant, no_threads
from rules.registry import Registry, Request
from rules.sentences import Sentence
from rules.speakers import SHOWS, chosen_of, speaks_jointly, summed, told_apart

LETTER = Anchored(
    r"\b(?:spreidingswet|interbestuurlijk|informatieverzoek|ambtelijk\s+gesprek|uw\s+brief|ibt)\b",
    re.IGNORECASE,
)


class Linker:
    """Finds the municipalities and requests of mails, given what the ministry knows."""

    def __init__(self, registry: Registry, threads: Threads = no_threads) -> None:
        self.registry = registry
        self.names = Names(registry.municipalities)  # of all municipalities
        self._impostors = Impostors(registry, self.names)
        self._domains = Domains(registry)
        self._references = References(registry, threads)
        self._clues = Clues(self.names, self._domains, self._references)

    def link(self, mail: Mail, sentences: Sequence[Sentence]) -> Links:
        """Whom the mail speaks for."""
        own, members = self._domains.senders(mail.sender.domain)
        quoted, near = self._references.found_in(mail)
        signals = list(self._clues.signals(mail, sentences, own, members, quoted))
        totals = summed(signals)
        for name in self._domains.namesakes_of_province(mail.sender.domain):
            totals.pop(name, None)  # the province's own name, not the town's
        jointly = speaks_jointly(mail, sentences)
        showing = {name for name, each in signals if each.name in SHOWS} if jointly else set()
        chosen, margin = chosen_of(totals, own, members, showing, jointly=jointly)
        chosen = told_apart(chosen, totals, self.names)
        by_these = self._references.quoted_by(mail, quoted, chosen)
        return Links(
            municipalities=tuple(sorted(chosen)),
            quoted=by_these,
            heirs=frozenset(self._references.speaker(each, mail) for each in by_these),
            requests=tuple(each for name in chosen for each in self._references.sent_to(name)),
            mistyped=tuple(meant(near, chosen)),
            elsewhere=self._references.elsewhere(mail, quoted, chosen),
            received_on=received_on(mail.received_at),
            proposals=self._proposals(totals, signals, quoted),
            is_ambiguous=not chosen
            and (len(members) > 1 or sum(total > 1.0 for total in totals.values()) > 1),
            is_sender_known=bool(set(chosen) & {*own, *members}) and not is_forged(mail),
            is_public_body=self._domains.is_public_body(mail.sender.domain),
            mentions_letter=any(LETTER.search(each.text) for each in sentences),
            margin=margin,
            suspicions=self._impostors.suspicions(mail),
        )

    def _proposals(
        self,
        totals: dict[str, float],
        signals: list[tuple[str, Signal]],
        quoted: Collection[Request],
    ) -> tuple[Proposal, ...]:
        """The likeliest cases, best first, with what speaks for each."""
        best = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:5]
        found = []
        for name, total in best:
            requests = self._references.sent_to(name)
            own = [each for each in quoted if each.municipality == name] or requests[-1:]
            of_name = tuple(dict.fromkeys(each for owner, each in signals if owner == name))
            reference = own[0].reference if own else None
            score = round(max(0.0, min(1.0, total / 8)), 3)
            found.append(Proposal(name, reference, score, of_name[:8]))
        return tuple(found)
