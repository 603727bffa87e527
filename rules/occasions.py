"""What may set a mail of ours off."""

from enum import StrEnum


class Occasion(StrEnum):
    """Why a mail goes out; each has a template of that name."""

    ACKNOWLEDGEMENT = "acknowledgement"  # a mail was received
    REMINDER = "reminder"  # the last day to answer comes near
    OVERDUE = "overdue"  # it has passed
    OVERDUE_AGAIN = "overdue_again"  # it has passed, that was told, and nothing came
    SUPPLEMENT = "supplement"  # an answer lacks something
    FOLLOW_UP = "follow_up"  # a promised day has passed
    DIGEST = "digest"  # for officers, once a day
    BOUNCE_NOTICE = "bounce_notice"  # for officers: a mail came back


class Policy(StrEnum):
    """What the program does of itself where an occasion is there."""

    OFF = "off"
    PROPOSE = "propose"  # an officer reads it and has it sent
    SEND = "send"


# What chases an answer, or a better one: not sent while an answer may be there already.
CHASING = frozenset(
    {
        Occasion.REMINDER,
        Occasion.OVERDUE,
        Occasion.OVERDUE_AGAIN,
        Occasion.SUPPLEMENT,
        Occasion.FOLLOW_UP,
    }
)
TO_OFFICERS = frozenset({Occasion.DIGEST, Occasion.BOUNCE_NOTICE})
