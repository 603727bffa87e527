"""Settings of packages for the archive: what MDTO asks of it that no mail or case tells."""

from typing import Annotated, Literal

from pydantic import Field

from rules.supervisor import MINISTRY
from storage.config import Section

MOST_YEARS = 1000  # a day further on than a calendar goes cannot be told


class ConceptConfig(Section):
    """A term of a list, as MDTO wants it told."""

    label: str = Field(min_length=1, description="the term in words")
    code: str = Field(default="", description="its code in the list")
    scheme: str = Field(min_length=1, description="the list's name and edition")


class CategoryConfig(ConceptConfig):
    """The category of the selection list (informatiecategorie); unknown unless set."""


class ClassificationConfig(ConceptConfig):
    """The place of cases in a classification scheme (classificatie)."""


class RestrictionConfig(ConceptConfig):
    """Who may use the records (beperkingGebruik); to be determined unless set."""


class ArchiveConfig(Section):
    """Packages for the archive (`ibt-intake archive`), in the terms of MDTO 1.0."""

    creator: str = Field(
        default=MINISTRY,
        min_length=1,
        description="who is responsible for the records (archiefvormer)",
    )
    creator_id: str = Field(default="", description="its number in a register")
    creator_register: str = Field(
        default="Register van Overheidsorganisaties",
        min_length=1,
        description="the register of creator_id",
    )
    source: str = Field(
        default="ibt-intake",
        min_length=1,
        description="what the identifiers of records are told to come from (identificatieBron)",
    )
    part_of: str = Field(
        default="",
        description="the series or archive that cases come under in the e-depot, by its name",
    )
    part_of_id: str = Field(default="", description="its identifier there")
    appraisal: Literal["B", "V", "N"] = Field(
        default="N",
        description="waardering: B is kept for good, V is destroyed in time, N is to be determined",
    )
    keep_years: Annotated[int, Field(ge=1, le=MOST_YEARS)] | None = Field(
        default=None,
        description="bewaartermijn, in years after a case was closed; unknown unless set",
    )
    restriction_told: str = Field(
        default="",
        description="who may use the records, in a sentence, with the article that it rests on",
    )
    category: CategoryConfig | None = Field(default=None, description="informatiecategorie")
    classification: ClassificationConfig | None = Field(
        default=None, description="classificatie of a case"
    )
    restriction: RestrictionConfig | None = Field(default=None, description="beperkingGebruik")
