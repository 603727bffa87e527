"""What the figures of the demo must be, counted from its plan alone, by no rule of the program."""

from collections import Counter
from functools import cache

from ibt_intake.demo.country import country
from ibt_intake.demo.cycle import REQUESTS
from ibt_intake.demo.days import COUNTED_ANEW, COUNTED_ANEW_IN, DUE, LAST_DAY, LETTER, MORE_TIME
from ibt_intake.demo.lists import INTO, MERGED
from ibt_intake.demo.plan import ALL, Fate, Sort, counted_anew, courses
from ibt_intake.demo.steps import ANNOUNCED_ON, BROKEN_ON, NO_REPLY_ON, announced, broken, silent
from intake.registry import default_registry, read_requests
from rules.judgement import Category, Element

CATEGORIES = (Category.REGULAR, Category.AMV)


@cache
def plan():
    """What each municipality owes, what those of the round do, and the letters from elsewhere."""
    known = default_registry().municipalities
    letters = read_requests(REQUESTS, known)
    owed = country(known, letters)
    had = {each.municipality for each in letters}
    short = [name for name, each in owed.items() if any(map(each.lacks, CATEGORIES))]
    return owed, courses(owed, [name for name in short if name not in had]), letters


def tasks_on(day):
    """How many municipalities meet their task, partly, or not."""
    owed, round_of, _ = plan()
    later = counted_anew(owed, round_of)
    known = {
        name: [
            (each.task.of(one), (later[name] if day >= COUNTED_ANEW_IN else each.there).of(one))
            for one in CATEGORIES
        ]
        for name, each in owed.items()
    }
    if day > LAST_DAY:
        gone = known.pop(MERGED)
        known[INTO] = [
            (task + of_gone[0], there + of_gone[1])
            for (task, there), of_gone in zip(known[INTO], gone, strict=True)
        ]
    found = Counter(
        "meets"
        if all(there >= task for task, there in figures)
        else "partly"
        if any(there for _, there in figures)
        else "not"
        for figures in known.values()
    )
    return {each: found[each] for each in ("meets", "partly", "not")}


def letters_on(day):
    """How many letters have gone out."""
    _, round_of, letters = plan()
    of_round = len(round_of) if day >= LETTER else 0
    return of_round + sum(each.letter_date <= day for each in letters)


def status_on(course, day):
    """How the case of a municipality of the round stands, and whether its answer came late."""
    came = [each for each in course.mails if each.received_at.date() <= day]
    replies = [each for each in came if each.sort in (Sort.REPLY, Sort.SUPPLEMENT)]
    has_more_time = any(each.sort is Sort.EXTENSION for each in course.mails) and day > DUE
    due = MORE_TIME if has_more_time else DUE
    if not replies:
        return ("awaiting" if day <= due else "overdue"), False
    stated = frozenset().union(*(each.states for each in replies))
    is_late = replies[0].received_at.date() > due
    return ("complete" if stated == ALL else "incomplete"), is_late


def statuses_on(day):
    """The statuses of the cases of the round, by municipality."""
    return {each.municipality: status_on(each, day) for each in plan()[1]} if day >= LETTER else {}


def outcomes_on(day):
    """What came of the promises of the round by a day."""
    found = Counter()
    for each in plan()[1]:
        came = [
            mail
            for mail in each.mails
            if Element.TIMELINE in mail.states and mail.received_at.date() <= day
        ]
        places = len(each.promised.places)
        found["repeated"] += places * max(len(came) - 1, 0)
        found[outcome_of(each, day)] += places * bool(came)
    return +found


def outcome_of(course, day):
    """What came of one promise, had it been made by that day."""
    promised = course.promised
    if day >= COUNTED_ANEW_IN and promised.latest <= COUNTED_ANEW:
        return "kept" if promised.fate is Fate.KEPT else "broken"
    return "open" if day <= promised.latest else "unknown"


def steps_on(day):
    """The steps of the round's cases, by municipality."""
    _, round_of, _ = plan()
    found = dict.fromkeys((each.municipality for each in round_of), 2) if day >= LETTER else {}
    for since, step, names in (
        (NO_REPLY_ON, 3, silent(round_of)),
        (BROKEN_ON, 3, broken(round_of)),
        (ANNOUNCED_ON, 4, announced(round_of)),
    ):
        if day >= since:
            found |= dict.fromkeys(names, step)
    return found
