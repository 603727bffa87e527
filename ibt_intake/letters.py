"""Letters that were sent from elsewhere: first looked at, then taken over as requests."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from ibt_intake.listing import NOTHING, Looked, read_or_stop, under
from intake.errors import Stop
from intake.letter_lists import read_letters
from rules.fingerprints import runs_of
from storage.database import snapshot, transaction
from storage.entries import Imported
from storage.ministry_words import keep_ministry_words
from storage.registry import import_requests, registry


def letters_in(
    path: Path, engine: Engine, cycle: int, term_days: int, words: Path | None
) -> Looked:
    """What a list of letters would change; words: the text of the letter, to know it by."""
    runs = runs_in(words) if words else frozenset()
    with snapshot(engine) as session:
        expected, known = under(session, cycle), registry(session).requests
    letters = read_or_stop(lambda: read_letters(path, expected, term_days, known))
    before = {(each.municipality, each.reference): each for each in known}
    changed = [
        (each, before.get((each.municipality, each.reference)))
        for each in letters
        if before.get((each.municipality, each.reference)) != each
    ]

    def take_over() -> Imported:
        now = datetime.now(UTC)
        with transaction(engine) as session:
            if runs:
                keep_ministry_words(session, f"file:{path.name}", runs, now)
            return import_requests(session, letters, now=now)

    rows = [
        [
            each.municipality,
            each.reference,
            was.letter_date.isoformat() if was else NOTHING,
            each.letter_date.isoformat(),
        ]
        for each, was in changed
    ]
    added = sum(was is None for _, was in changed)
    would = Imported(added, len(changed) - added, len(letters) - len(changed))
    return Looked(("municipality", "reference", "before", "after"), rows, would, take_over)


def runs_in(words: Path) -> frozenset[str]:
    """The runs of words of a letter, paragraph by paragraph. Raises Stop where it is no text."""
    try:
        text = words.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{words}: is no text in UTF-8; save the letter as text") from error
    found = runs_of(text.split("\n\n"))
    if not found:
        raise Stop(f"{words}: holds too few words to know a letter by; save the whole letter")
    return found
