"""Promises, what was counted, and what came of them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from rules.distribution import Realised, Task
from rules.judgement import Category, Statement
from rules.promised import Promise, Telling

REGULAR, AMV, TOTAL = Category
APRIL, MAY, JUNE = date(2026, 4, 20), date(2026, 5, 20), date(2026, 6, 20)
JULY, OCTOBER, YEAR_END = date(2026, 7, 1), date(2026, 10, 1), date(2026, 12, 31)
TASKS = (Task("Ede", 1, REGULAR, 100), Task("Ede", 1, AMV, 20))


def telling(day, *parts, takes_back=False, name=None, municipality="Ede"):
    """A mail of a day with what it promises: last day, places and category of each."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    name = name or f"m{day}"
    promises = tuple(
        Promise(
            municipality=municipality,
            cycle=1,
            mail=name,
            received_at=at,
            number=number,
            statement=Statement("Zie hier.", "body", 0, 9),
            when="dan",
            earliest=latest,
            latest=latest if latest and latest.day < 28 else None,
            category=category,
            places=places,
            condition="",
        )
        for number, (latest, places, category) in enumerate(parts)
    )
    return Telling(municipality, 1, name, at, promises, takes_back)


def counted(day, regular, amv=None):
    """What a report counts on a day."""
    found = [Realised("Ede", 1, REGULAR, day, regular)]
    return found + ([Realised("Ede", 1, AMV, day, amv)] if amv is not None else [])


START = date(2026, 1, 1)
days = st.integers(0, 400).map(lambda number: START + timedelta(days=number))
parts = st.tuples(days, st.sampled_from([None, 4, 36, 40]), st.sampled_from(Category))
tellings = st.lists(
    st.builds(
        lambda day, some, takes_back, name, of: telling(
            day, *(() if takes_back else some), takes_back=takes_back, name=name, municipality=of
        ),
        days,
        st.lists(parts, min_size=1, max_size=3),
        st.booleans(),
        st.uuids().map(str),
        st.sampled_from(["Ede", "Urk"]),
    ),
    max_size=5,
)
reports = st.lists(
    st.builds(
        Realised,
        st.sampled_from(["Ede", "Urk"]),
        st.just(1),
        st.sampled_from([REGULAR, AMV]),
        days,
        st.integers(0, 80),
    ),
    max_size=6,
    unique_by=lambda each: (each.municipality, each.category, each.counted_on),
)
