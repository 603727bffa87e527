"""A case, its pieces and their files, each as MDTO wants it told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from outbox.case_papers import CasePapers
from review.archive.config import ArchiveConfig, ConceptConfig
from review.archive.mdto import (
    Checksum,
    Concept,
    Coverage,
    File,
    Happened,
    Identifier,
    InformationObject,
    Party,
    Reference,
    Restriction,
    Term,
)
from review.archive.pieces import Format, Piece, file_of
from review.words import word
from rules.registry import Municipality
from storage.retention import years_after

LEVELS = "Begrippenlijst Aggregatieniveaus MDTO"
APPRAISALS = "Begrippenlijst Waarderingen MDTO"
EVENTS = "Begrippenlijst EventTypeLijst MDTO"
ALGORITHMS = "Begrippenlijst ChecksumAlgoritme MDTO"
FORMATS = "PRONOM-register"
CODES = "CBS Gemeentecodes"
ACTIVITY = "Interbestuurlijk toezicht op de Spreidingswet"
APPRAISED = {"B": "Blijvend te bewaren", "V": "Tijdelijk te bewaren", "N": "Nader te bepalen"}
UNKNOWN = "Nader te bepalen"
UNKNOWN_TOLD = "Nog niet beoordeeld. Behandel dit als niet openbaar: er staan persoonsgegevens in."
OF_MDTO = ("Creatie", "Vernietiging")  # events that stand in its own list
MAIL_IDS = "Message-ID (RFC 5322)"
LANGUAGE = "nl"


@dataclass(frozen=True, slots=True)
class Describer:
    """Tells of one case in the terms of MDTO."""

    config: ArchiveConfig
    papers: CasePapers
    made_at: datetime  # the day of the package begins then: the same all day
    officer: str  # who makes it

    # ------------------------------------------------------------------ the case

    def case(self, pieces: Sequence[Piece]) -> InformationObject:
        """The case as a whole."""
        papers = self.papers
        cycle = f", verdeelbesluit {papers.cycle.cycle}" if papers.cycle.cycle else ""
        return InformationObject(
            identifiers=(self.identifier(),),
            name=self.case_name,
            level=concept("Dossier", LEVELS),
            classification=of_config(self.config.classification),
            description=f"Toezicht op de taak van de gemeente onder de Spreidingswet{cycle}. "
            f"Stand van het antwoord: {word(papers.page.state.status).text.lower()}.",
            coverage=Coverage(self.own("Looptijd"), papers.began_on, papers.closed_on),
            space=municipality(papers.municipality),
            language=LANGUAGE,
            events=tuple(self.events()),
            appraisal=self.appraisal,
            keep=self.keep,
            category=of_config(self.config.category),
            part_of=self.above,
            parts=tuple(self.piece_reference(each) for each in pieces),
            files=(),
            creator=self.creator,
            parties=tuple(self.parties()),
            activity=Reference(ACTIVITY),
            restriction=self.restriction,
        )

    @property
    def case_name(self) -> str:
        """The name of the case."""
        return f"Zaak {self.papers.title}"

    def identifier(self, *parts: str) -> Identifier:
        """What tells the case, or a part of it, from all others."""
        return Identifier("/".join((self.papers.key.rstrip("/"), *parts)), self.config.source)

    def events(self) -> Iterator[Happened]:
        """What was done to the case as a record."""
        yield Happened(self.happening("Creatie"), self.papers.began_on, self.creator)
        if self.papers.closed_on is not None:
            yield Happened(self.happening("Sluiting"), self.papers.closed_on, self.creator)
        maker = Reference(self.officer)
        yield Happened(self.happening("Export"), self.made_at, maker, "Pakket voor het archief")

    def parties(self) -> Iterator[Party]:
        """The municipality, and the one that it went up in."""
        papers = self.papers
        if who := municipality(papers.municipality):
            yield Party(self.own("Gemeente onder toezicht"), who)
        if papers.was_merged and (heir := municipality(papers.heir)):
            yield Party(self.own("Rechtsopvolger"), heir)

    # ------------------------------------------------------------------ what holds of all of it

    @property
    def appraisal(self) -> Concept:
        """Whether it is kept for good."""
        code = self.config.appraisal
        return concept(APPRAISED[code], APPRAISALS, code)

    @property
    def keep(self) -> Term | None:
        """How long it is kept, None where that is not known."""
        years, begins = self.config.keep_years, self.papers.closed_on
        if years is None:
            return None
        ends = years_after(begins, years) if begins else None
        return Term(self.own("Sluiting van de zaak"), begins, f"P{years}Y", ends)

    @property
    def above(self) -> Reference | None:
        """What the case comes under in the e-depot."""
        if not self.config.part_of:
            return None
        mark = self.config.part_of_id
        return Reference(
            self.config.part_of, Identifier(mark, self.config.source) if mark else None
        )

    @property
    def creator(self) -> Reference:
        """Who is responsible for it."""
        mark = self.config.creator_id
        register = self.config.creator_register
        return Reference(self.config.creator, Identifier(mark, register) if mark else None)

    @property
    def restriction(self) -> Restriction:
        """Who may use it."""
        kind = of_config(self.config.restriction)
        if kind is None:
            return Restriction(self.own(UNKNOWN), self.config.restriction_told or UNKNOWN_TOLD)
        return Restriction(kind, self.config.restriction_told)

    def own(self, label: str) -> Concept:
        """A term of our own list."""
        return concept(label, f"Begrippenlijst {self.config.source}")

    def happening(self, label: str) -> Concept:
        """A kind of event: of the list of MDTO where that has it."""
        return concept(label, EVENTS) if label in OF_MDTO else self.own(label)

    # ------------------------------------------------------------------ a piece and its file

    def piece(self, piece: Piece) -> InformationObject:
        """A piece of the case."""
        files = () if piece.content is None else (self.file_reference(piece),)
        return InformationObject(
            identifiers=(
                self.identifier(piece.id),
                *((Identifier(piece.message_id, MAIL_IDS),) if piece.message_id else ()),
            ),
            name=piece.title,
            level=concept("Archiefstuk", LEVELS),
            classification=self.own(piece.kind),
            description="",
            coverage=None,
            space=municipality(self.papers.municipality),
            language=LANGUAGE,
            events=tuple(self.piece_events(piece)),
            appraisal=self.appraisal,
            keep=self.keep,
            category=of_config(self.config.category),
            part_of=Reference(self.case_name, self.identifier()),
            parts=(),
            files=files,
            creator=self.creator,
            parties=(),
            activity=Reference(ACTIVITY),
            restriction=self.restriction,
        )

    def piece_events(self, piece: Piece) -> Iterator[Happened]:
        """What was done to a piece."""
        yield Happened(self.happening(piece.deed), piece.at)
        if piece.destroyed is not None:
            gone = piece.destroyed
            told = f"{gone.rule}; verklaring {gone.declaration}"
            yield Happened(self.happening("Vernietiging"), gone.at, self.creator, told)

    def piece_reference(self, piece: Piece) -> Reference:
        """A piece as the case names it."""
        return Reference(piece.title, self.identifier(piece.id))

    def file(self, piece: Piece, size: int, sha256: str) -> File:
        """The file of a piece."""
        return File(
            identifier=self.identifier(piece.id, "bestand"),
            name=file_of(piece),
            size=size,
            format=format_of(piece.format),
            checksum=Checksum(concept("SHA-256", ALGORITHMS), sha256, piece.hashed_at),
            shows=self.piece_reference(piece),
        )

    def file_reference(self, piece: Piece) -> Reference:
        """The file of a piece, as the piece names it."""
        return Reference(file_of(piece), self.identifier(piece.id, "bestand"))


def concept(label: str, scheme: str, code: str = "") -> Concept:
    """A term of a list."""
    return Concept(label, code, Reference(scheme))


def of_config(told: ConceptConfig | None) -> Concept | None:
    """A term of the settings."""
    return concept(told.label, told.scheme, told.code) if told else None


def format_of(each: Format) -> Concept:
    """A format of files."""
    return concept(each.label, FORMATS, each.code)


def municipality(each: Municipality | None) -> Reference | None:
    """A municipality with its code of Statistics Netherlands."""
    return Reference(f"Gemeente {each.name}", Identifier(each.code, CODES)) if each else None
