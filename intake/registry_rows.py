"""The rows of the registry's files: their columns, and what a cell of each may hold."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from unicodedata import normalize

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from intake.errors import RegistryFileError
from intake.table_files import Rows, is_filled
from rules.contacts import ContactRole

FORMULA_FAILED = re.compile(r"#[A-Z/0]+[!?]?$")  # "#REF!" and "#N/A", in Dutch "#VERW!", "#N/B"
# RFC 5321 section 4.1.2, less what nobody uses: quoted local parts and literal addresses.
ATOM, LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
ADDRESS = re.compile(
    rf"(?=.{{1,254}}\Z)(?=[^@]{{1,64}}@){ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[a-z]{{2,63}}",
    re.I | re.A,
)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)  # others are typing errors


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
KINDS: dict[str, type[RowModel]] = {
    "requests": RequestRow,
    "municipalities": MunicipalityRow,
    "organisations": OrganisationRow,
    "contacts": ContactRow,
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
