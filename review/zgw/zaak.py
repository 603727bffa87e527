"""The requests that would make the case of a municipality under one distribution decision."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from outbox.case_papers import CasePapers
from review.archive.pieces import Piece, came, letters, moment_of, sent
from review.ladder import step
from review.zgw import bodies
from review.zgw.bodies import Body, Content
from review.zgw.config import ZgwConfig
from rules.case_standing import ASKED_STEP, FIRST_STEP
from rules.decisions import CloseLadder, SetLadderStep
from rules.ladder import Move, moves_of, taken_on
from rules.registry import Municipality
from rules.supervisor import SENDER

# Where the Zaken API asks for it, told with each request that makes a case.
GEOMETRY = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
JSON = {"Content-Type": "application/json"}
MOMENT = timedelta(seconds=1)  # two statuses of a case may not be of one moment


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it would be sent, without what proves who sends it."""

    number: int  # from 1; others name its answer by it
    method: str
    url: str
    headers: dict[str, str]
    body: Body


@dataclass(frozen=True, slots=True)
class Reached:
    """A step of the ladder that was reached, and why."""

    at: datetime
    step: int  # 0: the supervision was closed
    told: str


@dataclass(slots=True)
class Writer:
    """Numbers requests, and knows which documents are there already."""

    config: ZgwConfig
    with_content: bool
    last: int = 0
    documents: dict[str, int] = field(default_factory=dict)  # request by identification

    def request(self, api: str, path: str, body: Body, **headers: str) -> Request:
        """The next request."""
        self.last += 1
        return Request(self.last, "POST", f"{api}/{path}", JSON | headers, body)

    def case(self, session: Session, cases: Sequence[CasePapers]) -> Iterator[Request]:
        """The requests for a case; cases: all of one municipality under one decision.

        A municipality that the registry does not know, and a decision that nobody chose, are for
        the caller to refuse.
        """
        who, cycle = cases[0].municipality, cases[0].cycle.cycle
        if who is None or cycle is None:
            return
        zaken = self.config.zaken
        made = self.request(zaken, "zaken", self.zaak(cases, who, cycle), **GEOMETRY)
        yield made
        zaak = answer(made.number)
        for body in self.rollen(zaak, who, cases[0]):
            yield self.request(zaken, "rollen", body)
        yield self.request(zaken, "zaakobjecten", bodies.zaakobject(zaak, who))
        reached = in_turn(each for one in cases for each in steps_of(one))
        for each in reached:
            if each.step:
                statustype = self.config.statustypes[each.step - 1]
                body = bodies.status(zaak, statustype, each.at, each.told)
                yield self.request(zaken, "statussen", body)
        for one in cases:
            yield from self.papers(session, zaak, one)
        yield from self.end(zaak, cases, reached)

    def zaak(self, cases: Sequence[CasePapers], who: Municipality, cycle: int) -> Body:
        """The case itself."""
        references = [ref for one in cases if (ref := one.page.case.reference)]
        begins = min(one.began_on for one in cases)
        return bodies.zaak(self.config, who, cycle, references, begins, cases[0].today)

    def rollen(self, zaak: str, who: Municipality, papers: CasePapers) -> Iterator[Body]:
        """The municipality, and the one that it went up in."""
        yield bodies.rol(zaak, self.config.roltype_initiator, who, "Gemeente onder toezicht")
        if papers.was_merged and papers.heir and self.config.roltype_successor:
            told = f"Rechtsopvolger van {who.name}"
            yield bodies.rol(zaak, self.config.roltype_successor, papers.heir, told)

    def papers(self, session: Session, zaak: str, papers: CasePapers) -> Iterator[Request]:
        """The documents of a case, each once, and that they belong to it."""
        senders = {f"mail/{each.mail}": each.sender for each in papers.page.mails}
        found = [*letters(papers), *came(session, papers), *sent(papers)]
        for piece in sorted(found, key=lambda each: (moment_of(each.at), each.id)):
            if piece.content is None:
                continue
            body = self.document(piece, senders.get(piece.id, SENDER))
            known = str(body["identificatie"])
            if known not in self.documents:
                url = self.config.documenten
                made = self.request(url, "enkelvoudiginformatieobjecten", body)
                self.documents[known] = made.number
                yield made
            link = bodies.zaakinformatieobject(zaak, answer(self.documents[known]), piece.title)
            yield self.request(self.config.zaken, "zaakinformatieobjecten", link)

    def document(self, piece: Piece, author: str) -> Body:
        """A document with its bytes, or with what they are in their place."""
        raw = piece.content() if piece.content else b""
        sha256 = hashlib.sha256(raw).hexdigest()
        told = (
            base64.b64encode(raw).decode()
            if self.with_content
            else f"({len(raw)} bytes, SHA-256 {sha256}; --content tells them in base64)"
        )
        content = Content(told, len(raw), sha256)
        return bodies.document(self.config, piece, author, content)

    def end(
        self, zaak: str, cases: Sequence[CasePapers], reached: Sequence[Reached]
    ) -> Iterator[Request]:
        """That the supervision ended, where it did in all of the cases; this closes the case."""
        is_closed = all(one.page.state.is_ladder_closed for one in cases)
        if not (is_closed and self.config.statustype_end and reached):
            return
        last = reached[-1]  # a closing, as every case ends with one
        body = bodies.resultaat(zaak, self.config.resultaattype, last.told)
        yield self.request(self.config.zaken, "resultaten", body)
        end = bodies.status(zaak, self.config.statustype_end, last.at, last.told)
        yield self.request(self.config.zaken, "statussen", end)


def answer(number: int) -> str:
    """What stands in a body for the URL that the answer to a request will tell."""
    return f"urn:ibt-intake:answer:{number}:url"


def steps_of(papers: CasePapers) -> Iterator[Reached]:
    """The steps that a case reached: where it began, and those that were taken and stand."""
    begins = moment_of(papers.began_on)
    yield Reached(begins, FIRST_STEP, step(FIRST_STEP))
    if papers.page.case.request is not None:
        letter = papers.page.case.request
        told = f"{step(ASKED_STEP)}. Brief {letter.reference}"
        yield Reached(moment_of(letter.letter_date), ASKED_STEP, told)
    for each in moves_of(papers.page.case.decisions):
        if isinstance(each.what, Move):
            yield Reached(moment_of(taken_on(each)), *told_of(each.what))


def told_of(move: Move) -> tuple[int, str]:
    """A step with what it rests on; 0 for the end of the supervision."""
    match move:
        case SetLadderStep(number, ground, document):
            return number, f"{step(number)}. {ground} ({document})"
        case CloseLadder(ground, document):
            return 0, f"Toezicht gesloten. {ground} ({document})"


def in_turn(reached: Iterator[Reached]) -> list[Reached]:
    """The steps by the days on which they were reached, each at a moment of its own."""
    found: list[Reached] = []
    for each in sorted(reached, key=lambda one: one.at):  # stable: as taken on one day
        earliest = found[-1].at + MOMENT if found else each.at
        found.append(Reached(max(each.at, earliest), each.step, each.told))
    return found
