"""The report of a day as a document, in Dutch: for the director, and for Parliament's question.

Parliament asks for totals at a date, by province; the director's report also names municipalities.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from outbox.documents import Block, Document, Heading, Paragraph, Picture, Table
from review.charts import Chart, Series, drawn
from review.curve_chart import drawn_lines
from review.dates import amount, day
from review.known_then import NOTHING_KNOWN, amount_known, known_then
from review.ladder import STEPS, step
from review.printed_charts import printed
from review.promise_words import moment_of, places_of, told_of_sums
from review.promises import LINES, chart_of, quarter
from review.words import word
from rules.case_state import CaseState, Status
from rules.outcomes import Course, Outcome, broken
from rules.promise_curve import Curve
from rules.signalling import Fulfilment, is_nothing_known
from rules.supervisor import SENDER
from storage.reported import Reported

NO_CASES = "Op deze dag waren er nog geen zaken."
UNKNOWN = "Onbekend"
WHOLE = "Nederland"
NUMBERS_OF_FULFILMENT = frozenset(range(1, len(Fulfilment) + 2))
NUMBERS_OF_STATUS = frozenset(range(1, len(Status) + 3))


class Reader(StrEnum):
    """For whom a report is; the value stands in its address."""

    DIRECTOR = "directie"
    PARLIAMENT = "kamer"


def report_of(reported: Reported, reader: Reader) -> Document:
    """The report of a day."""
    on = day(reported.on)
    blocks: list[Block] = [
        Paragraph(
            "Dit verslag gaat over het toezicht op de Spreidingswet. Het is gemaakt uit mails, "
            f"brieven en opgaven van provincies. {known_then(reported.on)}"
        ),
        *tasks(reported),
        *answers(reported),
        *ladder(reported),
        *promises(reported),
    ]
    if reader is Reader.DIRECTOR:
        blocks += attention(reported)
    title = f"Stand van het toezicht op {on}"
    return Document(title, reported.on, tuple(blocks), sender=SENDER)


# ------------------------------------------------------------------ the task


def tasks(reported: Reported) -> list[Block]:
    """How many municipalities meet their task, by province."""
    found: list[Block] = [Heading("Voldoen aan de taak")]
    if reported.decision is None:
        return [*found, Paragraph("Op deze dag was er nog geen verdeelbesluit.")]
    if is_nothing_known(reported.signals):
        return [*found, Paragraph(NOTHING_KNOWN)]
    by_province = grouped(
        reported, ((each.municipality, each.fulfilment) for each in reported.signals)
    )
    heads = ("Provincie", *(word(each).text for each in Fulfilment), "Gemeenten")
    rows = rows_of(by_province, tuple(Fulfilment))
    whole = rows[-1]
    told = (
        f"Het verdeelbesluit van {day(reported.decision.decided_on)} vraagt plekken uiterlijk op "
        f"{day(reported.decision.due)}. Van de {whole[-1]} gemeenten voldoen er {whole[1]}, "
        f"{whole[2]} voldoen gedeeltelijk en {whole[3]} niet. Van {whole[4]} is niet alles bekend. "
        "De uitkomst volgt alleen uit de cijfers."
    )
    chart = chart_by_province("Gemeenten naar uitkomst", by_province, tuple(Fulfilment))
    caption = "Gemeenten per provincie, naar uitkomst"
    return [*found, Paragraph(told), chart, Table(caption, heads, rows, NUMBERS_OF_FULFILMENT)]


# ------------------------------------------------------------------ the letters


def answers(reported: Reported) -> list[Block]:
    """How the answers to the letters stood, by province."""
    found: list[Block] = [Heading("Antwoorden op de brieven")]
    if not reported.cases:
        return [*found, Paragraph(NO_CASES)]
    by_province = grouped(reported, ((each.municipality, each.status) for each in reported.cases))
    late = grouped(reported, ((each.municipality, bool(each.late)) for each in reported.cases))
    heads = ("Provincie", *(word(each).text for each in Status), "Zaken", "Te laat")
    rows = tuple(
        (*row, amount(late[name][True]))
        for row, name in zip(
            rows_of(by_province, tuple(Status)),
            [*by_province_names(by_province), WHOLE],
            strict=True,
        )
    )
    whole = rows[-1]
    told = (
        f"Er zijn {whole[5]} zaken: brieven met een verzoek om informatie, en meldingen zonder "
        f"brief. Volledig: {whole[4]}. Onvolledig: {whole[3]}. Termijn voorbij zonder antwoord: "
        f"{whole[2]}. Te laat ontvangen: {whole[6]}."
    )
    chart = chart_by_province("Zaken naar stand", by_province, tuple(Status))
    return [
        *found,
        Paragraph(told),
        chart,
        Table("Zaken per provincie", heads, rows, NUMBERS_OF_STATUS),
    ]


# ------------------------------------------------------------------ the ladder


def ladder(reported: Reported) -> list[Block]:
    """How many cases stood on each step."""
    heading = Heading("Trede van de interventieladder")
    if not reported.cases:
        return [heading, Paragraph(NO_CASES)]
    counts = Counter(each.ladder_step for each in reported.cases)
    rows = tuple((step(each), amount(counts[each])) for each in STEPS)
    return [heading, Table("Zaken per trede", ("Trede", "Zaken"), rows, frozenset({1}))]


# ------------------------------------------------------------------ the promises


def promises(reported: Reported) -> list[Block]:
    """What was promised, by quarter, against the task."""
    curve, heading = reported.curve, Heading("Toezeggingen")
    if not (curve.task or curve.realised or reported.courses):
        return [heading, Paragraph("Op deze dag waren er nog geen taken en geen toezeggingen.")]
    told = (
        f"{told_of_sums(curve)} Voorzichtig geteld zijn alleen plekken met een aantal en een "
        "uiterste dag, die nergens van afhangen. Optimistisch geteld zijn alle plekken met een "
        f"aantal, op hun eerste dag. Toezeggingen zonder aantal: {amount(curve.uncounted)}."
    )
    return [heading, Paragraph(told), *quarters(curve), outcomes(reported), *unchosen(reported)]


def unchosen(reported: Reported) -> list[Block]:
    """How many promises count nowhere, as nobody can tell their cycle."""
    if not reported.unchosen:
        return []
    told = "Toezeggingen die nergens meetellen, omdat nog niemand een verdeelbesluit koos"
    return [Paragraph(f"{told}: {amount(reported.unchosen)}.")]


def outcomes(reported: Reported) -> Block:
    """What came of promises, in numbers."""
    if not reported.courses:
        return Paragraph("Op deze dag waren er nog geen toezeggingen.")
    counts = Counter(each.outcome for each in reported.courses)
    rows = tuple((word(each).text, amount(counts[each])) for each in Outcome)
    return Table("Wat er van toezeggingen kwam", ("Stand", "Aantal"), rows, frozenset({1}))


def quarters(curve: Curve) -> list[Block]:
    """The curve as a chart, where it can be held against something, and as a table."""
    heads = ("Kwartaal", "Voorzichtig", "Optimistisch", "Taak")
    rows = tuple(
        (
            quarter(each.until),
            amount_known(curve.with_realised(each.cautious)),
            amount_known(curve.with_realised(each.optimistic)),
            amount_known(curve.task),
        )
        for each in curve.points
    )
    table = Table("Plekken aan het einde van elk kwartaal", heads, rows, frozenset({1, 2, 3}))
    if not curve.is_told:
        return [table]
    chart = chart_of(curve)
    told = f"{chart.title}. De cijfers staan in de tabel hieronder."
    return [Picture(printed(drawn_lines(chart), LINES), told), table]


# ------------------------------------------------------------------ for the director alone


def attention(reported: Reported) -> list[Block]:
    """Which municipalities ask for attention, by name."""
    overdue = [each for each in reported.cases if each.status is Status.OVERDUE]
    found: list[Block] = [Heading("Gemeenten die aandacht vragen")]
    found += named(
        "Termijn voorbij zonder antwoord",
        ("Gemeente", "Kenmerk", "Laatste dag"),
        [(each.municipality, each.reference or "", due_of(each)) for each in overdue],
    )
    found += named(
        "Toezeggingen die niet zijn nagekomen",
        ("Gemeente", "Plekken", "Toegezegd voor"),
        [
            (each.promise.municipality, places_of(each.promise), moment_of(each.promise))
            for each in sorted(broken(reported.courses), key=by_name)
        ],
    )
    return found


def by_name(course: Course) -> str:
    """The municipality; of one, promises stay in order of receipt."""
    return course.promise.municipality


def named(caption: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[Block]:
    """A table with municipalities by name, or that there are none."""
    if not rows:
        return [Paragraph(f"{caption}: geen.")]
    return [Table(caption, heads, tuple(rows))]


def due_of(state: CaseState) -> str:
    """The last day of a case's term."""
    return day(state.deadline.due) if state.deadline else ""


# ------------------------------------------------------------------ by province

Key = Callable[[str], str]
Counts = dict[str, Counter[object]]  # by province, and WHOLE


def grouped(reported: Reported, told: Iterable[tuple[str, object]]) -> Counts:
    """How often each value occurs in each province, and in the whole country."""
    found: Counts = {WHOLE: Counter()}
    for municipality, value in told:
        province = reported.provinces.get(municipality) or UNKNOWN
        found.setdefault(province, Counter())[value] += 1
        found[WHOLE][value] += 1
    return found


def by_province_names(counts: Counts) -> list[str]:
    """The provinces in order, without the whole."""
    return sorted(set(counts) - {WHOLE})


def rows_of(counts: Counts, values: Sequence[object]) -> tuple[tuple[str, ...], ...]:
    """A row for each province and the last for the whole, with the sum at its end."""
    return tuple(
        (name, *(amount(counts[name][each]) for each in values), amount(counts[name].total()))
        for name in [*by_province_names(counts), WHOLE]
    )


def chart_by_province(
    title: str, counts: Counts, values: Sequence[Fulfilment] | Sequence[Status]
) -> Picture:
    """The same as lying bars."""
    names = by_province_names(counts)
    series = tuple(
        Series(word(each).text, tuple(counts[name][each] for name in names)) for each in values
    )
    told = f"{title}, per provincie. De cijfers staan in de tabel hieronder."
    chart = Chart(title, tuple(names), series)
    return Picture(printed(drawn(chart), [each.name for each in series]), told)
