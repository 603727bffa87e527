"""Rows of the table of rounds."""

import re

HEADS = (
    "sent",
    "acknowledged",
    "received",
    "complete",
    "incomplete",
    "late",
    "awaiting",
    "overdue",
)


def row(text, name):
    """The figures of a line of a table."""
    line = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', text, re.DOTALL)[1]
    return dict(
        zip(
            HEADS,
            map(int, re.findall(r"data-label[^>]*>\s*<(?:a|span)[^>]*>(\d+)", line)),
            strict=True,
        )
    )
