"""Cases and their totals in the API: as `ibt-intake cases` prints them, on any day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field

from review.api import Asked, Call, Fault, Resource
from rules.case_state import Action, CaseState, Status
from rules.judgement import Element, Flag
from rules.scopes import Scope
from storage.cases import states_on
from storage.registry import provinces_by_name

AS_OF = (
    "The day at the end of which it stood so, in the Netherlands, as it was known then: what was "
    "entered or corrected later does not count. Today where it is left out."
)


class OfDay(Asked):
    """What stood at the end of a day."""

    as_of: date | None = Field(None, description=AS_OF)

    def day(self, call: Call) -> date:
        """The day that is asked for. Raises Fault for one that has not come."""
        if self.as_of is not None and self.as_of > call.today:
            raise Fault(400, "Cannot be asked", "as_of: this day has not come yet")
        return self.as_of or call.today


class CasesAsked(OfDay):
    """Which cases."""

    province: str | None = Field(None, description="Of this province alone.")
    municipality: str | None = Field(None, description="Of this municipality alone, by its name.")
    status: Status | None = Field(None, description="With this status alone.")


class NextAction(BaseModel):
    """What is to be done next, and by which day; the program only proposes."""

    kind: Action
    due: date | None


class CaseAnswer(BaseModel):
    """A case as it stood."""

    municipality: str
    province: str = Field(description='"" where the register does not know the municipality.')
    reference: str | None = Field(description="Of the ministry's letter; null: none was sent.")
    as_of: date
    due: date | None = Field(description="The last day for the reply; null: no term runs.")
    status: Status
    late: bool | None = Field(description="null: no reply yet, or no term.")
    missing: list[Element]
    mails: list[str] = Field(description="Message-IDs, in order of receipt.")
    flags: list[Flag]
    ladder_step: int = Field(ge=1, le=6)
    officer: str | None
    next_action: NextAction


class CasesAnswer(BaseModel):
    """The cases that were asked for, by municipality and reference."""

    as_of: date
    total: int
    cases: list[CaseAnswer]


class Totals(BaseModel):
    """How many cases stood how; late ones count among the others too."""

    cases: int
    awaiting: int
    overdue: int
    incomplete: int
    complete: int
    late: int


class ProvinceTotals(Totals):
    """The totals of a province."""

    province: str


class TotalsAnswer(BaseModel):
    """The totals of the country, and of each province that has cases."""

    as_of: date
    total: Totals
    provinces: list[ProvinceTotals]


def read_cases(call: Call, asked: CasesAsked) -> CasesAnswer:
    """The cases as they stood."""
    day = asked.day(call)
    provinces = provinces_by_name(call.session)
    found = [
        answer_of(each, provinces.get(each.municipality, ""))
        for each in states_on(call.session, day, roll_over=call.site.roll_over)
        if asked.municipality in (None, each.municipality) and asked.status in (None, each.status)
    ]
    shown = [each for each in found if asked.province in (None, each.province)]
    return CasesAnswer(as_of=day, total=len(shown), cases=shown)


def read_totals(call: Call, asked: OfDay) -> TotalsAnswer:
    """How many cases stood how."""
    day = asked.day(call)
    states = states_on(call.session, day, roll_over=call.site.roll_over)
    known = provinces_by_name(call.session)
    provinces = sorted({known.get(each.municipality, "") for each in states})
    return TotalsAnswer(
        as_of=day,
        total=Totals(**counted(states)),
        provinces=[
            ProvinceTotals(
                province=name,
                **counted([each for each in states if known.get(each.municipality, "") == name]),
            )
            for name in provinces
        ],
    )


def counted(states: Sequence[CaseState]) -> dict[str, int]:
    """How many there are, by status, and how many are late."""
    found = Counter(each.status for each in states)
    by_status = {each.value: found[each] for each in Status}
    return {"cases": len(states), "late": sum(bool(each.late) for each in states)} | by_status


def answer_of(state: CaseState, province: str) -> CaseAnswer:
    """A case as other programs read it."""
    action = state.next_action
    return CaseAnswer(
        municipality=state.municipality,
        province=province,
        reference=state.reference,
        as_of=state.as_of,
        due=state.deadline.due if state.deadline else None,
        status=state.status,
        late=state.late,
        missing=[each for each in Element if each in state.missing],
        mails=list(state.mails),
        flags=sorted(state.flags),
        ladder_step=state.ladder_step,
        officer=state.officer or None,
        next_action=NextAction(kind=action.kind, due=action.due),
    )


CASES = Resource(
    "cases",
    "/cases",
    Scope.CASES,
    "Cases as they stood on a day",
    CasesAsked,
    CasesAnswer,
    read_cases,
)
TOTALS = Resource(
    "totals",
    "/totals",
    Scope.TOTALS,
    "How many cases stood how on a day, by province",
    OfDay,
    TotalsAnswer,
    read_totals,
)
