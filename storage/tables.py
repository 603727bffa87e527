"""The tables. A row never leaves storage: its functions return types of `rules` or their own.

Text is Unicode, moments are UTC, words of enums are those of `rules`. JSON is text: canonical,
so that equal values are equal text, in any database.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.columns import Day, Moment

# Each constraint has a name of its own, else a later migration could not drop it.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What all tables share."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class RawMailRow(Row, table=True):
    """The bytes of a mail as they arrived. Triggers refuse any change but destruction by rule."""

    __tablename__ = "raw_mails"

    sha256: str = Field(primary_key=True, max_length=64)  # of raw, in lower-case hexadecimal
    size: int  # bytes; before raw, so that SQLite need not read through it
    raw: bytes = Field(sa_type=LargeBinary)


class MailRow(Row, table=True):
    """A mail that was taken in, known by its bytes, and how far it has come."""

    __tablename__ = "mails"
    __table_args__ = (Index(None, "state", "received_at"),)

    sha256: str = Field(primary_key=True, foreign_key="raw_mails.sha256", max_length=64)
    message_id: str = Field(index=True)  # "" where the mail has none
    received_at: datetime | None = Field(sa_type=Moment, index=True)  # None: not known until read
    taken_in_at: datetime = Field(sa_type=Moment)
    state: str = Field(max_length=16)  # see storage.ledger.State


class ArrivalRow(Row, table=True):
    """The ledger: one row for each place in a mailbox where a mail was met.

    A mail met in several places, or again after a change of UIDVALIDITY, has several rows.
    """

    __tablename__ = "arrivals"
    __table_args__ = (UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),)

    id: int = Field(default=None, primary_key=True)  # given by the database
    mailbox: str
    folder: str
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    sha256: str = Field(foreign_key="mails.sha256", index=True, max_length=64)
    met_at: datetime = Field(sa_type=Moment)
    gone_at: datetime | None = Field(sa_type=Moment)  # when reconciling no longer found it


class FailureRow(Row, table=True):
    """Why a mail is set aside, and when it is tried again."""

    __tablename__ = "failures"

    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", max_length=64)
    step: str
    reason: str = Field(sa_type=Text)
    tries: int
    last_at: datetime = Field(sa_type=Moment)
    next_try_at: datetime | None = Field(sa_type=Moment)  # None: waits for a person


class ReadingRow(Row, table=True):
    """A mail as a version of the program read it; made again from the bytes at any time."""

    __tablename__ = "readings"

    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", max_length=64)
    version: str = Field(primary_key=True)
    content: str = Field(sa_type=Text)  # JSON of a rules.mail.Mail


class JudgementRow(Row, table=True):
    """A judgement of a mail; the one that holds now has no superseded_at."""

    __tablename__ = "judgements"
    __table_args__ = (
        Index(
            "uq_judgements_current",
            "sha256",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)  # given by the database
    sha256: str = Field(foreign_key="mails.sha256", index=True, max_length=64)
    version: str  # of the program that read and judged
    judged_at: datetime = Field(sa_type=Moment)
    superseded_at: datetime | None = Field(sa_type=Moment)
    timeline_state: str = Field(max_length=16)
    claims_met: bool
    late: bool | None
    confidence: float
    content: str = Field(sa_type=Text)  # JSON of a rules.judgement.Judgement
    # JSON of the rules.told.Told in it, with what officers decided on the mail, a twentieth as
    # long: all that the state of a case reads. "": not for us; NULL: to be
    # worked out, and kept where no letter yet to come could change it.
    told: str | None = Field(sa_type=Text)


class JudgementKindRow(Row, table=True):
    """A kind that a judgement gives its mail."""

    __tablename__ = "judgement_kinds"

    judgement_id: int = Field(primary_key=True, foreign_key="judgements.id")
    kind: str = Field(primary_key=True, index=True, max_length=32)


class JudgementFlagRow(Row, table=True):
    """A flag that a judgement raises, with its reason in Dutch."""

    __tablename__ = "judgement_flags"

    judgement_id: int = Field(primary_key=True, foreign_key="judgements.id")
    flag: str = Field(primary_key=True, index=True, max_length=32)
    reason: str = Field(sa_type=Text)


class MunicipalityRow(Row, table=True):
    """A municipality under its official name."""

    __tablename__ = "municipalities"

    code: str = Field(primary_key=True, max_length=16)
    name: str = Field(unique=True)
    province: str
    domain: str
    aliases: list[str] = Field(sa_type=JSON)


class OrganisationRow(Row, table=True):
    """A mail domain that several municipalities, or none, stand behind."""

    __tablename__ = "organisations"

    domain: str = Field(primary_key=True)
    name: str
    municipality_codes: list[str] = Field(sa_type=JSON)


class ContactRow(Row, table=True):
    """An address that mails go to; several may reach one municipality."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("role", "name", "address"),)

    id: int = Field(default=None, primary_key=True)  # given by the database
    role: str = Field(max_length=32)  # see rules.contacts.ContactRole
    name: str  # of the municipality, or the province
    address: str


class RequestRow(Row, table=True):
    """A letter of the ministry; a whole round of letters may carry one reference."""

    __tablename__ = "requests"

    reference: str = Field(primary_key=True)
    municipality: str = Field(primary_key=True)
    letter_date: date
    term_days: int
    regular_task: int
    amv_task: int
    regular_realised: int
    amv_realised: int


class FactRow(Row):
    """What the tables of facts share: a correction is a new row, and the last of its kind holds."""

    id: int = Field(default=None, primary_key=True)  # given by the database
    recorded_at: datetime = Field(sa_type=Moment)
    recorded_by: str  # "" the program, else the officer


class ProgressCountRow(FactRow, table=True):
    """Places that a province reports for a day; see rules.distribution.Realised."""

    __tablename__ = "progress_counts"

    municipality: str
    cycle: int
    category: str = Field(max_length=16)
    counted_on: date
    places: int


class DecisionRow(FactRow, table=True):
    """A distribution decision; see rules.distribution.DistributionDecision."""

    __tablename__ = "distribution_decisions"

    cycle: int
    decided_on: date
    due: date


class TaskRow(FactRow, table=True):
    """Places that a decision asks for; see rules.distribution.Task."""

    __tablename__ = "tasks"

    municipality: str
    cycle: int
    category: str = Field(max_length=16)
    places: int
    is_indicative: bool
    valid_from: date


class ExchangeRow(FactRow, table=True):
    """Places of a task handed over; see rules.distribution.Exchange."""

    __tablename__ = "exchanges"

    cycle: int
    giver: str
    taker: str
    category: str = Field(max_length=16)
    agreed_on: date
    places: int
    document: str


class PeriodRow(FactRow, table=True):
    """The days on which a municipality exists; see storage.distribution.Period."""

    __tablename__ = "municipality_periods"

    code: str = Field(max_length=16)
    valid_from: date | None
    valid_to: date | None
    successor_code: str = Field(max_length=16)


class CaseRow(Row, table=True):
    """What a municipality owes the ministry an answer on."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("municipality", "reference"),)

    id: int = Field(default=None, primary_key=True)  # given by the database
    municipality: str
    # "" without a request: NULL would let the unique constraint pass the same case twice.
    reference: str


class CaseMailRow(Row, table=True):
    """Whether a mail belongs to a case, and who says so."""

    __tablename__ = "case_mails"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", index=True, max_length=64)
    belongs: bool  # False: an officer took it out
    score: float
    signals: list[Any] = Field(sa_type=JSON)  # [name, detail, weight] each
    decided_by: str  # "" the program, else the officer
    decided_at: datetime = Field(sa_type=Moment)


class MailDecisionRow(Row, table=True):
    """What an officer decided on a mail. Never changed but for being undone, never deleted."""

    __tablename__ = "mail_decisions"

    id: int = Field(default=None, primary_key=True)  # given by the database
    sha256: str = Field(foreign_key="mails.sha256", index=True, max_length=64)
    what: str = Field(max_length=32)  # see storage.decided.WORDS
    content: str = Field(sa_type=Text)  # JSON of that type of rules.decisions
    reason: str = Field(sa_type=Text)
    officer: str
    at: datetime = Field(sa_type=Moment)
    judgement_id: int | None = Field(foreign_key="judgements.id")  # what the officer saw
    undone_at: datetime | None = Field(sa_type=Moment)
    undone_by: str


class CaseDecisionRow(Row, table=True):
    """What an officer decided on a case, notes included; as `MailDecisionRow`."""

    __tablename__ = "case_decisions"

    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="cases.id", index=True)
    what: str = Field(max_length=32, index=True)
    content: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    officer: str
    at: datetime = Field(sa_type=Moment)
    undone_at: datetime | None = Field(sa_type=Moment)
    undone_by: str


class MailStateRow(Row, table=True):
    """A mail as it holds now, for lists: made again at each filing and decision.

    Nothing in it is a source. A list over a hundred thousand mails cannot read the JSON of
    each, nor sort by what stands in four other tables.
    """

    __tablename__ = "mail_states"
    __table_args__ = (
        Index(None, "disposition", "due", "rank"),
        Index(None, "disposition", "received_at"),
        Index(None, "disposition", "rank", "due"),
        Index(None, "disposition", "municipality"),
        Index(None, "disposition", "confidence"),
        Index(None, "disposition", "officer"),
    )

    # A small number, as it stands in `mail_facets` many times over and names rows of the search.
    id: int = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True, foreign_key="mails.sha256", max_length=64)
    disposition: str = Field(max_length=16)
    reason: str = Field(max_length=32)  # see rules.worklist.Reason
    rank: int  # of the reason
    told: str = Field(sa_type=Text)  # the reason in Dutch
    sentence: str = Field(sa_type=Text)  # that shows it, "" where none does
    subject: str
    sender: str
    received_at: datetime = Field(sa_type=Moment)
    confidence: float
    municipality: str  # the first; "" without any
    officer: str  # of the mail, else of its case
    is_assigned: bool  # whether it is the mail's own
    case_id: int | None = Field(foreign_key="cases.id", index=True)  # the likeliest
    # NO_DUE where no term runs: NULLs sort otherwise in each database.
    due: date = Field(sa_type=Day)


class MailFacetRow(Row, table=True):
    """A value by which lists are filtered and counted: a kind, a flag, a municipality, ..."""

    __tablename__ = "mail_facets"
    # Holds all that a count needs, so that it reads nothing else.
    __table_args__ = (Index(None, "disposition", "facet", "value", "mail_id"),)

    mail_id: int = Field(primary_key=True, foreign_key="mail_states.id")
    facet: str = Field(primary_key=True, max_length=16)  # see storage.facets.Facet
    value: str = Field(primary_key=True)
    disposition: str = Field(max_length=16)  # of the mail


class MailTextRow(Row, table=True):
    """The words of a mail, to be searched; made again from its reading."""

    __tablename__ = "mail_texts"

    id: int = Field(primary_key=True, foreign_key="mail_states.id")
    subject: str = Field(sa_type=Text)
    sender: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    attachments: str = Field(sa_type=Text)


class CaseStateRow(Row, table=True):
    """A case as it holds until another mail or decision comes, for lists; as `MailStateRow`.

    Nothing in it depends on today: late, overdue and what is next are worked out from its days
    when asked, so that a night without a running program makes nothing wrong.
    """

    __tablename__ = "case_states"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    joined_to: int | None  # the case that this notification is part of; then not in lists
    merged_on: date = Field(sa_type=Day)  # when it was looked which letter a notification joins
    municipality: str = Field(index=True)
    reference: str
    province: str
    letter_date: date | None = Field(sa_type=Day)
    due: date | None = Field(sa_type=Day)
    due_ends_at: datetime | None = Field(sa_type=Moment)
    answered_at: datetime | None = Field(sa_type=Moment)
    missing: str  # words of rules.judgement.Element, sorted, with spaces between
    flags: str  # likewise
    is_confirmed: bool
    ladder_step: int
    officer: str
    undecided_extensions: int
    promised: str  # days, in order, with spaces between
    supplement_due: date | None = Field(sa_type=Day)
    held: bool
    held_until: date | None = Field(sa_type=Day)
    is_ladder_closed: bool  # supervision ended at that step
    mails: int
    last_received_at: datetime | None = Field(sa_type=Moment)


class CaseDayRow(Row, table=True):
    """A day on which a case asks for something; which of them count follows from its state."""

    __tablename__ = "case_days"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    day: date = Field(primary_key=True, index=True)
    what: str = Field(primary_key=True, max_length=16)  # see storage.case_states.Due


class RoundRow(Row, table=True):
    """A round of letters made here: a draft until it is confirmed or dropped, each once."""

    __tablename__ = "rounds"

    id: int = Field(default=None, primary_key=True)  # given by the database
    letter_date: date = Field(index=True)
    term_days: int
    cycle: int
    decided_on: date  # the day of that cycle's decision, as the letters name it
    places_due: date
    mailbox: str
    made_by: str
    made_at: datetime = Field(sa_type=Moment)
    dropped_at: datetime | None = Field(sa_type=Moment)
    dropped_by: str
    confirmed_at: datetime | None = Field(sa_type=Moment)
    confirmed_by: str


class RoundLetterRow(Row, table=True):
    """A letter of a round: what it says, and its file from when the round is confirmed on."""

    __tablename__ = "round_letters"

    round_id: int = Field(primary_key=True, foreign_key="rounds.id")
    municipality: str = Field(primary_key=True)
    reference: str = Field(index=True)
    variant: str = Field(max_length=16)  # see rules.rounds.Variant
    regular_task: int
    amv_task: int
    regular_realised: int
    amv_realised: int
    counted_on: date | None
    words: str = Field(sa_type=Text)  # with its line of the subject
    pdf: bytes | None = Field(sa_type=LargeBinary)  # None: a draft, laid out when asked


class RoundSendingRow(Row, table=True):
    """The day on which a round was sent; another row corrects it."""

    __tablename__ = "round_sendings"

    id: int = Field(default=None, primary_key=True)  # given by the database
    round_id: int = Field(foreign_key="rounds.id", index=True)
    sent_on: date
    recorded_at: datetime = Field(sa_type=Moment)
    recorded_by: str


class MinistryWordsRow(Row, table=True):
    """The runs of words of letters that went out from here, by which quotations are known."""

    __tablename__ = "ministry_words"

    source: str = Field(primary_key=True)  # "round:3"
    runs: str = Field(sa_type=Text)  # see rules.fingerprints, sorted, one a line
    recorded_at: datetime = Field(sa_type=Moment)


class OutgoingRow(Row, table=True):
    """A mail that goes out: the outbox. One row for each thing that sets one off, never deleted."""

    __tablename__ = "outgoing"
    __table_args__ = (
        UniqueConstraint("occasion", "municipality", "reference", "trigger"),
        Index(None, "state", "next_try_at"),
        Index(None, "occasion", "state"),  # to count them without reading their words
        Index(None, "municipality", "reference"),
    )

    id: int = Field(default=None, primary_key=True)  # given by the database
    occasion: str = Field(max_length=32)  # see rules.occasions.Occasion
    municipality: str
    reference: str  # "" without, as in `cases`
    trigger: str
    state: str = Field(max_length=16)  # see rules.outgoing.OutgoingState
    to_addresses: list[str] = Field(sa_type=JSON)
    cc_addresses: list[str] = Field(sa_type=JSON)
    subject: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    message_id: str = Field(unique=True)
    in_reply_to: str
    thread: list[str] = Field(sa_type=JSON)  # Message-IDs of the mails before it
    proposed_at: datetime = Field(sa_type=Moment)
    approved_by: str  # the officer who had it sent; "" the program
    held_because: str  # words of why it waits, with spaces between
    tries: int
    next_try_at: datetime | None = Field(sa_type=Moment)  # None: it waits for a person, or is done
    queued_at: datetime | None = Field(sa_type=Moment)
    # Written just before the server may have the mail: a crash before it was no try.
    handed_over_at: datetime | None = Field(sa_type=Moment, index=True)
    sent_at: datetime | None = Field(sa_type=Moment)
    copied_at: datetime | None = Field(sa_type=Moment)  # into the folder of what was sent
    last_error: str = Field(sa_type=Text)  # without addresses
    failed_addresses: list[str] = Field(default_factory=list, sa_type=JSON)  # that a server refused
    again_by: str = ""  # the officer who asked for the mail once more
    again_at: datetime | None = Field(default=None, sa_type=Moment)


class ReturnRow(Row, table=True):
    """A mail that came back on one of ours: a report, a machine's answer, a person's."""

    __tablename__ = "returns"

    outgoing_id: int = Field(primary_key=True, foreign_key="outgoing.id")
    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", index=True, max_length=64)
    what: str = Field(max_length=16)  # see rules.outgoing.Return
    at: datetime = Field(sa_type=Moment)
    failed_addresses: list[str] = Field(default_factory=list, sa_type=JSON)  # that a report names


class LegalHoldRow(Row, table=True):
    """That nothing of a case is destroyed, and who said so. Lifted, never deleted."""

    __tablename__ = "legal_holds"

    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="cases.id", index=True)
    reason: str = Field(sa_type=Text)
    officer: str
    at: datetime = Field(sa_type=Moment)
    lifted_at: datetime | None = Field(sa_type=Moment)
    lifted_by: str


class DestructionRow(Row, table=True):
    """What was destroyed of a mail by rule. Triggers refuse any change."""

    __tablename__ = "destructions"

    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", max_length=64)
    kind: str = Field(primary_key=True, max_length=16)  # see storage.retention.Kind
    at: datetime = Field(sa_type=Moment)
    rule: str = Field(sa_type=Text)
    declaration: str  # the file that tells of it


class SettingRow(Row, table=True):
    """What the states above were made with, so that a change makes them anew."""

    __tablename__ = "settings"

    name: str = Field(primary_key=True)
    value: str


class HeartbeatRow(Row, table=True):
    """When a step of the daemon last came to its end."""

    __tablename__ = "heartbeats"

    step: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)


class LeaseRow(Row, table=True):
    """Who may do what only one may do at a time, and until when."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Moment)


class EventRow(Row, table=True):
    """An entry of the audit trail, chained by hash. Triggers refuse any change."""

    __tablename__ = "events"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # from 1
    at: datetime = Field(sa_type=Moment)
    actor: str  # "" the program, else the officer
    action: str
    object: str = Field(index=True)
    before: str = Field(sa_type=Text)  # canonical JSON
    after: str = Field(sa_type=Text)
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class EventHeadRow(Row, table=True):
    """How many events there are and the last one's hash, signed: a cut tail shows. One row."""

    __tablename__ = "event_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    count: int
    hash: str = Field(max_length=64)
    mac: str = Field(max_length=64)  # see storage.event_heads


class AccountRow(Row, table=True):
    """Someone who may sign in. Never deleted: the audit trail names accounts."""

    __tablename__ = "accounts"

    id: int = Field(default=None, primary_key=True)  # given by the database
    name: str = Field(unique=True)  # in lower case
    display_name: str
    password_hash: str  # argon2, with its salt; "" signs in elsewhere only
    role: str = Field(max_length=16)
    is_active: bool
    oidc_subject: str | None = Field(unique=True)  # NULL: no two share "none"
    made_at: datetime = Field(sa_type=Moment)
    # Set by another: it must be changed, and opens nothing from then on. NULL: chosen by oneself.
    password_until: datetime | None = Field(sa_type=Moment)
    second_step: str  # the secret of its codes, sealed with a key that is no table's; "" none
    second_step_new: str  # the same while it is being set up
    second_step_used: int  # the last code's time step: none counts twice
    reads_reports: bool = False  # of talks: a right that no role brings along


class AccessTokenRow(Row, table=True):
    """What a program may read. Who reads this table cannot show the token. Never deleted."""

    __tablename__ = "access_tokens"

    id: int = Field(default=None, primary_key=True)  # given by the database
    name: str = Field(unique=True)
    token_hash: str = Field(unique=True, max_length=64)  # SHA-256
    scopes: str  # values of rules.scopes.Scope, with spaces between
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(sa_type=Moment)


class WebSessionRow(Row, table=True):
    """A browser that is signed in. Who reads this table cannot sign in with it."""

    __tablename__ = "web_sessions"

    token_hash: str = Field(primary_key=True, max_length=64)  # SHA-256 of the cookie's value
    account_id: int = Field(foreign_key="accounts.id", index=True)
    csrf: str
    device: str = Field(max_length=64)  # in words: "Firefox op Windows"
    created_at: datetime = Field(sa_type=Moment)
    last_seen_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)


class SignInAttemptRow(Row, table=True):
    """A try to sign in, so that guessing can be slowed down. Forgotten after a while."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "name", "at"), Index(None, "address", "at"))

    id: int = Field(default=None, primary_key=True)  # given by the database
    name: str  # as typed, in lower case; need not be an account's
    address: str
    at: datetime = Field(sa_type=Moment)
    succeeded: bool


class TalkRow(Row, table=True):
    """A talk with municipalities; what holds of it stands in its versions."""

    __tablename__ = "talks"

    id: int = Field(default=None, primary_key=True)  # given by the database
    uid: str = Field(unique=True)  # in calendars


class TalkCaseRow(Row, table=True):
    """A case that a talk belongs to."""

    __tablename__ = "talk_cases"

    talk_id: int = Field(primary_key=True, foreign_key="talks.id")
    case_id: int = Field(primary_key=True, foreign_key="cases.id", index=True)


class TalkVersionRow(Row, table=True):
    """What holds of a talk from a moment on; see rules.talks.TalkFacts. Never changed."""

    __tablename__ = "talk_versions"

    # A number is given once: of two who change a talk at one moment, the second is refused.
    talk_id: int = Field(primary_key=True, foreign_key="talks.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    deed: str = Field(max_length=16)
    kind: str = Field(max_length=16)
    planned_for: datetime = Field(sa_type=Moment)
    minutes: int
    place: str = Field(sa_type=Text)
    participants: str = Field(sa_type=Text)
    held_on: date | None
    is_cancelled: bool
    why: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=Moment)
    recorded_by: str


class TalkReportRow(Row, table=True):
    """The report of a talk, sealed with a key that is not in the database; the last one holds."""

    __tablename__ = "talk_reports"

    talk_id: int = Field(primary_key=True, foreign_key="talks.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: bytes = Field(sa_type=LargeBinary)
    written_at: datetime = Field(sa_type=Moment)
    written_by: str
