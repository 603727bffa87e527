"""Why a mail is on the work list, and the sentence that shows it."""

from enum import StrEnum

from rules.judgement import SUBSTANTIVE, Doubtful, Element, Flag, Judgement, Kind, Statement

SHOWN_CHARS = 300  # of the sentence; the rest is on the mail's own page


class Reason(StrEnum):
    """What an officer is asked to decide; the first that fits, in this order."""

    DUPLICATE = "duplicate"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    UNREADABLE = "unreadable"
    EXTENSION = "extension"
    UNLINKED = "unlinked"
    AMBIGUOUS = "ambiguous"
    SENDER = "sender"
    QUESTION = "question"
    UNCERTAIN = "uncertain"
    NUMBERS = "numbers"
    TIMELINE = "timeline"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    OTHER = "other"


# How urgent: extensions and questions wait for an answer, machines do not.
RANKS = {
    each: rank
    for rank, each in enumerate(
        (
            Reason.EXTENSION,
            Reason.QUESTION,
            Reason.UNLINKED,
            Reason.AMBIGUOUS,
            Reason.SENDER,
            Reason.BOUNCE,
            Reason.UNREADABLE,
            Reason.UNCERTAIN,
            Reason.NUMBERS,
            Reason.TIMELINE,
            Reason.INCOMPLETE,
            Reason.COMPLETE,
            Reason.DUPLICATE,
            Reason.OTHER,
            Reason.AUTO_REPLY,
        )
    )
}
BY_FLAG = {
    Flag.UNLINKED: Reason.UNLINKED,
    Flag.AMBIGUOUS_MUNICIPALITY: Reason.AMBIGUOUS,
    Flag.SENDER_UNVERIFIED: Reason.SENDER,
    Flag.UNCERTAIN: Reason.UNCERTAIN,
    Flag.NUMBERS_DIFFER: Reason.NUMBERS,
    Flag.TIMELINE_UNKNOWN: Reason.TIMELINE,
    Flag.INCOMPLETE: Reason.INCOMPLETE,
}
# Of these the officer is asked about what lacks, or may lack.
OF_MISSING = (Reason.UNCERTAIN, Reason.INCOMPLETE)
MAYBE_HERE = "Misschien staat het hier:"
OF_OTHERS = "Deze zin noemt een moment, maar lijkt over een andere gemeente te gaan:"
UNREADABLE = (Flag.UNREADABLE, Flag.UNREADABLE_ATTACHMENT)
# Mails that may be done with in one go: nobody's answer is lost by it.
SAFE_IN_BULK = frozenset({Reason.AUTO_REPLY, Reason.DUPLICATE, Reason.OTHER})
TOLD = {
    Reason.DUPLICATE: "Deze mail is al eerder ontvangen.",
    Reason.BOUNCE: "Een mail van ons is niet aangekomen.",
    Reason.AUTO_REPLY: "Dit is een automatisch antwoord.",
    Reason.UNREADABLE: "Een deel van deze mail is niet te lezen.",
    Reason.EXTENSION: "De gemeente vraagt om uitstel.",
    Reason.QUESTION: "De gemeente stelt een vraag.",
    Reason.COMPLETE: "De reactie lijkt volledig: bevestig dat.",
    Reason.OTHER: "Dit lijkt geen melding en geen reactie op een brief.",
}


def reason_of(judgement: Judgement) -> Reason:
    """What an officer is asked to decide about a mail."""
    if Flag.DUPLICATE in judgement.flags:
        return Reason.DUPLICATE
    if Kind.BOUNCE in judgement.kinds:
        return Reason.BOUNCE
    if judgement.kinds == {Kind.AUTO_REPLY}:
        return Reason.AUTO_REPLY
    if any(flag in judgement.flags for flag in UNREADABLE):
        return Reason.UNREADABLE
    if Kind.EXTENSION_REQUEST in judgement.kinds:
        return Reason.EXTENSION
    if judgement.kinds <= {Kind.OTHER, Kind.AUTO_REPLY} and not judgement.municipalities:
        return Reason.OTHER  # strangers write too; that they are unlinked asks for nothing
    for flag in (Flag.UNLINKED, Flag.AMBIGUOUS_MUNICIPALITY, Flag.SENDER_UNVERIFIED):
        if flag in judgement.flags:
            return BY_FLAG[flag]
    if Kind.QUESTION in judgement.kinds:
        return Reason.QUESTION
    found = next((BY_FLAG[flag] for flag in BY_FLAG if flag in judgement.flags), None)
    if found is not None:
        return found
    return Reason.COMPLETE if judgement.kinds & SUBSTANTIVE else Reason.OTHER


def told_of(judgement: Judgement, reason: Reason) -> str:
    """The reason in plain Dutch: as the flag explains it, else in general words.

    It ends in what the sentence that is shown below it may be.
    """
    told = [
        each
        for flag, each in judgement.reasons
        if BY_FLAG.get(flag) is reason or (reason is Reason.UNREADABLE and flag in UNREADABLE)
    ] or [TOLD.get(reason, "")]
    doubtful = doubtful_shown(judgement, reason)
    if doubtful is None:
        return told[0]
    if doubtful.is_of_others:
        return f"{told[0]} {OF_OTHERS}"
    return f"{told[-1]} {MAYBE_HERE}"  # the doubt about it is told last


def sentence_of(judgement: Judgement, reason: Reason) -> str:
    """The sentence that shows the reason, "" where none does."""
    statement = shown(judgement, reason)
    return " ".join(statement.text.split())[:SHOWN_CHARS] if statement else ""


def shown(judgement: Judgement, reason: Reason) -> Statement | None:
    """The sentence that the reason is about, else the first evidence there is."""
    doubtful = doubtful_shown(judgement, reason)
    if doubtful is not None:
        return doubtful.statement
    if reason is Reason.NUMBERS and judgement.places:
        return judgement.places[0].statement
    order = list(Element)
    if reason in (Reason.TIMELINE, Reason.COMPLETE):
        order.sort(key=lambda each: each is not Element.TIMELINE)
    found = [each for element in order for each in judgement.elements[element]]
    return found[0] if found else None


def doubtful_shown(judgement: Judgement, reason: Reason) -> Doubtful | None:
    """The sentence that may state what lacks, where the reason is that; None where none may."""
    if reason not in OF_MISSING:
        return None
    return next(
        (
            each
            for each in judgement.doubtful
            if each.element in judgement.missing and each.statement.text  # unless destroyed
        ),
        None,
    )
