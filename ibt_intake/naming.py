"""Cases as somebody names them on the command line: 'Ede/7473202', '7473202' or 'Ede'."""

import re
from collections.abc import Sequence

from sqlmodel import Session

from ibt_intake.errors import ExportError
from storage.case_lookup import CaseNamed, case_numbered, cases_called

UNDECODED = re.compile(r"[\ud800-\udfff]")  # what Python makes of bytes that are no UTF-8
MOST_NAMED = 5  # cases that a message names


def named(session: Session, names: Sequence[str]) -> list[CaseNamed]:
    """The cases of these names, each once. Raises ExportError where a name is not one case's."""
    found = {each.number: each for each in (one_named(session, name) for name in names)}
    return list(found.values())


def one_named(session: Session, name: str) -> CaseNamed:
    """The one case of a name; a notification that is part of a letter's case is that case."""
    found: dict[int, CaseNamed] = {}
    for each in cases_called(session, name) if is_a_name(name) else ():
        whole = case_numbered(session, each.joined_to) if each.joined_to else each
        if whole is not None:
            found[whole.number] = whole
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise ExportError(
            f"there is no case {shown(name)}; name it as Ede/7473202, and see `ibt-intake cases`"
        )
    some = [f"{each.municipality}/{each.reference or ''}" for each in found.values()]
    more = ", ..." if len(some) > MOST_NAMED else ""
    raise ExportError(
        f"{name} may be any of {len(some)} cases; name one: {', '.join(some[:MOST_NAMED])}{more}"
    )


def is_a_name(name: str) -> bool:
    """Whether a case may have this name: it is not blank, and was typed as UTF-8."""
    return bool(name.strip()) and not UNDECODED.search(name)


def shown(name: str) -> str:
    """A name as a message tells it, so that one sees what cannot be seen."""
    return name if is_a_name(name) else ascii(name)


def closed_ones(session: Session, numbers: Sequence[int]) -> list[CaseNamed]:
    """The cases of these numbers, without notifications that are part of another."""
    found = [case_numbered(session, each) for each in numbers]
    return [each for each in found if each is not None and each.joined_to is None]
