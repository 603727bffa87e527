"""Whose words each line of a text holds. Text is labelled, never deleted.

Losing a sentence of the sender is worse than keeping a line of a signature: in doubt a line
is the sender's.
"""

from intake.earlier import QUOTED, authors, is_mail
from intake.edges import label_edges
from intake.layout import layouts
from intake.made_here import NONE, label_made_here
from intake.ministry import label_ministry
from rules.mail import Layout, Line, Owner


def label(
    source: str,
    content: str,
    *,
    subject: str = "",
    furniture_start: int | None = None,
    made_here: frozenset[str] = NONE,
) -> tuple[Line, ...]:
    """Each line of a text with its owner and layout.

    subject: of the mail, which tells a reply from a forward; furniture_start: from this
    character on, running heads that were moved out of the way of sentences; made_here: the runs
    of words of letters that this installation made.
    """
    lines = content.split("\n")
    if source == "subject":
        return (Line(0, len(content), Owner.SENDER, Layout.PROSE),)
    shapes = layouts([QUOTED.sub("", line) if ">" in line else line for line in lines])
    # An attached mail is enclosed as the sender's own, unless the ministry wrote it.
    attached = source != "body" and is_mail(lines)
    subject = "FW: " if attached else subject
    owners = (
        authors(lines, subject) if source == "body" or attached else [Owner.SENDER] * len(lines)
    )
    label_edges(lines, shapes, owners, is_letter=source != "body")
    label_ministry(lines, owners)
    label_made_here(lines, owners, made_here)
    found = []
    at = 0
    for line, shape, owner in zip(lines, shapes, owners, strict=True):
        moved = furniture_start is not None and at >= furniture_start
        found.append(Line(at, at + len(line), Owner.FURNITURE if moved else owner, shape))
        at += len(line) + 1
    return tuple(found)
