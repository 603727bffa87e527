"""A case (dossier): how it stands, how that comes about, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from review.case_actions import ACTIONS, may_undo
from review.case_opened import case_named, decisions_of, open_case
from review.case_told import Told, told_of
from review.derivation import derivation
from review.outgoing_words import held_told
from review.table import Page
from review.trail import span, trail
from review.visit import Visit
from rules.cases import Action
from rules.decisions import AskSupplement, Decided, OnCase, SetLadderStep
from rules.judgement import Category, Flag, PlaceCount
from rules.occasions import Occasion
from rules.registry import Request
from rules.roles import Role
from storage.case_page import CasePage, MailOfCase
from storage.database import snapshot
from storage.holds import legal_hold_of
from storage.outgoing import OutboxEntry, outbox

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


@dataclass(frozen=True, slots=True)
class Promise:
    """A moment at which the municipality says that places will be there."""

    when: str
    quote: str
    condition: str
    mail: MailOfCase


def show_case(visit: Visit) -> Response:
    """The page of one case; a notification that is part of a letter's case is shown there."""
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
        if named.joined_to is not None:
            return visit.go(visit.site.table.path("case", case=named.joined_to))
        opened = open_case(visit, session, named)
        outgoing = outbox(session, municipality=named.municipality, reference=named.reference)
        hold = legal_hold_of(session, opened.page.number)
    page, names = opened.page, opened.names
    offered = [
        each
        for each in ACTIONS
        if visit.may(each.needs.value) and not each.objection(visit, opened)
    ]
    decisions = decisions_shown(page, names)
    return visit.show(
        "case.html",
        page=page,
        state=page.state,
        request=page.case.request,
        names=names,
        steps=derivation(page.state.deadline, names) if page.state.deadline else [],
        places=places_of(page.case.request, page.mails),
        flags=flags_of(page),
        promises=promises_of(page),
        decisions=decisions,
        ladder=[each for each in decisions if isinstance(each.decided.what, SetLadderStep)],
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


def promises_of(page: CasePage) -> list[Promise]:
    """The promised moments, in order of receipt."""
    return [
        Promise(span(each.earliest, each.latest), each.statement.text, each.condition, mail)
        for mail in page.mails
        for each in mail.promises
    ]


PAGES = (Page("case", "GET", "/zaken/{case}", show_case, Role.READER),)
