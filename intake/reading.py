"""From raw bytes to a `Mail`: every text with its source, every line with its owner."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from intake.antivirus import OFF, Scanner
from intake.attachments import clock
from intake.attachments.child import read_file
from intake.attachments.extract import Extract, Inner, Reason, UnreadableError
from intake.attachments.html import is_too_long
from intake.attachments.kinds import FileKind, kind_of
from intake.attachments.plain import looks_binary
from intake.bodies import body_of, is_body, words_anywhere
from intake.config import AntivirusConfig, ReadingConfig
from intake.errors import PutOff, SetAside
from intake.file_names import default_name, shown, unique
from intake.made_here import NONE
from intake.message import Message, read_message
from intake.owners import label
from intake.parts import Part, parts_of
from rules.mail import BROKEN_BASE64, Attachment, Mail, Scan, Scanned, Text, cut

VERSION = "1"  # of reading; a mail read under another one is read again by `reanalyse`
OF_MAILS = ("from", "to", "subject", "date", "message-id", "received", "return-path")
MAX_LINES = 100_000  # of a text: each costs the same, empty or not
MAX_SLOW_FILES = 5  # of one mail: hundreds that hang would hold up all other mail


def read_mail(
    raw: bytes,
    received_at: datetime | None,
    config: ReadingConfig,
    antivirus: AntivirusConfig = OFF,
    *,
    made_here: frozenset[str] = NONE,
    puts_off_scans: bool = False,
) -> Mail:
    """The mail in those bytes.

    received_at: when the ministry's server received it, aware; None: its topmost Received
    header says so. antivirus: what attachments are shown to before they are read. Raises
    SetAside where nothing tells when it came, and where the bytes are no mail; with
    puts_off_scans, PutOff where there are pages to recognise.
    """
    message = read_message(raw)
    if fault := fault_of(raw, message):
        raise SetAside(f"this is no mail: {fault}; ask its sender to send it again")
    received = moment_of_receipt(message, received_at)
    reader = Reader(config, message.subject, Scanner(antivirus), made_here, puts_off_scans)
    reader.read_parts(message)
    return mail_of(
        message,
        received,
        texts=(subject_text(message.subject), *reader.texts),
        attachments=reader.attachments,
        defects=(*message.defects, *reader.defects),
    )


def moment_of_receipt(message: Message, received_at: datetime | None) -> datetime:
    """When the ministry's server received a message. Raises SetAside where nothing tells."""
    told = received_at.astimezone(UTC) if received_at else None
    received = told or message.received_at or message.sent_at
    if received is None:
        raise SetAside(
            "the mail says nowhere when it was received; give it a Received header, or take it "
            "in from the mailbox, which knows"
        )
    return received


def mail_of(
    message: Message,
    received_at: datetime,
    *,
    texts: tuple[Text, ...],
    attachments: Sequence[Attachment],
    defects: tuple[str, ...],
) -> Mail:
    """The message with what was read of its parts."""
    return Mail(
        message_id=message.message_id,
        received_at=received_at,
        sent_at=message.sent_at,
        subject=message.subject,
        senders=message.addresses("from"),
        reply_to=message.addresses("reply-to"),
        to=message.addresses("to"),
        cc=message.addresses("cc"),
        return_path=message.return_path,
        in_reply_to=message.ids("in-reply-to"),
        references=message.ids("references"),
        headers=message.headers,
        authentication=message.authentication,
        texts=texts,
        attachments=tuple(attachments),
        defects=defects,
    )


def fault_of(raw: bytes, message: Message) -> str:
    """Why bytes are no mail at all, "" where they are one, if only a text without headers."""
    if not raw.strip():
        return "it is empty"
    if looks_binary(raw) and not any(message.first(name) for name in OF_MAILS):
        return "it holds neither headers nor text"
    return ""


def subject_text(subject: str) -> Text:
    """The subject as a text of one line."""
    return Text("subject", subject, label("subject", subject))


@dataclass
class Reader:
    """What has been read of one mail, and how much may still be."""

    limits: ReadingConfig
    subject: str
    scanner: Scanner = field(default_factory=lambda: Scanner(OFF))
    made_here: frozenset[str] = NONE
    puts_off_scans: bool = False
    texts: list[Text] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    files: int = 0  # that were inside others
    bytes_unpacked: int = 0  # of those
    defects: list[str] = field(default_factory=list)
    ocr_pages: int = 0
    slow: list[bool] = field(default_factory=list)  # took too long: whether it was inside another

    def read_parts(self, message: Message) -> None:
        """Read the body and every attachment."""
        bodies, files = self.bodies_and_files(message)
        self.add_text("body", body_of(bodies))
        pages = [each.data for each in bodies if each.media_type == "text/html"]
        if any(map(is_too_long, pages)) and cut("body") not in self.defects:
            self.defects.append(cut("body"))
        self.read_files(files, "", {"body", "subject"}, 1)  # sources of their own
        if not any(text.content.strip() for text in self.texts):
            self.texts.clear()
            self.add_text("body", words_anywhere(message))

    def bodies_and_files(self, message: Message) -> tuple[list[Part], list[Part]]:
        """The parts of a message that are its own text, and the others."""
        parts = list(parts_of(message.tree, self.limits.max_depth, self.limits.max_parts))
        if any(each.is_broken for each in parts) and BROKEN_BASE64 not in self.defects:
            self.defects.append(BROKEN_BASE64)
        return [each for each in parts if is_body(each)], [
            each for each in parts if not is_body(each)
        ]

    def read_files(
        self,
        files: Sequence[Part],
        folder: str,
        taken: set[str],
        depth: int,
        scanned: Scanned | None = None,
    ) -> None:
        """Read files that stand beside each other; taken: names that none of them may have.

        scanned: the verdict on the file that they are in, None where they are in none.
        """
        for number, part in enumerate(files, 1):
            name = unique(shown(part.name) or default_name(part, number), taken)
            file = Inner(name, part.media_type, part.data, part.refused)
            self.read(file, f"{folder}{name}", depth, scanned or self.scanned(file))

    def scanned(self, file: Inner) -> Scanned:
        """The verdict of the virus scanner, which has a time of its own."""
        with clock.held():
            return self.scanner.scan(file.data)

    def read(self, file: Inner, path: str, depth: int, scanned: Scanned) -> None:
        """Read one file and what is inside it; what cannot be read is noted with the reason."""
        reason = ""
        extract = Extract()
        try:
            if file.refused:
                raise UnreadableError(file.refused)
            if scanned.scan is Scan.FOUND:
                raise UnreadableError(Reason.VIRUS)
            self.count(file, depth)
            if kind_of(file.data, file.name, file.media_type) is FileKind.MAIL:
                self.read_nested(file, path, depth, scanned)
            else:
                extract = read_file(file, self.limits_left())
                self.put_off(extract.partly)
        except UnreadableError as error:
            self.put_off(error.reason)
            reason = self.told(error.reason)
            if error.reason is Reason.TOO_SLOW:
                self.slow.append(depth > 1)
        if extract.partly:
            reason = self.told(extract.partly)
        elif self.is_too_long(extract.content) or cut(path) in self.defects:
            reason = self.told(Reason.TOO_LONG)
        self.ocr_pages += extract.ocr_pages
        self.attachments.append(
            Attachment(
                source=path,
                media_type=file.media_type,
                size=len(file.data),
                sha256=hashlib.sha256(file.data).hexdigest(),
                unreadable=reason,
                scanned=scanned,
            )
        )
        if extract.content.strip():
            self.add_text(path, extract.content, furniture_start=extract.furniture_start)
        names: set[str] = set()
        for inner in extract.inner:
            self.read(inner, f"{path}/{unique(shown(inner.name), names)}", depth + 1, scanned)

    def read_nested(self, file: Inner, path: str, depth: int, scanned: Scanned) -> None:
        """Read an attached mail: its head and body under its own path, its files below that."""
        message = read_message(file.data)
        bodies, files = self.bodies_and_files(message)
        self.add_text(path, f"{nested_head(message)}\n\n{body_of(bodies)}".strip())
        self.read_files(files, f"{path}/", set(), depth + 1, scanned)

    def count(self, file: Inner, depth: int) -> None:
        """Count a file against the limits of the mail; one that goes over them counts not.

        What is inside a file takes no room from the files beside it, which the mail itself holds:
        they may be the letter.
        """
        is_inside = depth > 1
        if depth > self.limits.max_depth:
            raise UnreadableError(Reason.TOO_DEEP)
        if is_inside and self.files >= self.limits.max_parts + self.limits.max_members:
            raise UnreadableError(Reason.TOO_MANY)
        if is_inside * self.bytes_unpacked + len(file.data) > self.limits.max_unpacked_bytes:
            raise UnreadableError(Reason.TOO_LARGE)
        if self.slow.count(is_inside) >= MAX_SLOW_FILES:
            raise UnreadableError(Reason.TOO_SLOW)
        if is_inside:
            self.files += 1
            self.bytes_unpacked += len(file.data)

    def put_off(self, reason: Reason | None) -> None:
        """Raise PutOff where pages were left that are to be recognised later."""
        if self.leaves_scans and reason is Reason.TOO_MANY_SCANS:
            raise PutOff("the mail holds scanned pages; it is read after the others")

    @property
    def leaves_scans(self) -> bool:
        """Whether no page is recognised now that would be later."""
        return self.puts_off_scans and self.limits.max_ocr_pages > 0

    def told(self, reason: Reason) -> str:
        """The reason, with the limit that was gone over where an officer can count it."""
        limits = {
            Reason.TOO_LONG: self.limits.max_text_chars,
            Reason.TOO_MANY_PAGES: self.limits.max_pages,
            Reason.TOO_MANY_SCANS: self.limits.max_ocr_pages,
        }
        return f"{reason.value}: {limits[reason]}" if reason in limits else reason.value

    def limits_left(self) -> ReadingConfig:
        """The limits, less the pages that were recognised and the bytes that were unpacked."""
        pages = 0 if self.leaves_scans else max(0, self.limits.max_ocr_pages - self.ocr_pages)
        size = max(1, self.limits.max_unpacked_bytes - self.bytes_unpacked)
        return self.limits.model_copy(update={"max_ocr_pages": pages, "max_unpacked_bytes": size})

    def add_text(self, source: str, content: str, *, furniture_start: int | None = None) -> None:
        """Keep a text with the owners of its lines; what is over the limit is cut off."""
        if self.is_too_long(content):
            content = content[: self.limits.max_text_chars]
            content = "\n".join(content.split("\n", MAX_LINES)[:MAX_LINES])
            self.defects.append(cut(source))
        lines = label(
            source,
            content,
            subject=self.subject,
            furniture_start=furniture_start,
            made_here=self.made_here,
        )
        self.texts.append(Text(source, content, lines))

    def is_too_long(self, content: str) -> bool:
        """Whether a text is over the limit, or has more lines than anyone writes."""
        return len(content) > self.limits.max_text_chars or content.count("\n") >= MAX_LINES


def nested_head(message: Message) -> str:
    """The head of an attached mail as mail programs show it."""
    rows = [("Van", "from"), ("Verzonden", "date"), ("Aan", "to"), ("Onderwerp", "subject")]
    return "\n".join(f"{name}: {message.first(key)}" for name, key in rows if message.first(key))
