"""The judgement measured against a labelled set, and the measures as tables."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from ibt_intake.config import Config
from ibt_intake.progress import progress
from ibt_intake.tables import print_table
from intake.evaluation import Error, Hits, Scores, calibration, macro_f1, mean, worst
from intake.judging import load_judge
from intake.labelled import gold_cases_of, gold_of, labelled_mails
from intake.registry import default_registry, read_requests
from rules.calendar import HOLIDAYS
from rules.case_keys import cases_of
from rules.case_state import case_states
from rules.cases import CaseMail
from rules.judgement import UNCERTAIN, Element


def measure(folder: Path, config: Config) -> Scores:
    """The scores of a set. Raises Stop where the folder is none."""
    registry = default_registry()
    if (folder / "requests.csv").exists():
        found = read_requests(folder / "requests.csv", registry.municipalities)
        registry = replace(registry, requests=found)
    roll_over = config.deadlines.roll_over
    judge = load_judge(registry, roll_over=roll_over)
    scores, mails = Scores(), []
    with progress("Judging", len(gold_of(folder))) as advance:
        for each in labelled_mails(folder):
            judgement = judge.judge(each.mail)
            scores.add(each.gold, judgement)
            mails.append(
                CaseMail(each.gold.file, each.mail.message_id, each.mail.received_at, judgement)
            )
            advance()
    cases = cases_of(registry.requests, mails)
    golds = gold_cases_of(folder)
    for day in sorted({gold.as_of for gold in golds}):
        states = {
            (state.municipality, state.reference): state
            for state in case_states(cases, day, HOLIDAYS, roll_over=roll_over)
        }
        for gold in golds:
            if gold.as_of == day:
                scores.add_case(gold, states.get((gold.municipality, gold.reference)))
    return scores


def summary(scores: Scores, *, errors: int) -> dict[str, Any]:
    """The measures under the names of the corpus's schema; errors: how many are told, at most."""
    certain = [right for confidence, right in scores.confidence if confidence >= UNCERTAIN]
    return {
        "mails": len(scores.fully_right),
        "mail_fully_right": share(scores.fully_right),
        "exact": {name: share(values) for name, values in scores.exact.items()},
        "false_complete": counted(scores.false_complete),
        "false_incomplete": counted(scores.false_incomplete),
        "element_present": with_macro(scores.present),
        "element_evidence": with_macro(scores.evidence),
        "timeline_dates": row(scores.dates),
        "places": row(scores.places),
        "certain": counted(certain)
        | {"share": share([c >= UNCERTAIN for c, _ in scores.confidence])},
        "cases": {name: share(values) for name, values in scores.cases.items()},
        "calibration": [
            {"confidence": band, "mails": number, "fully_right": round(right, 3)}
            for band, number, right in calibration(scores.confidence)
        ],
        "errors": [told_of(each) for each in worst(scores.errors, errors)],
    }


def told_of(error: Error) -> dict[str, Any]:
    """An error as one object."""
    return {
        "mail": error.mail,
        "field": error.field,
        "expected": plain(error.expected),
        "found": plain(error.found),
    }


def plain(value: object) -> object:
    """A set as a sorted list; all else as it is."""
    return sorted(map(str, value)) if isinstance(value, set) else value


def share(values: list[bool]) -> float | None:
    """The share that is true, to three decimals; None of nothing."""
    found = mean(values)
    return None if found is None else round(found, 3)


def counted(values: list[bool]) -> dict[str, Any]:
    """The share that is true, with the numbers it comes from."""
    return {"rate": share(values), "count": sum(values), "of": len(values)}


def row(hits: Hits) -> dict[str, Any]:
    """The measures to three decimals; n: how many are labelled."""
    return {
        "precision": round(hits.precision, 3),
        "recall": round(hits.recall, 3),
        "f1": round(hits.f1, 3),
        "n": hits.true + hits.missed,
    }


def with_macro(by_element: dict[Element, Hits]) -> dict[str, Any]:
    """The measures of each element, and the mean of their F1."""
    rows: dict[str, Any] = {element.value: row(hits) for element, hits in by_element.items()}
    return rows | {"macro_f1": round(macro_f1(by_element), 3)}


def print_scores(scores: Scores, *, errors: int) -> None:
    """The measures for people; errors: how many are told, at most, the worst first."""
    told = summary(scores, errors=errors)
    rows = [["mail fully right", percent(told["mail_fully_right"]), str(told["mails"])]]
    rows += [
        [name, percent(told["exact"][name]), str(len(values))]
        for name, values in scores.exact.items()
    ]
    for name in ("false_complete", "false_incomplete"):
        rows.append([name, percent(told[name]["rate"]), str(told[name]["of"])])
    certain = told["certain"]
    rows.append(["not uncertain", percent(certain["share"]), str(told["mails"])])
    rows.append(["fully right of those", percent(certain["rate"]), str(certain["of"])])
    print_table(["measure", "share", "of"], rows, "Mails")
    print_prf("Elements present", told["element_present"])
    print_prf("Evidence", told["element_evidence"])
    print_prf("Times and places", {"timeline": told["timeline_dates"], "places": told["places"]})
    if scores.cases["status"]:
        rows = [
            [name, percent(told["cases"][name]), str(len(v))] for name, v in scores.cases.items()
        ]
        print_table(["measure", "share", "of"], rows, "\nCases")
    rows = [
        [name, str(number), percent(right)]
        for name, number, right in calibration(scores.confidence)
    ]
    print_table(["confidence", "mails", "fully right"], rows, "\nCalibration")
    if told["errors"]:
        rows = [
            [Path(each.mail).stem, each.field, words(each.expected), words(each.found)]
            for each in worst(scores.errors, errors)
        ]
        title = f"\nWorst errors ({len(rows)} of {len(scores.errors)})"
        print_table(["mail", "field", "expected", "found"], rows, title)


def print_prf(title: str, rows: dict[str, Any]) -> None:
    """Precision, recall and F1, a row each, and their mean where there is one."""
    table = [
        [name, *(f"{value[key]:.3f}" for key in ("precision", "recall", "f1")), str(value["n"])]
        for name, value in rows.items()
        if isinstance(value, dict)
    ]
    if "macro_f1" in rows:
        table.append(["macro F1", "", "", f"{rows['macro_f1']:.3f}", ""])
    print_table(["", "precision", "recall", "F1", "of"], table, f"\n{title}")


def percent(value: float | None) -> str:
    """A share of 0 to 1 as per cent, "-" without one."""
    return "-" if value is None else f"{100 * value:.1f} %"


def words(value: object) -> str:
    """A set or a value in few words."""
    if isinstance(value, set):
        return ", ".join(sorted(map(str, value))) or "-"
    return str(value)
