"""How what was read and judged goes from one process to another: as values, not field by field.

Left to themselves frozen dataclasses with slots ask Python for their fields, one by one, for each
line of a mail: more work than all else of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields
from multiprocessing.reduction import ForkingPickler
from operator import attrgetter

from rules.judgement import Availability, Judgement, PlaceCount, Proposal, Signal, Statement
from rules.mail import Address, Attachment, Layout, Line, Mail, Owner, Scanned, Text

PLAIN = (
    Address,
    Attachment,
    Availability,
    Judgement,
    Mail,
    PlaceCount,
    Proposal,
    Scanned,
    Signal,
    Statement,
)
Apart = tuple[Callable[..., object], tuple[object, ...]]


def hand_over_quickly() -> None:
    """Have this process take these apart so, whatever it hands over."""
    for kind in PLAIN:
        ForkingPickler.register(kind, taking_apart(kind))
    ForkingPickler.register(Text, text_apart)


def taking_apart(kind: type) -> Callable[[object], Apart]:
    """What takes things of a kind apart: into the kind and the values of its fields."""
    values = attrgetter(*(each.name for each in fields(kind)))
    return lambda thing: (kind, values(thing))


def text_apart(text: Text) -> Apart:
    """A text, with its lines as four columns."""
    lines = text.lines
    return text_together, (
        text.source,
        text.content,
        [each.start for each in lines],
        [each.end for each in lines],
        [each.owner for each in lines],
        [each.layout for each in lines],
    )


def text_together(
    source: str,
    content: str,
    starts: Iterable[int],
    ends: Iterable[int],
    owners: Iterable[Owner],
    layouts: Iterable[Layout],
) -> Text:
    """The text again."""
    return Text(source, content, tuple(map(Line, starts, ends, owners, layouts)))
