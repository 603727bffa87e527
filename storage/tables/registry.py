"""Whom the ministry supervises, where they write from, and what it asked them."""

from datetime import date

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from storage.tables.row import Row


class MunicipalityRow(Row, table=True):
    """A municipality under its official name."""

    __tablename__ = "municipalities"

    code: str = Field(primary_key=True, max_length=16)
    name: str = Field(unique=True)
    province: str
    domain: str
    aliases: list[str] = Field(sa_type=JSON)


class OrganisationRow(Row, table=True):
    """A mail domain that several municipalities, or none, stand behind."""

    __tablename__ = "organisations"

    domain: str = Field(primary_key=True)
    name: str
    municipality_codes: list[str] = Field(sa_type=JSON)


class ContactRow(Row, table=True):
    """An address that mails go to; several may reach one municipality."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("role", "name", "address"),)

    id: int = Field(default=None, primary_key=True)  # given by the database
    role: str = Field(max_length=32)  # see rules.contacts.ContactRole
    name: str  # of the municipality, or the province
    address: str


class RequestRow(Row, table=True):
    """A letter of the ministry; a whole round of letters may carry one reference."""

    __tablename__ = "requests"

    reference: str = Field(primary_key=True)
    municipality: str = Field(primary_key=True)
    letter_date: date
    term_days: int
    regular_task: int
    amv_task: int
    regular_realised: int
    amv_realised: int
