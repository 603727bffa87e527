"""A case (dossier): how it stands, how that comes about, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.responses import Response

from review.case_actions import ACTIONS, may_undo
from review.case_opened import case_named, decisions_of, open_case
from review.case_told import Told, told_of
from review.derivation import derivation
from review.next_step import reasons_shown
from review.outgoing_words import held_told
from review.promise_words import courses_of, moment_of, told_of_course
from review.promise_words import places_of as places_told
from review.table import Page
from review.trail import trail
from review.visit import Visit
from rules.case_state import Action
from rules.cycles import without_reference
from rules.decisions import AskSupplement, Decided, OnCase
from rules.judgement import Category, Flag, PlaceCount
from rules.ladder import Move
from rules.mergers import together_on
from rules.occasions import Occasion
from rules.owed import Distribution
from rules.registry import Request
from rules.roles import Role
from rules.talks import in_order
from storage.case_page import CasePage, MailOfCase
from storage.database import snapshot
from storage.distribution import distribution
from storage.holds import legal_hold_of
from storage.outgoing import OutboxEntry, outbox
from storage.promises import Promised, cases_to, promised_on
from storage.talks import talks_of_case

SHOWN_FIRST = 3  # sentences of an element before the rest folds away


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A decision with its words."""

    decided: Decided[OnCase]
    told: Told


@dataclass(frozen=True, slots=True)
class FlagShown:
    """A flag of the case, with each explanation and the mail that it is about."""

    flag: Flag
    reasons: tuple[tuple[str, MailOfCase], ...]


@dataclass(frozen=True, slots=True)
class PlacesShown:
    """What the ministry's letter says of one category, and what mails say."""

    category: Category
    task: int
    realised: int
    stated: tuple[tuple[PlaceCount, MailOfCase], ...]


def show_case(visit: Visit) -> Response:
    """The page of one case; a notification that is part of a letter's case is shown there."""
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
        if named.joined_to is not None:
            return visit.go(visit.site.table.path("case", case=named.joined_to))
        opened = open_case(visit, session, named)
        outgoing = outbox(session, municipality=named.municipality, reference=named.reference)
        hold = legal_hold_of(session, opened.page.number)
        talks = in_order(talks_of_case(session, opened.page.number))
        decision, facts = opened.distribution_decision, distribution(session, visit.now)
        promised = promised_of(session, opened.page, facts, visit.today)
    page, names = opened.page, opened.names
    offered = [
        each
        for each in ACTIONS
        if visit.may(each.needs.value) and not each.objection(visit, opened)
    ]
    decisions = decisions_shown(page, names)
    reasons = reasons_shown(visit, page.case, visit.today, decision, facts, promised)
    return visit.show(
        "case.html",
        page=page,
        state=page.state,
        request=page.case.request,
        names=names,
        steps=derivation(page.state.deadline, names) if page.state.deadline else [],
        places=places_of(page.case.request, page.mails),
        flags=flags_of(page),
        promises=courses_of(promised, decision),
        moment=moment_of,
        promised_places=places_told,
        became=told_of_course,
        decisions=decisions,
        reasons=reasons,
        talks=talks,
        heir=opened.heir,
        cycle=opened.cycle,
        distribution=decision,
        unsaid=without_reference(page.case, opened.decisions),
        ladder=[each for each in decisions if isinstance(each.decided.what, Move)],
        outgoing=outgoing,
        held=held_told,
        hold=hold,
        drafts=drafts_of(decisions, outgoing),
        trail=trail(reversed(page.events), names),
        received={each.mail: each.received_at for each in page.mails},
        offered=offered,
        proposed=next((each for each in offered if each.name == PROPOSED.get(next_of(page))), None),
        undoable={each.decided.id for each in decisions if may_undo(visit, opened, each.decided)},
        first=SHOWN_FIRST,
    )


def promised_of(session: Session, page: CasePage, facts: Distribution, today: date) -> Promised:
    """The promises of a municipality; those in its other cases too, where it has others.

    And those of municipalities that it is one with, after a merger.
    """
    name = page.case.municipality
    names = together_on(facts.validities, name, today)
    is_alone = len(names) == 1 and not page.other_letters
    cases = [page.case] if is_alone else cases_to(session, today, names)
    return promised_on(cases, facts, today, municipality=name)


PROPOSED = {
    Action.DECIDE_EXTENSION: "extension",
    Action.ASK_SUPPLEMENT: "supplement",
    Action.CONFIRM_COMPLETE: "complete",
}


def next_of(page: CasePage) -> Action:
    """What the case asks for today."""
    return page.state.next_action.kind


# ------------------------------------------------------------------ what is shown


def drafts_of(
    decisions: Sequence[DecisionShown], outgoing: Sequence[OutboxEntry]
) -> list[DecisionShown]:
    """Requests for what lacks that have no mail yet; the mails of the others are shown."""
    under_way = {
        each.outgoing.trigger for each in outgoing if each.outgoing.occasion is Occasion.SUPPLEMENT
    }
    return [
        each
        for each in decisions
        if isinstance(each.decided.what, AskSupplement)
        and f"decision:{each.decided.id}" not in under_way
    ]


def decisions_shown(page: CasePage, names: Mapping[str, str]) -> list[DecisionShown]:
    """The decisions with their words, the last first."""
    return [DecisionShown(each, told_of(each.what, names)) for each in reversed(decisions_of(page))]


def flags_of(page: CasePage) -> list[FlagShown]:
    """The flags of the case, each with what its mails say about it."""
    return [
        FlagShown(
            flag,
            tuple(
                (reason, mail)
                for mail in page.mails
                for of, reason in mail.flags
                if of is flag and flag not in (Flag.INCOMPLETE, Flag.LATE)
            ),
        )
        for flag in Flag
        if flag in page.state.flags
    ]


def places_of(request: Request | None, mails: Sequence[MailOfCase]) -> list[PlacesShown]:
    """The places of each category that the letter or a mail speaks of."""
    regular = (request.regular_task, request.regular_realised) if request else (0, 0)
    amv = (request.amv_task, request.amv_realised) if request else (0, 0)
    letter = {
        Category.REGULAR: regular,
        Category.AMV: amv,
        Category.TOTAL: (regular[0] + amv[0], regular[1] + amv[1]),
    }
    stated = {
        category: tuple(
            (each, mail) for mail in mails for each in mail.places if each.category is category
        )
        for category in Category
    }
    return [
        PlacesShown(each, *letter[each], stated[each])
        for each in Category
        if request or stated[each]
    ]


PAGES = (Page("case", "GET", "/zaken/{case}", show_case, Role.READER),)
