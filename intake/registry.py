"""Municipalities, organisations and requests out of files: the program's own, or the ministry's."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar
from unicodedata import normalize

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from intake.errors import Stop
from rules.contacts import Contact, ContactRole
from rules.registry import Municipality, Organisation, Registry, Request

DATA = Path(__file__).parent / "data"
MAX_FAULTS = 50  # told at a time; mending these usually mends the rest
FORMULA_FAILED = re.compile(r"#[A-Z/0]+[!?]?$")  # "#REF!" and "#N/A", in Dutch "#VERW!", "#N/B"
# RFC 5321 section 4.1.2, less what nobody uses: quoted local parts and literal addresses.
ATOM, LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
ADDRESS = re.compile(
    rf"(?=.{{1,254}}\Z)(?=[^@]{{1,64}}@){ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[a-z]{{2,63}}",
    re.I | re.A,
)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)  # others are typing errors


class RegistryFileError(Stop):
    """A file of the registry is wrong; `faults` has a line for each: file, row, column, remedy.

    No more than MAX_FAULTS of them; `total` counts all.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults[:MAX_FAULTS])
        self.total = len(faults)
        more = f"; and {len(faults) - 1} more" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{more}; nothing was changed")


def day_of(value: Any) -> Any:
    """A day as spreadsheets and officers write it, as ISO 8601."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        for form in ("%d-%m-%Y", "%d/%m/%Y"):
            try:
                return datetime.strptime(value.strip(), form).date()
            except ValueError:
                continue
        return value.strip()
    return value


def text_of(value: Any) -> str:
    """A cell as text; ValueError for what a spreadsheet writes where a formula failed."""
    # Apple's programs write a letter and its accent as two characters.
    text = normalize("NFC", str(value)).strip()
    if FORMULA_FAILED.match(text):
        raise ValueError("is what a formula left that failed; write the value itself")
    return text


def address_of(value: Any) -> str:
    """A mail address, its domain in ASCII; ValueError for what cannot be written to."""
    local, at, domain = text_of(value).rpartition("@")
    try:
        address = f"{local}{at}{domain.encode('idna').decode('ascii')}"  # RFC 5890
    except UnicodeError:
        address = ""
    if not ADDRESS.fullmatch(address):
        raise ValueError("is no mail address; write one, as in info@ede.nl")
    return address


Text = Annotated[str, BeforeValidator(text_of), Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=100_000)]


class RowModel(BaseModel):
    """One row of a file, columns by name; a column it does not know is an error."""

    model_config = ConfigDict(extra="forbid")


class RequestRow(RowModel):
    """A letter of the ministry that asks a municipality for information."""

    reference: Text
    municipality: Text
    letter_date: Annotated[date, BeforeValidator(day_of), Field(ge=FIRST_DAY, le=LAST_DAY)]
    term_days: Annotated[int, Field(ge=1, le=366)]
    regular_task: Count
    amv_task: Count
    regular_realised: Count
    amv_realised: Count


class MunicipalityRow(RowModel):
    """A municipality under its official name."""

    code: Annotated[str, Field(pattern=r"^GM\d{4}$")]
    name: Text
    province: Text
    domain: Annotated[str, Field(pattern=r"^[a-z0-9.-]+\.[a-z]{2,}$")]
    aliases: str = ""


class OrganisationRow(RowModel):
    """A mail domain that several municipalities, or none, stand behind."""

    domain: Annotated[str, Field(pattern=r"^[a-z0-9.-]+\.[a-z]{2,}$")]
    name: Text
    municipality_codes: str = ""


class ContactRow(RowModel):
    """An address that mails go to."""

    role: ContactRole = ContactRole.MUNICIPALITY
    contact: Text
    address: Annotated[str, BeforeValidator(address_of)]


Row = TypeVar("Row", bound=RowModel)
Rows = dict[int, dict[str, Any]]  # by their number in the file, from 1: cells by column


@lru_cache(maxsize=1)
def default_registry() -> Registry:
    """The municipalities and organisations that ship with the program; no requests."""
    return Registry(
        municipalities=read_municipalities(DATA / "municipalities.csv"),
        organisations=read_organisations(DATA / "organisations.csv"),
        requests=(),
    )


def split(value: str) -> tuple[str, ...]:
    """The entries of a cell that holds several, parted by semicolons."""
    return tuple(part.strip() for part in value.split(";") if part.strip())


def read_requests(path: Path, municipalities: Sequence[Municipality]) -> tuple[Request, ...]:
    """The requests in a CSV or XLSX file, in its order. Raises RegistryFileError."""
    rows = checked(path.name, table(path), RequestRow)
    known = {each.name for each in municipalities}
    faults = [
        f"{path.name}, row {number}: municipality = {row.municipality!r} is not known; write its "
        "official name"
        for number, row in rows.items()
        if row.municipality not in known
    ]
    seen: dict[tuple[str, str], int] = {}
    for number, row in rows.items():
        before = seen.setdefault((row.reference, row.municipality), number)
        if before != number:
            faults.append(
                f"{path.name}, row {number}: reference = {row.reference!r} stands in row {before} "
                "too; leave one of them out"
            )
    if faults:
        raise RegistryFileError(faults)
    return tuple(Request(**row.model_dump()) for row in rows.values())


def read_municipalities(path: Path) -> tuple[Municipality, ...]:
    """The municipalities in a CSV or XLSX file. Raises RegistryFileError."""
    rows = checked(path.name, table(path), MunicipalityRow)
    return tuple(
        Municipality(row.code, row.name, row.province, row.domain, split(row.aliases))
        for row in rows.values()
    )


def read_organisations(path: Path) -> tuple[Organisation, ...]:
    """The organisations in a CSV or XLSX file. Raises RegistryFileError."""
    rows = checked(path.name, table(path), OrganisationRow)
    return tuple(
        Organisation(row.domain, row.name, split(row.municipality_codes)) for row in rows.values()
    )


def read_contacts(path: Path, municipalities: Sequence[Municipality]) -> tuple[Contact, ...]:
    """The contacts in a CSV or XLSX file, in its order. Raises RegistryFileError."""
    rows = checked(path.name, table(path), ContactRow)
    known = {
        ContactRole.MUNICIPALITY: {each.name for each in municipalities},
        ContactRole.KINGS_COMMISSIONER: {each.province for each in municipalities},
    }
    faults = [
        f"{path.name}, row {number}: contact = {row.contact!r} is not known; write the official "
        "name of a municipality, or of a province for its kings_commissioner"
        for number, row in rows.items()
        if row.contact not in known[row.role]
    ]
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in rows.items():
        before = seen.setdefault((row.role, row.contact, row.address.lower()), number)
        if before != number:
            faults.append(
                f"{path.name}, row {number}: {row.address} stands in row {before} too; leave one "
                "of them out"
            )
    if faults:
        raise RegistryFileError(faults)
    return tuple(Contact(row.role, row.contact, row.address) for row in rows.values())


KINDS: dict[str, type[RowModel]] = {
    "requests": RequestRow,
    "municipalities": MunicipalityRow,
    "organisations": OrganisationRow,
    "contacts": ContactRow,
}


def kind_of_file(path: Path) -> str:
    """Which table a file holds, told by its columns. Raises RegistryFileError."""
    rows = table(path)
    if not rows:
        raise RegistryFileError([f"{path.name}: holds nothing below its first row; add the rows"])
    columns = set(next(iter(rows.values())))
    for kind, model in KINDS.items():
        fields = model.model_fields
        required = {name for name, field in fields.items() if field.is_required()}
        if len(required & columns) * 2 > len(required):
            return kind
    raise RegistryFileError(
        [
            f"{path.name}, row 1: columns {', '.join(sorted(map(str, columns))) or 'none'} are of "
            "no known table; requests have reference, municipality, letter_date, term_days, "
            "regular_task, amv_task, regular_realised, amv_realised"
        ]
    )


def table(path: Path) -> Rows:
    """The rows of a file. Raises RegistryFileError where it is no table."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegistryFileError(
            [f"{path}: cannot be read ({error.strerror}); check the path"]
        ) from error
    if data.startswith(b"PK\x03\x04"):
        return rows_of_book(path.name, data)
    if b"\x00" in data[:4096] or data.startswith((b"%PDF", b"\xd0\xcf")):
        raise RegistryFileError([f"{path.name}: is neither CSV nor XLSX; export it as CSV"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("windows-1252", "replace")
    return rows_of_text(path.name, text)


def rows_of_text(name: str, text: str) -> Rows:
    """The rows of CSV; commas or, as Dutch Excel writes, semicolons between cells."""
    first_line = text.lstrip().partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise RegistryFileError(
            [f"{name}: is not CSV ({error}); export it as CSV again"]
        ) from error
    return named_rows(name, lines)


def rows_of_book(name: str, data: bytes) -> Rows:
    """The rows of the first sheet of an XLSX file."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # Else each row is as wide as the sheet says that it is: 16 384 cells at the most.
        sheet.reset_dimensions()
        lines = [[cell_of(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:
        # openpyxl meets a broken file with whatever its parts raise.
        raise RegistryFileError([f"{name}: is not XLSX that can be read; save it again"]) from error
    # Empty cells at the end of a row are not there.
    width = next((len(line) for line in lines if any(map(is_filled, line))), 0)
    return named_rows(
        name, [[*line, *[""] * (width - len(line))] if line else [] for line in lines]
    )


def cell_of(value: Any) -> Any:
    """A cell as CSV would hold it, but for days: no empty cell, yes or no, or 7.0."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_filled(cell: Any) -> bool:
    """Whether anything stands in a cell."""
    return str(cell).strip() != ""


def named_rows(name: str, lines: Sequence[Sequence[Any]]) -> Rows:
    """The rows that are not blank, by the columns that the first of them names."""
    filled = {number: line for number, line in enumerate(lines, 1) if any(map(is_filled, line))}
    if not filled:
        raise RegistryFileError([f"{name}: is empty; the first row names the columns"])
    first = min(filled)
    columns = [str(column).strip().lower() for column in filled.pop(first)]
    faults = [
        f"{name}, row {first}: column {column} stands there twice; leave one of them out"
        for column in dict.fromkeys(columns)
        if column and columns.count(column) > 1
    ]
    faults += [
        f"{name}, row {number}: has {len(line)} cells where the first row has {len(columns)}; "
        "check for a missing or spare separator"
        for number, line in filled.items()
        if len(line) < len(columns) or any(map(is_filled, line[len(columns) :]))
    ]
    faults += [
        f"{name}, row {number}: {cell!r} stands in a column without a name; name it"
        for number, line in filled.items()
        for column, cell in zip(columns, line, strict=False)
        if not column and is_filled(cell)
    ]
    if faults:
        raise RegistryFileError(faults)
    return {
        number: {key: cell for key, cell in zip(columns, line, strict=False) if key}
        for number, line in filled.items()
    }


def checked(name: str, rows: Rows, model: type[Row]) -> dict[int, Row]:
    """The rows as values, by number; every fault of every row is told at once."""
    found: dict[int, Row] = {}
    faults: list[str] = []
    for number, row in rows.items():
        try:
            found[number] = model.model_validate(row)
        except ValidationError as error:
            faults += list(explained(name, number, error))
    if faults:
        raise RegistryFileError(faults)
    return found


def explained(name: str, number: int, error: ValidationError) -> Iterator[str]:
    """A line for each fault of a row."""
    for detail in error.errors():
        column = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "missing":
            yield f"{name}, row {number}: column {column} is missing; add it"
        elif detail["type"] == "extra_forbidden":
            yield f"{name}, row {number}: column {column} is not known; leave it out"
        elif not is_filled(detail["input"]):
            yield f"{name}, row {number}: {column} is empty; fill it in"
        else:
            message = detail["msg"].removeprefix("Value error, ")
            message = message[:1].lower() + message[1:]
            yield f"{name}, row {number}: {column} = {detail['input']!r}: {message}"
