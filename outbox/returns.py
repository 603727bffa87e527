"""What comes back on mails of ours: reports of failure, machines' answers, people's answers.

Each is tied to the mail it came back on, by our own Message-ID wherever it stands; where a report
shows none, by the address that failed. None of it is ever answered: what a machine sent sets off
no mail of ours, and a report on a notice has no officer to be told again.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import compat32

from sqlmodel import Session

from outbox.message_ids import MessageIds
from rules.judgement import Judgement, Kind
from rules.mail import Mail
from rules.outgoing import OutgoingState, Return
from storage.outgoing import OutboxEntry, entries_with_message_ids, entry_with, sent_to
from storage.returns import add_return
from storage.sending import bounced, settle

# A report holds little before the mail it returns; what is odd beyond that helps nobody.
REPORT_BYTES = 128_000
LINE_BYTES = 1_000
MOST_PARTS = 50
LOOKED_THROUGH = 1_000_000  # bytes, for our Message-IDs
REPORTED_WITHIN = timedelta(days=7)  # servers give up after five (RFC 5321 section 4.5.4.1)
ANSWERED_WITHIN = timedelta(days=2)  # a machine answers at once; it may stand in a queue
ACTION = re.compile(rb"^Action:[ \t]*(\w+)", re.IGNORECASE | re.MULTILINE)  # RFC 3464 2.3.3
FAILED = frozenset({"failed", "fail", "error"})
DELAYED = frozenset({"delayed"})
STILL_TRIES = re.compile(
    r"\b(?:delayed|delay|vertraagd|will\s+be\s+retried|still\s+trying|wordt\s+opnieuw\s+geprobeerd)\b",
    re.IGNORECASE,
)
# The header of the mail that is returned, or what RFC 3461 has servers tell of it.
NAMES_IT = re.compile(
    r"^(?:Message-ID|Original-Envelope-Id):[ \t]*(?:\r?\n[ \t]+)?(\S{1,400})", re.I | re.M
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a server tells of mails that it did not deliver."""

    what: Return
    addresses: tuple[str, ...]  # that failed, as far as it names them


class Returns:
    """Ties what comes in to what went out."""

    def __init__(self, ids: MessageIds) -> None:
        self._ids = ids

    def case_of(self, message_id: str) -> tuple[str, str | None] | None:
        """Municipality and reference that a Message-ID of ours stands for; None for any other."""
        thread = self._ids.thread_of(message_id)
        return (thread.municipality, thread.reference) if thread else None

    def seen_in(self, raw: bytes, judgement: Judgement) -> Report | None:
        """What a report in those bytes tells, None where the mail is none."""
        return report_in(raw) if Kind.BOUNCE in judgement.kinds else None

    def note(
        self,
        session: Session,
        sha256: str,
        raw: bytes,
        mail: Mail,
        judgement: Judgement,
        seen: object,
        now: datetime,
    ) -> list[int]:
        """The ids of the mails of ours that a mail came back on, tied and marked.

        seen: what `seen_in` told of the same bytes.
        """
        if self._ids.thread_of(mail.message_id):
            return []  # our own mail, in a copy to ourselves
        report = seen if isinstance(seen, Report) else None
        what = report.what if report else what_is(judgement)
        found = []
        for entry in self._on(session, raw, mail, report, what):
            if entry.handed_over_at is not None and add_return(
                session, entry.id, sha256, what, now, failed=report.addresses if report else ()
            ):
                mark(session, entry.id, what, now)
                found.append(entry.id)
        return found

    def _on(
        self, session: Session, raw: bytes, mail: Mail, report: Report | None, what: Return
    ) -> list[OutboxEntry]:
        """The mails of ours that a mail came back on."""
        # What it answers directly comes first, then the thread from its end.
        ids = self._ids.found_in(" ".join((*mail.in_reply_to, *reversed(mail.references))))
        if not ids and what is not Return.REPLY:
            # A person's mail may quote any thread; a machine's holds the mail it is about.
            ids = self._returned_in(raw, mail)
        if ids:
            entries = {
                each.outgoing.message_id: each for each in entries_with_message_ids(session, ids)
            }
            return [entries[each] for each in ids if each in entries][:1]
        if report and report.addresses:
            since = mail.received_at - REPORTED_WITHIN
            return likeliest(sent_to(session, report.addresses, since), words_of(mail))
        if what is Return.AUTO_REPLY:
            since = mail.received_at - ANSWERED_WITHIN
            return [
                each
                for each in sent_to(session, [mail.sender.address], since)
                if mail.subject.endswith(each.outgoing.subject)  # after "Automatisch antwoord:"
            ][:1]
        return []

    def _returned_in(self, raw: bytes, mail: Mail) -> tuple[str, ...]:
        """Our Message-IDs in a machine's mail, those that name the returned mail in front."""
        texts = list(places(raw, mail))
        named = " ".join(each for text in texts for each in NAMES_IT.findall(text))
        return self._ids.found_in(" ".join((named, *texts)))


def what_is(judgement: Judgement) -> Return:
    """What a mail that is no report is to us."""
    return Return.AUTO_REPLY if Kind.AUTO_REPLY in judgement.kinds else Return.REPLY


def mark(session: Session, entry: int, what: Return, now: datetime) -> None:
    """Bring a mail of ours where its return puts it."""
    if what is Return.BOUNCE:
        bounced(session, entry, now)
        return
    kept = entry_with(session, entry)
    if kept and kept.state is OutgoingState.UNCERTAIN:
        settle(session, entry, now, was_sent=True)  # it got somewhere: it was sent


def likeliest(entries: list[OutboxEntry], words: str) -> list[OutboxEntry]:
    """The one of several mails that a report is about: the last whose subject it tells."""
    told = [each for each in entries if each.outgoing.subject in words]
    return (told or entries)[:1]


def words_of(mail: Mail) -> str:
    """All that a mail says."""
    return "\n".join(text.content for text in mail.texts)


def places(raw: bytes, mail: Mail) -> Iterator[str]:
    """Where a machine may have put our Message-ID."""
    yield raw[:LOOKED_THROUGH].decode("latin-1")
    for text in mail.texts:  # what was encoded in the raw mail
        yield text.content[:LOOKED_THROUGH]


def report_in(raw: bytes) -> Report:
    """What a report of a server says: by its form (RFC 3464), else by the words it uses."""
    actions = {each.decode("ascii").lower() for each in ACTION.findall(raw[:LOOKED_THROUGH])}
    delayed, failed = addresses_in(raw)
    if actions & FAILED or failed:
        return Report(Return.BOUNCE, failed)
    if actions & DELAYED or delayed:
        return Report(Return.DELAY, delayed)
    if actions:
        return Report(Return.AUTO_REPLY, ())  # delivered, or handed on: nothing is wrong
    head = raw[:REPORT_BYTES].partition(b"\r\n\r\n")[0].decode("latin-1")
    subject = next((line for line in head.splitlines() if line.lower().startswith("subject:")), "")
    return Report(Return.DELAY if STILL_TRIES.search(subject) else Return.BOUNCE, ())


def addresses_in(raw: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses that a report names, still tried and failed: flufl.bounce knows the forms."""
    from flufl.bounce import all_failures

    # It logs at length where a detector of its own falls over an odd mail, with what it held.
    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
    # The library parses as the standard library does, which some mails take minutes of.
    lines = (line[:LINE_BYTES] for line in raw[:REPORT_BYTES].splitlines(keepends=False))
    bounded = b"\n".join(lines) + b"\n"
    if bounded.lower().count(b"content-type:") > MOST_PARTS:
        return (), ()
    try:
        delayed, failed = all_failures(message_from_bytes(bounded, policy=compat32))
    except Exception:
        # Its detectors raise whatever an odd mail makes them; without addresses the report is
        # tied by what else it shows, or stays with the officer who reads it.
        return (), ()
    return tidy(delayed), tidy(failed)


def tidy(addresses: frozenset[bytes]) -> tuple[str, ...]:
    """Addresses as we compare them."""
    return tuple(
        sorted({each.decode("ascii", "replace").strip("<> ").lower() for each in addresses})
    )
