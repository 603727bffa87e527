"""Which cases a mail belongs to: each municipality with the request that it is about."""

from collections.abc import Sequence
from datetime import date

from rules.cases import Case, CaseMail, in_order
from rules.judgement import SUBSTANTIVE, Judgement, Proposal
from rules.mergers import heir_on
from rules.registry import Request, Validity


def cases_of(requests: Sequence[Request], mails: Sequence[CaseMail]) -> list[Case]:
    """The cases of requests and judged mails that no storage holds, for evaluation."""
    keys: dict[tuple[str, str | None], Request | None] = {
        (each.municipality, each.reference): each for each in requests
    }
    found: dict[tuple[str, str | None], list[CaseMail]] = {key: [] for key in keys}
    for mail in in_order(mails):
        for key in case_keys(mail.judgement, requests):
            found.setdefault(key, []).append(mail)
    return [
        Case(municipality, reference, keys.get((municipality, reference)), "", (), tuple(belonging))
        for (municipality, reference), belonging in found.items()
    ]


def links_to_cases(
    judgement: Judgement, requests: Sequence[Request], validities: Sequence[Validity] = ()
) -> list[Proposal]:
    """The cases that a mail belongs to, each with the signals that led there.

    validities: who went up in whom; requests: of municipalities that went up in others too.
    """
    found = []
    for municipality, reference in case_keys(judgement, requests, validities):
        heir = heir_on(validities, municipality, date.max)
        same = [each for each in judgement.proposals if each.municipality in (municipality, heir)]
        best = next((each for each in same if each.reference == reference), None)
        best = best or (same[0] if same else Proposal(municipality, reference, 0.0, ()))
        found.append(Proposal(municipality, reference, best.score, best.signals))
    return found


def case_keys(
    judgement: Judgement, requests: Sequence[Request], validities: Sequence[Validity] = ()
) -> list[tuple[str, str | None]]:
    """The cases that a mail belongs to: each municipality with the request it is about.

    Without a request only a substantive mail makes a case; a question alone asks for none. A
    mail that waits for an officer is in none. Who quotes a letter to a municipality that went up
    in it writes about that letter's case.
    """
    is_substantive = bool(judgement.kinds & SUBSTANTIVE)
    found: list[tuple[str, str | None]] = []
    if judgement.waits:
        return found
    quoted = [each for each in requests if each.reference in judgement.references]
    for municipality in judgement.municipalities:
        own = [each for each in quoted if each.municipality == municipality]
        inherited = [
            each
            for each in quoted
            if each.municipality not in judgement.municipalities
            and heir_on(validities, each.municipality, date.max) == municipality
        ]
        alone: list[tuple[str, str | None]] = [(municipality, None)] if is_substantive else []
        mine = {each.reference for each in own}
        both = [*own, *(each for each in inherited if each.reference not in mine)]
        found += [(each.municipality, each.reference) for each in both] or alone
    return found
