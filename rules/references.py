"""The ministry's requests that a mail quotes, mistypes or answers."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence

from rules.beginnings import compiled
from rules.deadlines import received_on
from rules.mail import Mail
from rules.mergers import heir_on
from rules.registry import Registry, Request

# Where a reference may stand: not inside a number, a telephone number or an amount.
REFERENCE_START = r"(?<!\d)(?:(?<!\d[.,/-])|(?<=20\d\d[-/]))"
REFERENCE_END = r"(?!\d|[.,]\d)"

# Of a Message-ID of ours, the municipality and reference that the mail was about; of others None.
Threads = Callable[[str], tuple[str, str | None] | None]


def no_threads(_: str) -> tuple[str, str | None] | None:
    """Nothing is known of any mail of ours."""
    return None


class References:
    """Finds the requests that mails are about by their references, given those that there are.

    threads: of the mails of ours that mails answer.
    """

    def __init__(self, registry: Registry, threads: Threads = no_threads) -> None:
        self._threads = threads
        self._of_name = {each.name for each in registry.municipalities}
        self._requests: dict[str, list[Request]] = defaultdict(list)
        self._of_municipality: dict[str, list[Request]] = defaultdict(list)
        for request in registry.requests:
            self._requests[request.reference].append(request)
            self._of_municipality[request.municipality].append(request)
        self._reference = reference_pattern(self._requests)
        self._validities = registry.validities

    def request(self, reference: str) -> Request | None:
        """The request with that reference, if it stands for one alone."""
        found = self._requests.get(reference, [])
        return found[0] if len(found) == 1 else None

    def sent_to(self, municipality: str) -> list[Request]:
        """The requests to a municipality, in the order of the registry."""
        return self._of_municipality.get(municipality, [])

    def speaker(self, request: Request, mail: Mail) -> str:
        """Who writes about a letter: its municipality, or the one that it went up in since."""
        return heir_on(self._validities, request.municipality, received_on(mail.received_at))

    def answered(self, mail: Mail) -> Iterator[tuple[str, str | None]]:
        """The cases of the mails of ours that a mail answers, each once."""
        ids = dict.fromkeys((*mail.in_reply_to, *mail.references))
        cases = dict.fromkeys(filter(None, (self._threads(each) for each in ids)))
        return (case for case in cases if case[0] in self._of_name)

    def _answered_requests(self, mail: Mail) -> Iterator[Request]:
        """The requests that those mails of ours were about."""
        for name, reference in self.answered(mail):
            of_name = self._requests.get(reference or "", [])
            yield from (each for each in of_name if each.municipality == name)

    def found_in(self, mail: Mail) -> tuple[tuple[Request, ...], tuple[tuple[str, Request], ...]]:
        """The known requests quoted anywhere in the mail, and references that are near one."""
        found: dict[str, None] = {}
        attachments = (each.source for each in mail.attachments)
        for text in (*(each.content for each in mail.texts), *attachments):
            found.update(dict.fromkeys(self._reference.findall(text)))
        known = [request for each in found for request in self._requests.get(each, [])]
        known += [each for each in self._answered_requests(mail) if each not in known]
        unknown = [each for each in found if each not in self._requests]
        near = [
            (each, request)
            for each in unknown
            for request in (self.request(other) for other in self._requests if is_near(each, other))
            if request is not None
        ]
        return tuple(known), tuple(near)

    def elsewhere(
        self, mail: Mail, quoted: Sequence[Request], chosen: Collection[str]
    ) -> tuple[Request, ...]:
        """The quoted requests of others alone: a whole round may carry one reference."""
        theirs = {
            each.reference
            for each in quoted
            if {each.municipality, self.speaker(each, mail)} & set(chosen)
        }
        return tuple(each for each in quoted if chosen and each.reference not in theirs)

    def quoted_by(
        self, mail: Mail, quoted: Sequence[Request], chosen: Collection[str]
    ) -> tuple[Request, ...]:
        """The quoted requests of those who speak; a letter of their own goes before one of those
        that went up in them, as a whole round may carry one reference.
        """
        own = {each.reference for each in quoted if each.municipality in chosen}
        return tuple(
            each
            for each in quoted
            if not chosen
            or each.municipality in chosen
            or (each.reference not in own and self.speaker(each, mail) in chosen)
        )


def reference_pattern(references: Collection[str]) -> re.Pattern[str]:
    """What finds these references, and numbers of their length that may be one mistyped."""
    if not references:
        return re.compile(r"(?!)")  # without any, nothing matches
    known = [re.escape(each) for each in sorted(references, key=lambda each: (-len(each), each))]
    lengths = sorted({len(each) for each in references if each.isdigit()})
    numbers = [rf"(?<![\d/.,-])\d{{{length}}}" for length in lengths]
    choices = "|".join([*known, *numbers])
    return compiled(rf"{REFERENCE_START}(?:{choices}){REFERENCE_END}", 0)


def meant(
    near: Sequence[tuple[str, Request]], chosen: Collection[str]
) -> Iterator[tuple[str, Request]]:
    """The request that a mistyped reference means: the sender's own, or the only one near."""
    for quoted in dict.fromkeys(each for each, _ in near):
        requests = [request for each, request in near if each == quoted]
        own = [each for each in requests if each.municipality in chosen]
        one = requests if len(requests) == 1 and not chosen else []
        yield from ((quoted, each) for each in own or one)


def is_near(one: str, other: str) -> bool:
    """Whether two references differ in one figure, or in two neighbours swapped."""
    if len(one) != len(other) or one == other:
        return False
    wrong = [at for at in range(len(one)) if one[at] != other[at]]
    if len(wrong) == 1:
        return True
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
