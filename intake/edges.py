"""What stands around the sender's text: salutations, signatures, disclaimers, letterheads."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from intake.layout import paragraphs
from rules.anchors import Anchored, needs_of
from rules.mail import Layout, Owner
from rules.needed_words import lowered

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
SENTENCE_END = re.compile(r"[a-z]{3}[.!?]$")
PAGE_NUMBER = re.compile(
    r"^\s*(?:(?:pagina|pag\.?|blad|bladzijde|blz\.?|page)\s*\d+(?:\s*(?:van|/|of)\s*\d+)?"
    r"|-\s*\d+\s*-|\d+\s*/\s*\d+|\d{1,3})\s*$",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b(?:\s+\S|$)")
ADDRESS_BEGINS = re.compile(
    r"\s*(?:postbus\b|retouradres|"
    r"(?:t|m|f|e|tel\.?|mob\.?|telefoon|mobiel)\s*[:.]?\s*[(+]?[\d(][\d\s()+-]{5,})",
    re.IGNORECASE,
)
WEB_ADDRESS = re.compile(r"\bwww\.|https?://", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"\b\S+@\S+\.\S+")
TELEPHONE = re.compile(r"\b(?:14\s?0\d{2,3}|0\d{2,3}[-\s]\d{5,7}|06[-\s]?\d{8})\b")
FIGURE = re.compile(r"\d")
ADDRESSEE = re.compile(
    r"^\s*(?:>?\s*retouradres|aan (?:de|het)\b|(?:het |de )?minister(?:ie)? (?:van|voor)\b|"
    r"t\.?a\.?v\.?\s|directoraat|directie\b|dg\b|gemeente\s+\S+\s*$|college van b|"
    r"burgemeester en wethouders\s*$)"
    r".{0,70}$",
    re.IGNORECASE,
)
DISCLAIMER = Anchored(
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
# One of these stands wherever it is found: where a text holds none, no paragraph of it is asked.
(DISCLAIMER_WORDS,) = needs_of(DISCLAIMER.written, re.IGNORECASE)
AFTERWORD = re.compile(r"^\s*(?:p\.?\s?s\.?\b|n\.?\s?b\.?\b|bijlage(?:n|\(n\))?\b|naschrift)", re.I)
CELL_MARK = r"[\t|]"  # a bar in a mail is a signature's more often than a table's
MAX_SIGNATURE_CHARS = 2_000  # in which an address is looked for
PROSE_CHARS = 70  # a longer line in a signature that ends as a sentence is no signature


def label_edges(
    lines: Sequence[str], shapes: Sequence[Layout], owners: list[Owner], *, is_letter: bool
) -> None:
    """Label salutations, signatures, disclaimers and the head of a letter, in place."""
    signing = False
    in_head = is_letter
    tables = in_table(lines, shapes, CELL_MARK if is_letter else "\t")
    disclaiming = lines_with(lines, DISCLAIMER_WORDS)
    for start, end in paragraphs(lines):
        if owners[start] is not Owner.SENDER:
            signing = False
            continue
        text = "\n".join(lines[start:end])
        may_disclaim = any(start <= at < end for at in disclaiming)
        if may_disclaim and is_disclaimer(text, signing=signing):
            owners[start:end] = [Owner.DISCLAIMER] * (end - start)
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
    if Layout.ROW not in shapes:
        return found
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


def is_disclaimer(paragraph: str, *, signing: bool) -> bool:
    """Whether a paragraph disclaims or advertises; more readily below a signature."""
    if len(paragraph) > MAX_DISCLAIMER_CHARS:
        return False
    found = DISCLAIMER.findall(paragraph)
    return bool(found) and (signing or len(found) > 1 or len(paragraph) < 200)


def lines_with(lines: Sequence[str], words: Collection[str]) -> list[int]:
    """Which lines hold one of the words, which are in lower case."""
    text = lowered("\n".join(lines))
    held = [word for word in words if word in text]
    if not held:
        return []
    return [at for at, line in enumerate(text.split("\n")) if any(word in line for word in held)]


def resumes(line: str, paragraph: str) -> bool:
    """Whether the sender goes on after a signature: a postscript, or a whole sentence."""
    if AFTERWORD.match(line):
        return True
    return len(line.split()) >= 6 and is_prose(paragraph)


@lru_cache(maxsize=1)
def is_prose(paragraph: str) -> bool:
    """Whether a paragraph ends as a sentence and is no part of a signature.

    Kept, as it is asked about each line of a paragraph, of which there may be thousands.
    """
    if len(paragraph) < PROSE_CHARS or is_address(paragraph[:MAX_SIGNATURE_CHARS]):
        return False
    return bool(re.search(r"[.!?]\s*$", paragraph)) and not re.match(
        r"\s*(?:namens|burgemeester|de secretaris|het college|wethouder)", paragraph, re.I
    )


def is_address(text: str) -> bool:
    """Whether a text holds a postal address, a telephone number or the like."""
    # Each is sought where a mark stands that it cannot do without: most lines hold none.
    if ADDRESS_BEGINS.match(text) or ("@" in text and MAIL_ADDRESS.search(text)):
        return True
    if ("." in text or ":" in text) and WEB_ADDRESS.search(text):
        return True
    return bool(FIGURE.search(text) and (POSTCODE.search(text) or TELEPHONE.search(text)))


def is_head_line(line: str, *, in_head: bool) -> bool:
    """Whether a line belongs to a reference block or, above the salutation, to a letterhead."""
    if len(line) > 130 or SENTENCE_END.search(line.rstrip()[-4:]):
        return False
    if REFERENCE_LINE.match(line):
        return True
    return in_head and (is_address(line) or ADDRESSEE.match(line) is not None)
