"""Whose words each line of a text holds. Text is labelled, never deleted.

Losing a sentence of the sender is worse than keeping a line of a signature: in doubt a line
is the sender's.
"""

import re
from collections.abc import Iterator, Sequence

from intake.fingerprint import ministry_share
from intake.layout import first_below, layouts
from rules.mail import Layout, Line, Owner

MINISTRY_SHARE = 0.45  # of a paragraph's runs of words that stand in the ministry's letters
LINE_SHARE = 0.6  # of a single line's
MIN_WORDS = 7  # fewer may agree by chance
MAX_HEAD_LINE = 500  # what is longer introduces no earlier mail
MAX_MARK_LINES = 10  # rules and marks on one another above the headers of an earlier mail
MAX_NOTE_LINES = 300
SHORT_NOTE_CHARS = 400  # above a forwarded letter: the covering note of a secretary

QUOTED = re.compile(r"\s{0,3}>")
HEADER = re.compile(
    r"^[\s>*]*(van|from|verzonden|sent|datum|date|aan|to|cc|bcc|onderwerp|subject|beantwoorden|"
    r"reply-to|prioriteit|importance|bijlagen?|attachments?)\s*\*?\s*:\s?(.*)$",
    re.IGNORECASE,
)
FIRST_HEADER = re.compile(r"^[\s>*]*(?:van|from)\s*\*?\s*:\s*\S", re.IGNORECASE)
MARKER = re.compile(
    r"^[\s>]*-{2,}\s*(oorspronkelijk bericht|original message|doorgestuurd bericht|"
    r"forwarded message|begin doorgestuurd bericht)[\s-]*|"
    r"^[\s>]*(begin doorgestuurd bericht|begin forwarded message)\s*:",
    re.IGNORECASE,
)
FORWARD_MARKER = re.compile(r"doorgestuurd|forwarded", re.IGNORECASE)
ATTRIBUTION = re.compile(
    r"^[\s>]*(?:op\b.{4,120}\bschreef\b.{0,120}|"
    r"op\b.{4,120}\bheeft\b.{1,120}\bhet volgende geschreven|"
    r"on\b.{4,120}\bwrote|.{2,80}\bschreef op\b.{4,60})"
    r":\s*$",
    re.IGNORECASE | re.DOTALL,
)
RULE = re.compile(r"^\s*_{8,}\s*$")
FORWARDED_SUBJECT = re.compile(r"^\s*(?:fw|fwd|doorst|doorgestuurd|tr)\s*:", re.IGNORECASE)
REPLY_SUBJECT = re.compile(r"^\s*(?:re|antw|betr|aw)\s*:", re.IGNORECASE)
FORWARDED_NOTE = re.compile(
    r"doorgestuurd|stuur(?:t|en)?\b.{0,60}\bdoor\b|ter doorzending|zend(?:t|en)?\b.{0,60}\bdoor\b|"
    r"onderstaand(?:e)?\b.{0,40}\b(?:brief|reactie|bericht|melding|mail|antwoord)|"
    r"(?:zie|hierbij|bijgaand)\b.{0,30}\bhieronder",
    re.IGNORECASE | re.DOTALL,
)
MINISTRY_AUTHOR = re.compile(
    r"ibt.?spreidingswet|minjenv|ministerie van justitie|dg migratie|regie migratieketen|\bjenv\b",
    re.IGNORECASE,
)

CLOSING = re.compile(
    r"^\s*(?:met\s+(?:de\s+)?(?:vriendelijke|hartelijke|collegiale|beste|oprechte)?\s*groet(?:en)?"
    r"|(?:vriendelijke|hartelijke|beste|veel|collegiale)\s+groet(?:en)?|groet(?:en|jes)?|gr|mvg|"
    r"m\.?\s?v\.?\s?g\.?|hoogachtend|(?:met\s+(?:verschuldigde\s+)?)?hoogachting|"
    r"kind regards|best regards|regards|yours (?:sincerely|faithfully))\b.{0,60}$",
    re.IGNORECASE,
)
SALUTATION = re.compile(
    r"^\s*(?:geacht(?:e)?\b|beste\b|l\.?s\.?,?\s*$|excellentie|hallo\b|hoi\b|dag\b|goede"
    r"(?:morgen|middag|navond|dag)\b|hooggeacht(?:e)?\b|waarde\b|dear\b).{0,70}$",
    re.IGNORECASE,
)
REFERENCE_LINE = re.compile(
    r"^\s*(?:(?:ons|uw|onze|zaak|brief|dossier|document|registratie)?[\s-]?(?:kenmerk|referentie|"
    r"nummer|ref\.?|zaaknummer|dossiernummer|briefnummer)|datum|verzonden|verzenddatum|"
    r"verzendwijze|onderwerp|betreft|betr\.?|inzake|behandeld door|behandelaar|contactpersoon|"
    r"doorkiesnummer|telefoon(?:nummer)?|tel\.?|fax|e-?mail(?:adres)?|afdeling|team|"
    r"uw (?:brief|bericht)(?: van| d\.d\.)?(?=\s*:)|aantal bijlagen|"
    r"bijlage(?:n|\(n\))?(?=\W*\d+\s*$)|bezoekadres|postadres|correspondentieadres|iban|kvk|btw|internet|website)"
    r"\s*(?:[:.]|\t|\s{2,}|\s+(?=\d)).{0,110}$"
    r"|^\s*(?:aan|van|cc|kopie|afschrift|plaats|pagina|blad)\s*:.{0,110}$",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(
    r"^\s*(?:(?:pagina|pag\.?|blad|bladzijde|blz\.?|page)\s*\d+(?:\s*(?:van|/|of)\s*\d+)?"
    r"|-\s*\d+\s*-|\d+\s*/\s*\d+|\d{1,3})\s*$",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b(?:\s+\S|$)")
ADDRESS = re.compile(
    r"^\s*postbus\b|\bwww\.|https?://|\b\S+@\S+\.\S+|"
    r"^\s*(?:t|m|f|e|tel\.?|mob\.?|telefoon|mobiel)\s*[:.]?\s*[(+]?[\d(][\d\s()+-]{5,}|"
    r"\b(?:14\s?0\d{2,3}|0\d{2,3}[-\s]\d{5,7}|06[-\s]?\d{8})\b|^\s*retouradres",
    re.IGNORECASE,
)
ADDRESSEE = re.compile(
    r"^\s*(?:>?\s*retouradres|aan (?:de|het)\b|(?:het |de )?minister(?:ie)? (?:van|voor)\b|"
    r"t\.?a\.?v\.?\s|directoraat|directie\b|dg\b|gemeente\s+\S+\s*$|college van b|"
    r"burgemeester en wethouders\s*$)"
    r".{0,70}$",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"uitsluitend bestemd voor|kunnen geen rechten worden ontleend|geen rechten .{0,20}ontlene|"
    r"niet de (?:beoogde|bedoelde) ontvanger|ten onrechte .{0,40}ontvangen|"
    r"abusievelijk|intended (?:solely|recipient|only)|confidential|denk aan het milieu|"
    r"(?:is het )?(?:echt )?nodig .{0,20}(?:te )?print|consider the environment|please consider|"
    r"vrij van virussen|viruscontrole|proclaimer|disclaimer|"
    r"automatisch (?:gegenereerd|verzonden|bericht|aangemaakt)|"
    r"niet (?:op dit (?:bericht|adres|e-?mail)|rechtstreeks).{0,30}(?:antwoord|reager|beantwoord)|"
    r"verzonden vanaf mijn|verstuurd vanaf mijn|sent from my|verzonden met|outlook voor|"
    r"(?:volg|bezoek) ons (?:op|via)|werkdagen\s*:|aanwezig\s*:|bereikbaar (?:op|van)\b",
    re.IGNORECASE,
)
MAX_DISCLAIMER_CHARS = 900
ASKED = re.compile(
    r"\b(?:reden|oorza|waarom|waardoor|stand van zaken|hoe ver|stappen|maatregelen|acties|termijn|"
    r"wanneer|planning|stukken|wettelijke taak|voldoe)",
    re.IGNORECASE,
)
AFTERWORD = re.compile(r"^\s*(?:p\.?\s?s\.?\b|n\.?\s?b\.?\b|bijlage(?:n|\(n\))?\b|naschrift)", re.I)
CELL_MARK = r"[\t|]"  # a bar in a mail is a signature's more often than a table's
PROSE_CHARS = 70  # a longer line in a signature that ends as a sentence is no signature


def label(
    source: str,
    content: str,
    *,
    subject: str = "",
    furniture_start: int | None = None,
) -> tuple[Line, ...]:
    """Each line of a text with its owner and layout.

    subject: of the mail, which tells a reply from a forward; furniture_start: from this
    character on, running heads that were moved out of the way of sentences.
    """
    lines = content.split("\n")
    if source == "subject":
        return (Line(0, len(content), Owner.SENDER, Layout.PROSE),)
    shapes = layouts([QUOTED.sub("", line) for line in lines])
    # An attached mail is enclosed as the sender's own, unless the ministry wrote it.
    attached = source != "body" and is_mail(lines)
    subject = "FW: " if attached else subject
    owners = authors(lines, subject) if source == "body" or attached else senders(lines)
    label_edges(lines, shapes, owners, is_letter=source != "body")
    label_ministry(lines, shapes, owners)
    found = []
    at = 0
    for line, shape, owner in zip(lines, shapes, owners, strict=True):
        moved = furniture_start is not None and at >= furniture_start
        found.append(Line(at, at + len(line), Owner.FURNITURE if moved else owner, shape))
        at += len(line) + 1
    return tuple(found)


def senders(lines: Sequence[str]) -> list[Owner]:
    """Every line the sender's, to begin with."""
    return [Owner.SENDER] * len(lines)


def is_mail(lines: Sequence[str]) -> bool:
    """Whether an attached text begins with the headers of a mail."""
    return sum(HEADER.match(line) is not None for line in lines[:6]) >= 3


# ------------------------------------------------------------------ earlier mails below or between


def authors(lines: Sequence[str], subject: str) -> list[Owner]:
    """Who wrote each line, told by quote marks and by the headers that mail programs leave."""
    owners = senders(lines)
    current = Owner.SENDER
    last_quoted = max((at for at, line in enumerate(lines) if QUOTED.match(line)), default=-1)
    at = begin = 0
    while at < len(lines):
        size = header_size(lines, at)
        if size:
            block = "\n".join(lines[at : at + size])
            current = author_below(block, lines[max(0, at - MAX_NOTE_LINES) : at], subject, current)
            begin = at
            owners[at : at + size] = [Owner.FURNITURE] * size
            at += size
            continue
        owners[at] = quoted_owner(lines[at], current, quotes_by_marks=last_quoted >= begin)
        at += 1
    return owners


def header_size(lines: Sequence[str], at: int) -> int:
    """How many lines from here on are the headers or the introduction of an earlier mail."""
    line = lines[at].lstrip()[:MAX_HEAD_LINE]
    if is_mark(line):
        below = at + 1
        end = min(len(lines), at + MAX_MARK_LINES)
        while below < end and (not lines[below].strip() or is_mark(lines[below])):
            below += 1
        size = header_size(lines, below) if below < end else 0
        return below - at + size if size or MARKER.match(line) else 0
    if ATTRIBUTION.match(line):
        return 1
    next_line = lines[at + 1].lstrip("> ")[:MAX_HEAD_LINE] if at + 1 < len(lines) else ""
    wrapped = f"{line} {next_line}"
    if re.match(r"[\s>]*(?:op|on)\b", line, re.I) and ATTRIBUTION.match(wrapped):
        return 2
    if not FIRST_HEADER.match(line):
        return 0
    size = 1
    while at + size < len(lines) and HEADER.match(lines[at + size]):
        size += 1
    return size if size >= 3 else 0


def is_mark(line: str) -> bool:
    """Whether a line parts an earlier mail from what stands above it."""
    return bool(RULE.match(line) or MARKER.match(line))


def author_below(block: str, above: Sequence[str], subject: str, current: Owner) -> Owner:
    """Who wrote what stands below such headers."""
    author = re.search(r"^[\s>*]*(?:van|from)\s*\*?\s*:(.*)$", block, re.I | re.M)
    if MINISTRY_AUTHOR.search(author[1] if author else block):
        return Owner.MINISTRY
    if current not in (Owner.SENDER,):
        return Owner.EARLIER
    note = "\n".join(above)
    forwarded = (
        FORWARDED_SUBJECT.match(subject)
        or FORWARD_MARKER.search(block.split("\n")[0])
        or FORWARDED_NOTE.search(note)
    )
    if forwarded and not REPLY_SUBJECT.match(subject):
        return Owner.SENDER
    if forwarded and len(note.strip()) < SHORT_NOTE_CHARS:
        return Owner.SENDER
    return Owner.EARLIER


def quoted_owner(line: str, current: Owner, *, quotes_by_marks: bool) -> Owner:
    """The owner of a line, given who wrote this part of the mail and how it quotes."""
    if QUOTED.match(line):
        return Owner.MINISTRY if current is Owner.SENDER else current
    # Below 'Op ... schreef ...:' an answer between the quoted lines has no mark of its own.
    if current is not Owner.SENDER and quotes_by_marks and line.strip():
        return Owner.SENDER
    return current


# ------------------------------------------------------------------ greetings, signatures, heads


def paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and past-last line of each run of lines without a blank one."""
    start = None
    for at, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = at
        elif not line.strip() and start is not None:
            yield start, at
            start = None


def label_edges(
    lines: Sequence[str], shapes: Sequence[Layout], owners: list[Owner], *, is_letter: bool
) -> None:
    """Label salutations, signatures, disclaimers and the head of a letter, in place."""
    signing = False
    in_head = is_letter
    tables = in_table(lines, shapes, CELL_MARK if is_letter else "\t")
    for start, end in paragraphs(lines):
        if owners[start] is not Owner.SENDER:
            signing = False
            continue
        text = "\n".join(lines[start:end])
        if is_disclaimer(text, signing=signing):
            fill(owners, start, end, Owner.DISCLAIMER)
            continue
        for at in range(start, end):
            line = lines[at]
            if SALUTATION.match(line) and (at == start or in_head):
                owners[at] = Owner.FURNITURE
                in_head = signing = False
            elif tables[at]:
                signing = False
            elif line.strip() in ("--", "-- ") or CLOSING.match(line):
                owners[at] = Owner.SIGNATURE
                signing = True
            elif signing:
                signing = not resumes(line, text)
                owners[at] = Owner.SIGNATURE if signing else Owner.SENDER
            elif PAGE_NUMBER.match(line) or is_head_line(line, in_head=in_head):
                owners[at] = Owner.FURNITURE
        if in_head and shapes[start] is Layout.PROSE and len(text) > 200:
            in_head = False


def in_table(lines: Sequence[str], shapes: Sequence[Layout], mark: str) -> list[bool]:
    """Whether each line is a row of a table with figures, which no signature holds."""
    found = [False] * len(lines)
    are_rows = [shape is Layout.ROW for shape in shapes] + [False]
    start = 0
    for at, is_row in enumerate(are_rows):
        if is_row:
            continue
        run = lines[start:at]
        figures = any(re.search(mark, row) and re.search(r"\d", row) for row in run)
        found[start:at] = [len(run) > 1 and figures] * len(run)
        start = at + 1
    return found


def fill(owners: list[Owner], start: int, end: int, owner: Owner) -> None:
    owners[start:end] = [owner] * (end - start)


def is_disclaimer(paragraph: str, *, signing: bool) -> bool:
    """Whether a paragraph disclaims or advertises; more readily below a signature."""
    if len(paragraph) > MAX_DISCLAIMER_CHARS or not DISCLAIMER.search(paragraph):
        return False
    return signing or len(DISCLAIMER.findall(paragraph)) > 1 or len(paragraph) < 200


def resumes(line: str, paragraph: str) -> bool:
    """Whether the sender goes on after a signature: a postscript, or a whole sentence."""
    if AFTERWORD.match(line):
        return True
    words = line.split()
    if len(paragraph) < PROSE_CHARS or is_address(paragraph) or len(words) < 6:
        return False
    return bool(re.search(r"[.!?]\s*$", paragraph)) and not re.match(
        r"\s*(?:namens|burgemeester|de secretaris|het college|wethouder)", paragraph, re.I
    )


def is_address(text: str) -> bool:
    """Whether a text holds a postal address, a telephone number or the like."""
    return bool(POSTCODE.search(text) or ADDRESS.search(text))


def is_head_line(line: str, *, in_head: bool) -> bool:
    """Whether a line belongs to a reference block or, above the salutation, to a letterhead."""
    if len(line) > 130 or re.search(r"[a-z]{3}[.!?]\s*$", line):
        return False
    if REFERENCE_LINE.match(line):
        return True
    return in_head and (is_address(line) or ADDRESSEE.match(line) is not None)


# ------------------------------------------------------------------ the ministry's own words


def label_ministry(lines: Sequence[str], shapes: list[Layout], owners: list[Owner]) -> None:
    """Label what repeats the ministry's letter or its questions, in place."""
    for start, end in paragraphs(lines):
        if owners[start] not in (Owner.SENDER, Owner.EARLIER):
            continue
        text = " ".join(line.strip() for line in lines[start:end])
        if repeats_ministry(text, MINISTRY_SHARE) or is_question_repeated(text, lines, end):
            fill(owners, start, end, Owner.MINISTRY)
            continue
        for at in range(start, end):
            if at + 1 < end and lines[at + 1].lstrip()[:1].islower():
                continue  # part of a sentence that cites the law, say
            # A question with its answer on the next line, without a blank one between.
            if repeats_ministry(lines[at], LINE_SHARE) or is_question_repeated(
                lines[at].strip(), lines, at + 1
            ):
                owners[at] = Owner.MINISTRY


def repeats_ministry(text: str, share: float) -> bool:
    """Whether a text is the ministry's, as far as its runs of words tell."""
    return len(text.split()) >= MIN_WORDS and ministry_share(text) >= share


def is_question_repeated(text: str, lines: Sequence[str], end: int) -> bool:
    """Whether a paragraph is one of the ministry's questions with an answer below it."""
    if not text.endswith("?") or len(text) > 260 or text.count("?") > 2:
        return False
    below = first_below(lines, end - 1).strip()
    asks_us = re.search(r"\b(?:u|uw gemeente|uw college|de gemeente)\b", text, re.I)
    return bool(ASKED.search(text) and asks_us and below and not below.endswith("?"))
