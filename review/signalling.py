"""Step 1, signalling: which municipality meets its task on a day, by the figures alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from review.addresses import YES, day_of, decision_asked, one_of
from review.export import Cell, FileForm, download, file_form
from review.known_then import NOTHING_KNOWN
from review.listing import PAGE, Sorting, one_page, sorting
from review.table import Page
from review.visit import Visit
from review.words import word
from rules.deadlines import last_moment
from rules.distribution import COUNTED, DistributionDecision, last_due_on
from rules.judgement import Category
from rules.roles import Role
from rules.signalling import Fulfilment, count_by_fulfilment, for_a_round, is_nothing_known
from storage.database import snapshot
from storage.signalling import Known, ListedSignal, known_for_signals, signal_list

DOUBT, NAME = "doubt", "municipality"
NO_FIGURE = -1  # sorts before all figures


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    decision: DistributionDecision | None  # None: none was taken by that day
    on: date
    known_on: date  # at the end of it; that of the figures where the address tells no other
    province: str
    fulfilment: Fulfilment | None
    doubtful: bool  # only those that a person must look at first
    for_round: bool  # only those that a round of letters may go to
    is_later: bool  # whether the figures of a past day are told with what was known on another day


@dataclass(frozen=True, slots=True)
class Counted:
    """The list in numbers: of the country or of one province, however narrowed besides."""

    total: int
    by_fulfilment: dict[Fulfilment, int]
    doubtful: int
    for_round: int


def show_signals(visit: Visit) -> Response:
    """A page of the list, with its numbers above it, each leading to the list that it counts."""
    known, asked = read(visit)
    whole = list_of(known, asked)
    order = order_of(visit)
    signals = ordered(narrowed(whole, asked), order.key, is_descending=order.is_descending)
    shown, paging = one_page(visit.query, signals, visit.site.config.page_rows)
    return visit.show(
        "signalling.html",
        signals=shown,
        paging=paging,
        order=order,
        asked=asked,
        counted=counted([each for each in whole if asked.province in ("", each.province)]),
        decisions=known.facts.decisions,
        provinces=sorted(set(known.provinces.values())),
        fulfilments=list(Fulfilment),
        categories=COUNTED,
        has_expected=any(each.expected for each in whole),
        is_filtered=bool(asked.province or asked.fulfilment or asked.doubtful or asked.for_round),
        kept={
            key: value
            for key, value in visit.query.items()
            if key not in (PAGE, "uitkomst", "twijfel", "ronde")
        },
        files=list(FileForm),
        nothing_known=NOTHING_KNOWN if is_nothing_known([each.signal for each in whole]) else "",
    )


def send_signals(visit: Visit) -> Response:
    """The whole list as it is narrowed and sorted, as a file."""
    form = file_form(visit)
    known, asked = read(visit)
    order = order_of(visit)
    found = narrowed(list_of(known, asked), asked)
    signals = ordered(found, order.key, is_descending=order.is_descending)
    columns = COLUMNS | (FOR_OFFICERS if may_choose(visit) else {})
    rows = ([column(each) for column in columns.values()] for each in signals)
    return download(form, f"signalering-{asked.on.isoformat()}", list(columns), rows)


def may_choose(visit: Visit) -> bool:
    """Whether the doubts, and the choice for a round, are this visitor's to see."""
    return visit.may("officer")


def read(visit: Visit) -> tuple[Known, Asked]:
    """What is known, and what the address asks of it; nonsense in it asks for nothing."""
    query = visit.query
    on = day_of(query.get("op", "")) or visit.today
    told_on = min(on, visit.today)
    known_on = min(day_of(query.get("bekend", "")) or told_on, visit.today)
    with snapshot(visit.site.engine) as session:
        known = known_for_signals(session, last_moment(known_on))
    decisions = known.facts.decisions
    asked = Asked(
        decision=decision_asked(visit, decisions) or last_due_on(decisions, on),
        on=on,
        known_on=known_on,
        province=query.get("provincie", ""),
        fulfilment=one_of(Fulfilment, query.get("uitkomst")),
        doubtful=may_choose(visit) and query.get("twijfel") == YES,
        for_round=may_choose(visit) and query.get("ronde") == YES,
        is_later=known_on != told_on,
    )
    return known, asked


def list_of(known: Known, asked: Asked) -> list[ListedSignal]:
    """The whole list of the day; empty before the first decision."""
    return signal_list(known, asked.decision, asked.on) if asked.decision else []


def counted(whole: Sequence[ListedSignal]) -> Counted:
    """The whole list in numbers."""
    signals = [each.signal for each in whole]
    clear, doubtful = for_a_round(signals)
    return Counted(len(whole), count_by_fulfilment(signals), len(doubtful), len(clear))


def narrowed(whole: Sequence[ListedSignal], asked: Asked) -> list[ListedSignal]:
    """Those of the list that fit what is asked for."""
    clear = {each.municipality for each in for_a_round([each.signal for each in whole])[0]}
    return [
        each
        for each in whole
        if asked.province in ("", each.province)
        and asked.fulfilment in (None, each.signal.fulfilment)
        and (not asked.doubtful or each.signal.doubts)
        and (not asked.for_round or each.signal.municipality in clear)
    ]


# ------------------------------------------------------------------ order


def order_of(visit: Visit) -> Sorting:
    """By what the list goes: for officers those first that a person must look at."""
    return sorting(visit.query, tuple(SORTS), DOUBT if may_choose(visit) else NAME)


def figure_of(category: Category, name: str) -> Callable[[ListedSignal], int]:
    """The key that sorts by a figure."""

    def key(each: ListedSignal) -> int:
        value: int | None = getattr(each.signal.figures[category], name)
        return NO_FIGURE if value is None else value

    return key


SORTS: dict[str, Callable[[ListedSignal], int | str]] = {
    DOUBT: lambda each: not each.signal.doubts,
    NAME: lambda each: each.signal.municipality,
    "province": lambda each: each.province,
    "outcome": lambda each: list(Fulfilment).index(each.signal.fulfilment),
    "regular": figure_of(Category.REGULAR, "realised"),
    "amv": figure_of(Category.AMV, "realised"),
}


def ordered(
    signals: Sequence[ListedSignal], key: str, *, is_descending: bool
) -> list[ListedSignal]:
    """The list in an order; equals by name."""
    by_name = sorted(signals, key=lambda each: each.signal.municipality)
    return sorted(by_name, key=SORTS[key], reverse=is_descending)


# ------------------------------------------------------------------ columns of the file

COLUMNS: dict[str, Callable[[ListedSignal], Cell]] = {
    "Gemeente": lambda each: each.signal.municipality,
    "Provincie": lambda each: each.province,
    "Cyclus": lambda each: each.signal.cycle,
    "Uitkomst": lambda each: word(each.signal.fulfilment).text,
    "Peildatum": lambda each: each.signal.counted_on,
    "Taak regulier": lambda each: each.signal.figures[Category.REGULAR].task,
    "Gerealiseerd regulier": lambda each: each.signal.figures[Category.REGULAR].realised,
    "Taak amv": lambda each: each.signal.figures[Category.AMV].task,
    "Gerealiseerd amv": lambda each: each.signal.figures[Category.AMV].realised,
    "Indicatieve taak regulier, volgende cyclus": lambda each: each.expected.get(Category.REGULAR),
    "Indicatieve taak amv, volgende cyclus": lambda each: each.expected.get(Category.AMV),
}
FOR_OFFICERS: dict[str, Callable[[ListedSignal], Cell]] = {
    "Eerst zelf bekijken": lambda each: " ".join(each.signal.doubts),
}

PAGES = (
    Page("signalling", "GET", "/signalering", show_signals, Role.READER, menu="Signalering"),
    Page(
        "signalling.file",
        "GET",
        "/signalering/lijst.{vorm}",
        send_signals,
        Role.READER,
        is_paced=True,
    ),
)
