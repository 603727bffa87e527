"""The words of each mail: templates in a sandbox, fed with the facts of their occasion only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from outbox.elements import received, wanted
from outbox.errors import TemplateWrong
from outbox.letters import as_html
from rules.dutch import day, listed, local, weekday
from rules.occasions import Occasion
from rules.outgoing_facts import FACTS, Facts
from rules.supervisor import DEPARTMENT, SUPERVISOR

FOLDER = Path(__file__).parents[1] / "templates" / "mails"
SUBJECT = "Onderwerp: "  # begins the first line of a template
FRAME = "frame.html"
SUBJECT_CHARS = 200
ENCODING = "utf-8-sig"  # editors of Windows put a mark in front


@dataclass(frozen=True, slots=True)
class Words:
    """A mail as it is read."""

    subject: str  # one line
    text: str
    html: str  # the same, made from the text


class Folder(FileSystemLoader):
    """Templates in a folder; what stands there under a template's name must be one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, encoding=ENCODING)
        self._folder = folder

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, as Jinja2 asks for it."""
        path = self._folder / template
        # The program's own would be taken in its place, and nobody told.
        if path.exists() and not path.is_file():
            raise TemplateWrong(f"{path}: is no file; put a template there, or take it away")
        try:
            return super().get_source(environment, template)
        except TemplateNotFound:  # an OSError, too
            raise
        except UnicodeDecodeError as error:
            raise TemplateWrong(f"{path}: is not in UTF-8; save it so") from error
        except OSError as error:
            raise TemplateWrong(
                f"{path}: cannot be read ({error.strerror}); check the file"
            ) from error


class Templates:
    """The templates that ship with the program, and a ministry's own in place of some."""

    def __init__(
        self,
        override: Path | None = None,
        extensions: Sequence[type[Extension]] = (),
        *,
        own: Path = FOLDER,
    ) -> None:
        """override: a folder of templates; a name that it lacks is that of the program, in own."""
        self._override = override
        folders = [each for each in (override, own) if each]
        self.environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([Folder(each) for each in folders]),
            autoescape=lambda name: bool(name and name.endswith(".html")),  # text is no HTML
            undefined=StrictUndefined,
            trim_blocks=True,
            keep_trailing_newline=True,  # an included part ends its last line
            lstrip_blocks=True,
            auto_reload=False,
            extensions=extensions,
        )
        self.environment.globals.update(supervisor=SUPERVISOR, department=DEPARTMENT)
        self.environment.filters.update(
            day=day,
            weekday=weekday,
            moment=moment,
            listed=listed,
            wanted=wanted,
            received=received,
            count=count,
        )

    def rendered(self, occasion: Occasion, facts: Facts) -> Words:
        """The mail of an occasion; TemplateWrong tells the file and line of a fault."""
        if type(facts) is not FACTS[occasion]:
            raise TypeError(f"{occasion} is not told by {type(facts).__name__}")
        return self.words(*parted(self.told(occasion, facts), f"{occasion.value}.txt"))

    def told(self, occasion: Occasion, facts: Facts) -> str:
        """What the template of an occasion makes of the facts, its line of the subject included."""
        # Nothing but the fields: a template has no way to a case, a mail or a setting.
        context = {each.name: getattr(facts, each.name) for each in fields(facts)}
        return self.filled(f"{occasion.value}.txt", context)

    def words(self, subject: str, text: str) -> Words:
        """A mail in words of one's own: an officer's, for one."""
        text = tidied(text)
        letter = as_html(text)
        html = self.filled(FRAME, {"subject": subject, "letter": letter})
        if plain(letter) not in plain(html):  # who reads mail as HTML would see none of it
            raise TemplateWrong(
                f"{FRAME}: the text of the mail does not stand in it; "
                "write {{ letter }} where it belongs"
            )
        return Words(subject, text, html)

    def filled(self, name: str, context: dict[str, object]) -> str:
        """What a template makes of a context; TemplateWrong tells the file and line of a fault."""
        # A folder that is away must not make mails go out in words that the ministry replaced.
        if self._override is not None and not self._override.is_dir():
            raise TemplateWrong(
                f"{self._override} is no folder; check templates under [outbox] in config.toml"
            )
        try:
            return self.environment.get_template(name).render(context)
        except TemplateSyntaxError as error:
            raise TemplateWrong(
                f"{error.filename or error.name or name}:{error.lineno}: {error.message}; mend it"
            ) from error
        except TemplateNotFound as error:
            told = f"there is no file {error.message} in the folder of templates"
            raise TemplateWrong(f"{self._place(error, name)}: {told}; mend it") from error
        # What a filter or an attribute of a wrong type raises is any of these.
        except (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise TemplateWrong(f"{self._place(error, name)}: {told_of(error)}; mend it") from error
        except RecursionError as error:
            told = "takes itself in, over and over"
            raise TemplateWrong(f"{self._place(error, name)}: {told}; mend it") from error

    def _place(self, error: BaseException, name: str) -> str:
        """The file and line of a template where an error arose: 'reminder.txt:7'."""
        place, trace = name, error.__traceback__
        while trace:
            file = trace.tb_frame.f_code.co_filename
            # Jinja2 writes the template's own lines into the trace.
            if file.endswith((".txt", ".html")):
                place = f"{file}:{trace.tb_lineno}"
            trace = trace.tb_next
        return place


def parted(told: str, name: str) -> tuple[str, str]:
    """The subject and the text of what a template told."""
    first, _, rest = told.partition("\n")
    subject = first.removeprefix(SUBJECT).strip()
    if not first.startswith(SUBJECT) or not subject:
        raise TemplateWrong(f"{name}:1: the first line must be '{SUBJECT}' and the subject")
    if len(subject) > SUBJECT_CHARS:
        raise TemplateWrong(f"{name}:1: the subject has more than {SUBJECT_CHARS} characters")
    if not rest.strip():
        raise TemplateWrong(f"{name}:2: there is no text below the subject")
    return subject, rest


def tidied(text: str) -> str:
    """The text with one blank line where conditions left several, and one newline at its end."""
    found: list[str] = []
    for line in (each.rstrip() for each in text.strip().splitlines()):
        if line or (found and found[-1]):
            found.append(line)
    return "\n".join(found) + "\n"


def plain(text: str) -> str:
    """A text with one blank wherever it has any, as a frame may indent."""
    return " ".join(text.split())


def told_of(error: BaseException) -> str:
    """An error in one line."""
    return plain(str(error)) or type(error).__name__


def moment(value: datetime) -> str:
    """'donderdag 30 april 2026 om 14.05 uur', in the time of Amsterdam."""
    at = local(value)
    return f"{weekday(at.date())} om {at:%H.%M} uur"


def count(number: int, one: str, more: str) -> str:
    """'1 mail', '1.204 mails'."""
    return f"{number:,} {one if number == 1 else more}".replace(",", ".")
