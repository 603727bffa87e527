"""What holds of a mail by an officer's word, as labels in the corpus's format."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

from intake.errors import Stop
from intake.labelled import Gold, GoldPlaces, GoldTime
from rules.calendar import HOLIDAYS
from rules.deadlines import NETHERLANDS, deadline, is_late
from rules.judgement import SUBSTANTIVE, Element, Judgement, Kind, TimelineState
from rules.registry import Request

NAME_CHARS = 12  # of a mail's name: enough to tell it from others
TAG = "officer"  # where the labels come from


def gold_of_judgement(
    mail: str,
    received_at: datetime,
    judgement: Judgement,
    requests: Sequence[Request],
    *,
    roll_over: bool,
) -> Gold:
    """A judgement that holds, as the labels of its mail.

    A mail that states nothing to the supervisor has no elements, whatever the program found
    before an officer said what it is.
    """
    is_substantive = bool(SUBSTANTIVE & judgement.kinds)
    state = judgement.timeline_state if is_substantive else TimelineState.ABSENT
    is_stated = state is TimelineState.STATED
    return Gold(
        file=f"mails/mail-{mail[:NAME_CHARS]}.eml",
        received=received_at.astimezone(NETHERLANDS).isoformat(),
        kinds=sorted(judgement.kinds),
        municipalities=list(judgement.municipalities),
        references=list(judgement.references),
        elements={
            element: [each.text for each in judgement.elements[element] if is_substantive]
            for element in Element
        },
        timeline_state=state,
        timeline=[
            GoldTime(text=each.text, earliest=each.earliest, latest=each.latest)
            for each in judgement.timeline
            if is_stated
        ],
        claims_met=judgement.claims_met and is_substantive,
        places=[
            GoldPlaces(category=each.category, role=each.role, count=each.count)
            for each in judgement.places
            if is_substantive
        ],
        missing=sorted(judgement.missing),
        late=late_of(received_at, judgement, requests, roll_over=roll_over),
        tags=[TAG],
    )


def late_of(
    received_at: datetime, judgement: Judgement, requests: Sequence[Request], *, roll_over: bool
) -> bool | None:
    """Whether a reply came after the last day of a letter it answers, extensions apart."""
    answered = [each for each in requests if each.reference in judgement.references]
    if Kind.INFORMATION_REPLY not in judgement.kinds or not answered:
        return None
    terms = [
        deadline(each.letter_date, each.term_days, HOLIDAYS, roll_over=roll_over)
        for each in answered
    ]
    return any(is_late(received_at, term.due) for term in terms)


def new_set(folder: Path) -> None:
    """Make the folder of a set, which nobody else may read: it will hold real mails.

    Raises Stop where there is something in it already.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise FileExistsError
        (folder / "mails").mkdir(mode=0o700, parents=True)
        folder.chmod(0o700)
    except FileExistsError as error:
        raise Stop(f"{folder} holds something already; name a new folder") from error
    except OSError as error:
        raise Stop(
            f"{folder} cannot be made ({error.strerror}); name another folder, or check its rights"
        ) from error


def write_set(
    folder: Path, golds: Sequence[Gold], raws: Sequence[bytes], requests: Sequence[Request]
) -> None:
    """Write mails with their labels, and the letters they answer, as a labelled set."""
    for gold, raw in zip(golds, raws, strict=True):
        (folder / gold.file).write_bytes(raw)
    lines = "".join(f"{gold.model_dump_json()}\n" for gold in golds)
    (folder / "gold.jsonl").write_text(lines, encoding="utf-8")
    with (folder / "requests.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [each.name for each in fields(Request)], lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(each) for each in requests)
