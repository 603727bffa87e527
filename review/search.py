"""Search in the words of all mails and their attachments."""

from datetime import date

from starlette.responses import Response

from review.addresses import day_of, one_of
from review.export import FileForm, download, file_form
from review.listing import Paging, page_number
from review.table import Page
from review.visit import Visit
from review.words import word
from review.work_list import WORDS_CHARS
from rules.deadlines import received_on
from rules.decisions import Disposition
from rules.judgement import Kind
from rules.roles import Role
from storage.database import snapshot
from storage.registry import provinces_by_name
from storage.search import MOST_COUNTED, MOST_TERMS, Hit, SearchFilter, search_mails

HEADS = ("Gemeente", "Onderwerp", "Afzender", "Ontvangen", "Stand", "Passage")


def show_search(visit: Visit) -> Response:
    """What was found, with the words in their place; without words, how to ask."""
    words, which, rows = words_of(visit), filter_of(visit), visit.site.config.page_rows
    number = min(page_number(visit.query), max(1, -(-MOST_COUNTED // rows)))
    with snapshot(visit.site.engine) as session:
        offset = (number - 1) * rows
        found = search_mails(session, words, which, limit=rows, offset=offset)
        provinces = provinces_by_name(session)
    return visit.show(
        "search.html",
        words=words,
        which=which,
        found=found,
        paging=Paging(number, rows, min(found.count, MOST_COUNTED)),
        most=MOST_COUNTED,
        most_words=MOST_TERMS,
        municipalities=list(provinces),
        provinces=sorted(set(provinces.values())),
        kinds=list(Kind),
        dispositions=list(Disposition),
        is_filtered=which != SearchFilter(),
        files=list(FileForm),
    )


def send_search(visit: Visit) -> Response:
    """All that can be come to of what was found, as a file."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        found = search_mails(session, words_of(visit), filter_of(visit), limit=MOST_COUNTED)
    return download(form, "gevonden-mails", HEADS, map(cells, found.hits))


def cells(hit: Hit) -> tuple[str | date, ...]:
    """A mail as a row of a file."""
    passage = "".join(text for text, _ in hit.passage)
    stand = word(hit.disposition).text
    received = received_on(hit.received_at)
    return hit.municipality, hit.subject, hit.sender, received, stand, passage


def words_of(visit: Visit) -> str:
    """What is searched for."""
    return visit.query.get("woorden", "").strip()[:WORDS_CHARS]


def filter_of(visit: Visit) -> SearchFilter:
    """Among which mails; a value that is none of ours asks for nothing."""
    query = visit.query
    return SearchFilter(
        disposition=one_of(Disposition, query.get("stand")),
        kind=one_of(Kind, query.get("soort")),
        municipality=query.get("gemeente") or None,
        province=query.get("provincie") or None,
        first=day_of(query.get("vanaf", "")),
        last=day_of(query.get("tot", "")),
    )


PAGES = (
    Page("search", "GET", "/zoeken", show_search, Role.READER, menu="Zoeken", is_paced=True),
    Page("search.file", "GET", "/zoeken/lijst.{vorm}", send_search, Role.READER, is_paced=True),
)
