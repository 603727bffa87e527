"""A database with as many mails and cases as a ministry has after years, filled in a minute.

What the rows hold is worked out by the functions of the program; only the writing is in bulk.
"""

import hashlib
import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, select

from rules.calendar import HOLIDAYS
from rules.case_standing import standing_of
from rules.cases import Case, CaseMail
from rules.completeness import missing_elements
from rules.decisions import DealWith, Decided
from rules.holding import holding
from rules.judgement import (
    Availability,
    Category,
    Element,
    Flag,
    Judgement,
    Kind,
    PlaceCount,
    PlaceRole,
    Proposal,
    Signal,
    Statement,
    TimelineState,
)
from rules.mail import Address, Authentication, Layout, Line, Mail, Owner, Text
from rules.registry import Municipality, Request
from storage.case_states import day_rows, state_row
from storage.content import json_of_judgement, json_of_mail
from storage.database import transaction
from storage.decided import Held
from storage.event_heads import Head
from storage.events import Event, canonical, chained, head_of_events, move_head
from storage.mail_states import OfCase, facet_rows, state_values, words_of
from storage.registry import import_municipalities
from storage.settings import keep_basis
from storage.tables.cases import CaseMailRow, CaseRow, MailDecisionRow
from storage.tables.events import EventRow
from storage.tables.judgements import JudgementFlagRow, JudgementKindRow, JudgementRow
from storage.tables.mails import ArrivalRow, MailRow, RawMailRow, ReadingRow
from storage.tables.registry import RequestRow
from storage.tables.states import CaseDayRow, CaseStateRow, MailFacetRow, MailStateRow, MailTextRow
from storage.told import text_told
from storage.transfer import go_on_numbering, tables

FIRST_LETTER = date(2025, 1, 6)
BETWEEN_ROUNDS = timedelta(days=35)
AT_ONCE = 2000
OPEN_SHARE = 0.1  # of the mails: ten thousand wait to be looked at
PROVINCES = (
    "Drenthe Flevoland Fryslân Gelderland Groningen Limburg Noord-Brabant Noord-Holland "
    "Overijssel Utrecht Zeeland Zuid-Holland"
).split()
WORDS = (
    "de raad stemt in met het voorstel voor een opvanglocatie aan de dijk en het college werkt "
    "aan vergunning bouw planning eigenaar gesprek omwonenden plekken gemeente besluit locatie "
    "termijn kwartaal tijdelijk duurzaam realisatie amv regulier beroep zienswijze"
).split()


def fill(engine, mails=100_000, cases=5_000, seed=1):
    """Fill an empty, migrated database; the municipalities are called Gemeente 1 and on."""
    chance = random.Random(seed)
    municipalities = [
        Municipality(f"GM{n}", f"Gemeente {n}", PROVINCES[n % 12], f"gemeente{n}.nl", ())
        for n in range(1, min(342, cases) + 1)
    ]
    requests = [
        Request(
            f"{7000000 + number}",
            each.name,
            FIRST_LETTER + number * BETWEEN_ROUNDS,
            21,
            100,
            20,
            0,
            0,
        )
        for number in range(-(-cases // len(municipalities)))
        for each in municipalities
    ][:cases]
    now = datetime(2026, 11, 1, tzinfo=UTC)
    with transaction(engine) as session:
        import_municipalities(session, municipalities, now=now)
        keep_basis(session, roll_over=True)
        connection = session.connection()
        rows = [{name: getattr(each, name) for name in Request.__slots__} for each in requests]
        connection.execute(insert(RequestRow), rows)
        connection.execute(
            insert(CaseRow),
            [{"municipality": each.municipality, "reference": each.reference} for each in requests],
        )
        numbers = {
            (name, reference): number
            for number, name, reference in connection.execute(
                select(CaseRow.id, CaseRow.municipality, CaseRow.reference)
            )
        }
        provinces = {each.name: each.province for each in municipalities}
        made = [one_mail(number, chance.choice(requests), chance) for number in range(1, mails + 1)]
        states = fill_cases(connection, requests, made, numbers, provinces)
        fill_mails(connection, made, numbers, states, provinces)
        fill_events(session, made)
        for table in tables():
            go_on_numbering(connection, table)  # after what has a number by now


class Made:
    """A mail as it is made up."""

    def __init__(self, number, request, read, judgement, is_open):
        self.number = number
        self.request = request
        self.read = read
        self.judgement = judgement
        self.is_open = is_open
        self.raw = f"Message-ID: {read.message_id}\r\n\r\n{read.texts[1].content}".encode()
        self.mail = hashlib.sha256(self.raw).hexdigest()
        self.decisions = (
            ()
            if is_open
            else (Decided(number, DealWith(), "", f"officer{number % 20}", read.received_at),)
        )
        holds = holding(judgement, [each.what for each in self.decisions])
        self.held = Held(number, judgement, holds, self.decisions)


def one_mail(number, request, chance):
    """A mail about a letter, with a judgement such as the program makes."""
    sent = datetime.combine(request.letter_date, datetime.min.time(), UTC)
    received_at = sent + timedelta(minutes=chance.randrange(1, 45 * 24 * 60))
    body = " ".join(chance.choice(WORDS) for _ in range(150))
    line = Line(0, len(body), Owner.SENDER, Layout.PROSE)
    domain = request.municipality.replace(" ", "").lower()
    read = Mail(
        message_id=f"<{number}@{domain}.nl>",
        received_at=received_at,
        sent_at=received_at,
        subject=f"Reactie van {request.municipality} op uw brief {request.reference}",
        senders=(Address(request.municipality, f"info@{domain}.nl"),),
        reply_to=(),
        to=(Address("", "ibt@example.nl"),),
        cc=(),
        return_path=f"info@{domain}.nl",
        in_reply_to=(),
        references=(),
        headers=(),
        authentication=Authentication("pass", "pass", "pass"),
        texts=(Text("subject", "Reactie", ()), Text("body", body, (line,))),
        attachments=(),
        defects=(),
    )
    is_open = chance.random() < OPEN_SHARE
    return Made(number, request, read, one_judgement(request, body, chance), is_open)


def one_judgement(request, body, chance):
    """A judgement with some elements, flags and a promise."""
    kinds = {
        chance.choices(list(Kind), weights=[2, 12, 1, 2, 2, 1, 2])[0],
    }
    sentence = Statement(body[:80], "body", 0, 80)
    is_whole = bool(kinds & {Kind.INFORMATION_REPLY, Kind.ARTICLE_8_NOTIFICATION})
    elements = {each: (sentence,) if is_whole and chance.random() < 0.7 else () for each in Element}
    is_stated = bool(elements[Element.TIMELINE])
    promised = date(2026, 10, 1) + timedelta(days=chance.randrange(400))
    state = TimelineState.STATED if is_stated else TimelineState.ABSENT
    missing = missing_elements(
        kinds, {each for each in Element if elements[each]}, state, claims_met=False
    )
    flags = {Flag.INCOMPLETE} if missing else set()
    flags |= {each for each in (Flag.UNCERTAIN, Flag.NUMBERS_DIFFER) if chance.random() < 0.1}
    signals = (Signal("sender_domain", "x.nl", 3.0), Signal("reference", "x", 2.5))
    return Judgement(
        kinds=frozenset(kinds),
        municipalities=(request.municipality,),
        references=(request.reference,),
        elements=elements,
        timeline_state=state,
        timeline=(Availability("per dan", promised, promised, sentence),) if is_stated else (),
        claims_met=False,
        places=(PlaceCount(Category.REGULAR, PlaceRole.PLANNED, 40, sentence),),
        missing=missing,
        late=False,
        flags=frozenset(flags),
        confidence=round(chance.random(), 3),
        proposals=(Proposal(request.municipality, request.reference, 0.9, signals),),
        reasons=tuple((each, f"Uitleg bij {each.value}.") for each in sorted(flags)),
    )


def fill_cases(connection, requests, made, numbers, provinces):
    """Write the states of the cases, and give what mails show of them by number."""
    mails = defaultdict(list)
    for each in made:
        case_mail = CaseMail(
            each.mail, each.read.message_id, each.read.received_at, each.held.holds
        )
        mails[each.request.municipality, each.request.reference].append(case_mail)
    states, rows, days = {}, [], []
    for request in requests:
        key = (request.municipality, request.reference)
        belonging = sorted(mails[key], key=lambda mail: (mail.received_at, mail.mail))
        case = Case(*key, request, "", (), tuple(belonging))
        standing = standing_of(case, HOLIDAYS)
        number = numbers[key]
        row = state_row(number, case, standing, provinces[key[0]], None, date(2026, 11, 1))
        rows.append(row)
        states[number] = OfCase(number, row["due"], row["officer"])
        days += day_rows(number, standing, is_listed=True)
    bulk(connection, CaseStateRow, rows)
    bulk(connection, CaseDayRow, days)
    return states


def fill_mails(connection, made, numbers, states, provinces):
    """Write the mails with all that is kept of each, some thousand at a time."""
    for at in range(0, len(made), AT_ONCE):
        rows = defaultdict(list)
        for each in made[at : at + AT_ONCE]:
            for table, row in rows_of(each, numbers, states, provinces):
                rows[table].append(row)
        for table, some in rows.items():
            bulk(connection, table, some)


def rows_of(each, numbers, states, provinces):
    """The rows of one mail, those that others refer to first."""
    at, judgement = each.read.received_at, each.judgement
    case_id = numbers[each.request.municipality, each.request.reference]
    name = {"sha256": each.mail}
    yield RawMailRow, name | {"size": len(each.raw), "raw": each.raw}
    told = {"message_id": each.read.message_id, "received_at": at, "taken_in_at": at}
    yield MailRow, name | told | {"state": "filed"}
    place = {"mailbox": "ibt", "folder": "INBOX", "uidvalidity": 1, "uid": each.number}
    yield ArrivalRow, name | place | {"met_at": at, "gone_at": None}
    yield ReadingRow, name | {"version": "1", "content": json_of_mail(each.read)}
    yield (
        JudgementRow,
        name
        | {
            "id": each.number,
            "version": "1",
            "judged_at": at,
            "superseded_at": None,
            "timeline_state": judgement.timeline_state.value,
            "claims_met": judgement.claims_met,
            "late": judgement.late,
            "confidence": judgement.confidence,
            "content": json_of_judgement(judgement),
            "told": text_told(each.held),
        },
    )
    for kind in judgement.kinds:
        yield JudgementKindRow, {"judgement_id": each.number, "kind": kind.value}
    for flag, reason in judgement.reasons:
        row = {"judgement_id": each.number, "flag": flag.value, "reason": reason}
        yield JudgementFlagRow, row
    proposal = judgement.proposals[0]
    link = {"case_id": case_id, "belongs": True, "score": 0.9, "decided_by": "", "decided_at": at}
    signals = [[signal.name, signal.detail, signal.weight] for signal in proposal.signals]
    yield CaseMailRow, name | link | {"signals": signals}
    for decided in each.decisions:
        row = {"what": "deal_with", "content": "{}", "reason": "", "officer": decided.officer}
        more = {"at": at, "judgement_id": each.number, "undone_at": None, "undone_by": ""}
        yield MailDecisionRow, name | row | more | {"id": decided.id}
    shown = {"subject": each.read.subject, "sender": each.read.sender.name, "received_at": at}
    values = state_values(each.held, states[case_id])
    yield MailStateRow, name | shown | values | {"id": each.number}
    for row in facet_rows(each.number, each.held, [proposal], provinces):
        yield MailFacetRow, row
    yield MailTextRow, words_of(each.read) | {"id": each.number}


def fill_events(session, made):
    """Chain an event for each mail that was filed, and one for each that was dealt with."""
    head = head_of_events(session)
    seq, last, rows = head.count, head.hash, []
    for each in made:
        for action, actor in (
            ("filed", ""),
            *(("decided:deal_with", decided.officer) for decided in each.decisions),
        ):
            seq += 1
            after = canonical({"kinds": sorted(each.judgement.kinds)})
            event = chained(
                Event(
                    seq,
                    each.read.received_at,
                    actor,
                    action,
                    f"mail:{each.mail}",
                    "{}",
                    after,
                    last,
                    "",
                )
            )
            last = event.hash
            rows.append({name: getattr(event, name) for name in Event.__slots__})
    connection = session.connection()
    bulk(connection, EventRow, rows)
    move_head(session, Head(seq, last))


def bulk(connection, table, rows):
    """Write rows some thousand at a time."""
    for at in range(0, len(rows), AT_ONCE):
        connection.execute(insert(table), rows[at : at + AT_ONCE])
