"""Which municipalities a mail speaks for and which requests it belongs to, by weighed signals."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.anchors import Anchored
from rules.authenticity import is_forged
from rules.beginnings import compiled
from rules.deadlines import received_on
from rules.impostors import Impostors, Suspicion
from rules.judgement import Kind, Proposal, Signal
from rules.mail import Mail, Owner
from rules.mergers import heir_on
from rules.names import Named, Names
from rules.registry import Organisation, Registry, Request
from rules.sentences import Sentence

# How much each signal speaks for a municipality. One own domain outweighs what is said in the
# text; a shared service's domain names candidates, among which the text decides.
WEIGHTS = {
    "sender_domain": 5.0,
    "shared_domain": 0.8,
    "reply_to_domain": 1.0,
    "reference": 2.5,
    "thread": 3.0,  # it answers a mail of ours, whose Message-ID nobody else can make
    "subject_led": 2.2,
    "subject": 1.6,
    "speaks": 2.6,  # "namens het college van X", "B&W van X"
    "acts": 2.6,  # "de gemeente X meldt": of itself, or of its neighbour
    "subject_word": 1.0,  # a name that is an ordinary word or a surname too, without "gemeente"
    "attachment_word": 0.5,
    "letterhead": 1.8,  # in a signature, a letterhead, a page's foot
    "addressed": 1.5,  # the ministry's quoted letter, or headers below, name it
    "full_name": 1.0,  # "Bergen (NH)": not its namesake
    "text_led": 0.7,  # "de gemeente X" in the sender's sentences
    "text": 0.3,
    "attachment_name": 0.9,
    "copy_domain": 0.6,
}
ONCE = frozenset(WEIGHTS) - {"text", "text_led"}
# What another municipality than the sender's own must show before a letter counts as joint:
# a neighbour is told of in the text, too.
SHOWS = frozenset({"speaks", "subject_led", "subject", "letterhead", "reply_to_domain"})
MOST_OF_TEXT = 1.5  # however often a name is repeated
ACCEPTED = 2.4  # total from which a mail is taken to speak for a municipality
CANDIDATE_ACCEPTED = 1.9  # of the members of a shared service, whose domain vouches for them
APART = 0.5  # by which one must lead a namesake
JOINT = 0.45  # of the best total, which another municipality needs besides

SPEAKS = Anchored(
    r"\b(?:namens|mede\s+namens|colleges?\s+van|burgemeesters?\s+en\s+wethouders\s+van|b\s?&\s?w\s+van|"
    r"b\.?\s?en\s?w\.?\s+van|(?:melding|reactie|antwoord|brief)\s+(?:van\s+)?(?:de\s+)?gemeenten?|"
    r"(?:de|onze)\s+gemeenten)\b[^.]{0,80}$",
    re.IGNORECASE,
)
ACTS = Anchored(r"\bde\s+gemeente\b[^.]{0,80}$", re.IGNORECASE)
JOINTLY = Anchored(
    r"\b(?:gezamenlijk|mede\s+namens|beide\s+(?:colleges|gemeenten)|(?:onze|de)\s+(?:twee|drie|vier|vijf)"
    r"\s+(?:colleges|gemeenten)|samen\s+met|de\s+colleges\s+van|de\s+gemeenten|onze\s+gemeenten|"
    r"ook\s+namens|tevens\s+namens|één\s+antwoord|alle\s+(?:drie|vier|vijf))\b",
    re.IGNORECASE,
)
LETTER = Anchored(
    r"\b(?:spreidingswet|interbestuurlijk|informatieverzoek|ambtelijk\s+gesprek|uw\s+brief|ibt)\b",
    re.IGNORECASE,
)
# Where a reference may stand: not inside a number, a telephone number or an amount.
REFERENCE_START = r"(?<!\d)(?:(?<!\d[.,/-])|(?<=20\d\d[-/]))"
REFERENCE_END = r"(?!\d|[.,]\d)"

# Of a Message-ID of ours, the municipality and reference that the mail was about; of others None.
Threads = Callable[[str], tuple[str, str | None] | None]


def no_threads(_: str) -> tuple[str, str | None] | None:
    """Nothing is known of any mail of ours."""
    return None


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


class Linker:
    """Finds the municipalities and requests of mails, given what the ministry knows."""

    def __init__(self, registry: Registry, threads: Threads = no_threads) -> None:
        self.registry = registry
        self._threads = threads
        self._names = Names(registry.municipalities)
        self._impostors = Impostors(registry, self._names)
        self._by_domain = {each.domain.lower(): each for each in registry.municipalities}
        self._of_name = {each.name for each in registry.municipalities}
        self._by_code = {each.code: each for each in registry.municipalities}
        self._organisations = {each.domain.lower(): each for each in registry.organisations}
        self._requests: dict[str, list[Request]] = defaultdict(list)
        self._of_municipality: dict[str, list[Request]] = defaultdict(list)
        for request in registry.requests:
            self._requests[request.reference].append(request)
            self._of_municipality[request.municipality].append(request)
        self._reference = reference_pattern(self._requests)
        self._validities = registry.validities

    @property
    def names(self) -> Names:
        """The names of all municipalities."""
        return self._names

    def request(self, reference: str) -> Request | None:
        """The request with that reference, if it stands for one alone."""
        found = self._requests.get(reference, [])
        return found[0] if len(found) == 1 else None

    def _speaker(self, request: Request, mail: Mail) -> str:
        """Who writes about a letter: its municipality, or the one that it went up in since."""
        return heir_on(self._validities, request.municipality, received_on(mail.received_at))

    def link(self, mail: Mail, sentences: Sequence[Sentence]) -> Links:
        """Whom the mail speaks for."""
        own, members = self._senders(mail.sender.domain)
        quoted, mistyped = self._references(mail)
        signals = list(self._signals(mail, sentences, own, members, quoted))
        totals = summed(signals)
        for name in self._provinces(mail.sender.domain):
            totals.pop(name, None)  # the province's own name, not the town's
        jointly = speaks_jointly(mail, sentences)
        showing = {name for name, each in signals if each.name in SHOWS} if jointly else set()
        chosen, margin = chosen_of(totals, own, members, showing, jointly=jointly)
        chosen = self._told_apart(chosen, totals)
        by_these = self._quoted_by(mail, quoted, chosen)
        requests = tuple(
            request for name in chosen for request in self._of_municipality.get(name, [])
        )
        return Links(
            municipalities=tuple(sorted(chosen)),
            quoted=by_these,
            heirs=frozenset(self._speaker(each, mail) for each in by_these),
            requests=requests,
            mistyped=tuple(self._meant(mistyped, chosen)),
            elsewhere=self._elsewhere(mail, quoted, chosen),
            received_on=received_on(mail.received_at),
            proposals=self._proposals(totals, signals, quoted),
            is_ambiguous=not chosen
            and (len(members) > 1 or sum(total > 1.0 for total in totals.values()) > 1),
            is_sender_known=bool(set(chosen) & {*own, *members}) and not is_forged(mail),
            is_public_body=any(
                each in self._by_domain or each in self._organisations
                for each in parents(mail.sender.domain)
            ),
            mentions_letter=any(LETTER.search(each.text) for each in sentences),
            margin=margin,
            suspicions=self._impostors.suspicions(mail),
        )

    def _elsewhere(
        self, mail: Mail, quoted: Sequence[Request], chosen: Collection[str]
    ) -> tuple[Request, ...]:
        """The quoted requests of others alone: a whole round may carry one reference."""
        theirs = {
            each.reference
            for each in quoted
            if {each.municipality, self._speaker(each, mail)} & set(chosen)
        }
        return tuple(each for each in quoted if chosen and each.reference not in theirs)

    def _quoted_by(
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
            or (each.reference not in own and self._speaker(each, mail) in chosen)
        )

    # -------------------------------------------------------------- who may have sent it

    def _senders(self, domain: str) -> tuple[list[str], list[str]]:
        """The municipality whose own domain it is, and the members of a service's domain."""
        for candidate in parents(domain):
            organisation = self._organisations.get(candidate)
            municipality = self._by_domain.get(candidate)
            if organisation is not None:
                members = self._members(organisation)
                own = [municipality.name] if municipality else members[:1] * (len(members) == 1)
                return own, members
            if municipality is not None:
                return [municipality.name], []
        return [], []

    def _members(self, organisation: Organisation) -> list[str]:
        codes = (code for code in organisation.municipality_codes if code in self._by_code)
        return [self._by_code[code].name for code in codes]

    def _provinces(self, domain: str) -> list[str]:
        """The towns that have the name of the province that a domain belongs to."""
        found = (self._organisations.get(each) for each in parents(domain))
        names = [each.name for each in found if each and not each.municipality_codes]
        words = {word for each in names for word in each.split()}
        return [name for name in self._of_name if name in words] if words else []

    def _told_apart(self, chosen: list[str], totals: dict[str, float]) -> list[str]:
        """The chosen without namesakes that nothing tells apart; Bergen is in two provinces."""
        found = []
        for name in chosen:
            namesakes = [each for each in self._names.namesakes(name) if each in totals]
            if all(totals[name] - totals[each] >= APART for each in namesakes):
                found.append(name)
        return found

    # -------------------------------------------------------------- signals

    def _signals(
        self,
        mail: Mail,
        sentences: Sequence[Sentence],
        own: list[str],
        members: list[str],
        quoted: Sequence[Request],
    ) -> Iterator[tuple[str, Signal]]:
        """Each clue with the municipality it speaks for."""
        for name in own:
            yield name, signal("sender_domain", mail.sender.domain)
        for name in members:
            yield name, signal("shared_domain", mail.sender.domain)
        for address in mail.cc:
            for name in self._senders(address.domain)[0]:
                yield name, signal("copy_domain", address.domain)
        for address in mail.reply_to:
            for name in self._senders(address.domain)[0]:
                yield name, signal("reply_to_domain", address.domain)
        for name, reference in self._answered(mail):
            yield name, signal("thread", reference or name)
        for request in quoted:
            yield self._speaker(request, mail), signal("reference", request.reference)
        yield from self._named(mail.subject, "subject_led", "subject", "subject_word")
        for attachment in mail.attachments:
            yield from self._named(
                attachment.source, "attachment_name", "attachment_name", "attachment_word"
            )
        yield from self._named(mail.sender.name, "letterhead", "letterhead")
        for sentence in sentences:
            if sentence.source != "subject":
                yield from self._said(sentence)

    def _said(self, sentence: Sentence) -> Iterator[tuple[str, Signal]]:
        """What one sentence, by whomever, says of who speaks."""
        if sentence.owner is Owner.SENDER:
            for named in self._names.find(sentence.text):
                if named.is_full:
                    yield named.municipality, signal("full_name", sentence.source)
                before = sentence.text[: named.start]
                author = named.is_led and is_author(sentence, named)
                if author and SPEAKS.search(before):
                    yield named.municipality, signal("speaks", sentence.source)
                elif author and ACTS.search(before):
                    yield named.municipality, signal("acts", sentence.source)
                elif named.is_led or not named.is_doubtful:
                    kind = "text_led" if named.is_led else "text"
                    yield named.municipality, signal(kind, sentence.source)
        elif sentence.owner in (Owner.SIGNATURE, Owner.FURNITURE):
            yield from self._named(sentence.text, "letterhead", "letterhead")
        elif sentence.owner in (Owner.MINISTRY, Owner.EARLIER):
            for named in self._names.find(sentence.text):
                if named.is_led:
                    yield named.municipality, signal("addressed", sentence.source)

    def _named(
        self, text: str, led: str, bare: str, word: str = ""
    ) -> Iterator[tuple[str, Signal]]:
        """The names in a text: after "gemeente", bare, or bare and a word of its own."""
        for named in self._names.find(text):
            if named.is_full:
                yield named.municipality, signal("full_name", text[:60])
            kind = led if named.is_led else (word or bare) if named.is_doubtful else bare
            yield named.municipality, signal(kind, text[:60])

    # -------------------------------------------------------------- references

    def _answered(self, mail: Mail) -> Iterator[tuple[str, str | None]]:
        """The cases of the mails of ours that a mail answers, each once."""
        ids = dict.fromkeys((*mail.in_reply_to, *mail.references))
        cases = dict.fromkeys(filter(None, (self._threads(each) for each in ids)))
        return (case for case in cases if case[0] in self._of_name)

    def _answered_requests(self, mail: Mail) -> Iterator[Request]:
        """The requests that those mails of ours were about."""
        for name, reference in self._answered(mail):
            of_name = self._requests.get(reference or "", [])
            yield from (each for each in of_name if each.municipality == name)

    def _references(
        self, mail: Mail
    ) -> tuple[tuple[Request, ...], tuple[tuple[str, Request], ...]]:
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

    def _meant(
        self, near: Sequence[tuple[str, Request]], chosen: Collection[str]
    ) -> Iterator[tuple[str, Request]]:
        """The request that a mistyped reference means: the sender's own, or the only one near."""
        for quoted in dict.fromkeys(each for each, _ in near):
            requests = [request for each, request in near if each == quoted]
            own = [each for each in requests if each.municipality in chosen]
            meant = own or (requests if len(requests) == 1 and not chosen else [])
            yield from ((quoted, each) for each in meant)

    # -------------------------------------------------------------- proposals

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
            requests = self._of_municipality.get(name, [])
            own = [each for each in quoted if each.municipality == name] or requests[-1:]
            of_name = tuple(dict.fromkeys(each for owner, each in signals if owner == name))
            reference = own[0].reference if own else None
            score = round(max(0.0, min(1.0, total / 8)), 3)
            found.append(Proposal(name, reference, score, of_name[:8]))
        return tuple(found)


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


def signal(name: str, detail: str) -> Signal:
    return Signal(name, detail, WEIGHTS[name])


def summed(signals: Sequence[tuple[str, Signal]]) -> dict[str, float]:
    """The weight of all signals for each municipality; most count once, however often found."""
    seen: set[tuple[str, str]] = set()
    totals: dict[str, float] = defaultdict(float)
    of_text: dict[str, float] = defaultdict(float)
    for name, each in signals:
        if each.name in ONCE:
            if (name, each.name) not in seen:
                seen.add((name, each.name))
                totals[name] += each.weight
        else:
            of_text[name] += each.weight
    for name, weight in of_text.items():
        totals[name] += min(weight, MOST_OF_TEXT)
    return dict(totals)


def chosen_of(
    totals: dict[str, float],
    own: list[str],
    members: list[str],
    showing: Collection[str],
    *,
    jointly: bool,
) -> tuple[list[str], float]:
    """The municipalities that a mail speaks for, and how clear that is.

    own: whose domain sent it; members: of the service that sent it; showing: those that a
    joint letter may speak for besides.
    """
    if own and not (len(members) > 1 and outweighed(totals, own[0], members)):
        others = [
            name
            for name, total in totals.items()
            if name in showing and name not in own and total >= ACCEPTED + 0.8
        ]
        return [own[0], *others], 1.0 if not others else 0.3
    border = CANDIDATE_ACCEPTED if members else ACCEPTED
    pool = {name: total for name, total in totals.items() if not members or name in members}
    for name in own:  # its officials write for a neighbour here: their domain says nothing
        pool[name] -= WEIGHTS["sender_domain"]
    if not pool:
        return [], 0.5
    best = max(pool.values())
    if best < border:
        return [], min(1.0, border - best)
    chosen = [name for name, total in pool.items() if total >= max(border, JOINT * best)]
    if not jointly and len(chosen) > 1:
        first = max(chosen, key=lambda name: (pool[name], name))
        second = max(total for name, total in pool.items() if name != first)
        if pool[first] - second >= 1.0:
            chosen = [first]
    return chosen, min(1.0, best - border)


def outweighed(totals: dict[str, float], own: str, members: list[str]) -> bool:
    """Whether a municipality whose officials serve a neighbour too writes for that neighbour."""
    domain = WEIGHTS["sender_domain"]
    return any(
        totals.get(name, 0.0) > totals.get(own, 0.0) - domain + 1.5
        for name in members
        if name != own
    )


def speaks_jointly(mail: Mail, sentences: Sequence[Sentence]) -> bool:
    """Whether a mail says that several municipalities speak in it."""
    if JOINTLY.search(mail.subject):
        return True
    return any(
        JOINTLY.search(each.text)
        for each in sentences
        if each.owner in (Owner.SENDER, Owner.SIGNATURE)
    )


def is_author(sentence: Sentence, named: Named) -> bool:
    """Whether a name stands where authors name themselves, not where others are told of."""
    before = sentence.text[: named.start]
    return not re.search(
        r"\b(?:met|naar|door|bij|buurgemeente|buurgemeenten|omliggende|andere|samen|aan)\s+"
        r"(?:de\s+)?(?:gemeenten?|colleges?|(?:college|b\s?&\s?w|burgemeester\s+en\s+wethouders)\s+van)?"
        r"(?:\s+\w+,?)*\s*$",
        before,
        re.IGNORECASE,
    )


def parents(domain: str) -> Iterator[str]:
    """The domain and those above it: mail.zeist.nl, zeist.nl."""
    labels = domain.lower().split(".")
    for at in range(max(1, len(labels) - 1)):
        yield ".".join(labels[at:])


def reference_pattern(references: Collection[str]) -> re.Pattern[str]:
    """What finds these references, and numbers of their length that may be one mistyped."""
    if not references:
        return re.compile(r"(?!)")  # without any, nothing matches
    known = [re.escape(each) for each in sorted(references, key=lambda each: (-len(each), each))]
    lengths = sorted({len(each) for each in references if each.isdigit()})
    numbers = [rf"(?<![\d/.,-])\d{{{length}}}" for length in lengths]
    choices = "|".join([*known, *numbers])
    return compiled(rf"{REFERENCE_START}(?:{choices}){REFERENCE_END}", 0)


def is_near(one: str, other: str) -> bool:
    """Whether two references differ in one figure, or in two neighbours swapped."""
    if len(one) != len(other) or one == other:
        return False
    wrong = [at for at in range(len(one)) if one[at] != other[at]]
    if len(wrong) == 1:
        return True
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
