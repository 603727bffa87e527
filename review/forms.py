"""Forms: what was sent becomes a model, or faults that are told at their fields."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from review.admission import CSRF_FIELD
from review.errors import BadRequest
from review.sent import Sent


class Form(BaseModel):
    """A form of ours; a field that it does not have is not of our making."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


F = TypeVar("F", bound=Form)
TOLD = {
    "missing": "Vul dit veld in.",
    "string_too_short": "Vul dit veld in.",
    "string_too_long": "Gebruik ten hoogste {max_length} tekens.",
    "string_pattern_mismatch": "Gebruik alleen letters, cijfers en de tekens . _ - @",
    "enum": "Kies een van de mogelijkheden.",
    "literal_error": "Kies een van de mogelijkheden.",
    "date_from_datetime_parsing": "Vul een datum in, bijvoorbeeld 30-04-2026.",
    "date_parsing": "Vul een datum in, bijvoorbeeld 30-04-2026.",
    "int_parsing": "Vul een getal in.",
}


@dataclass(frozen=True, slots=True)
class Filled(Generic[F]):
    """A form as it is shown: the values sent, and what is wrong with them."""

    sent: Sent = field(default_factory=Sent)
    faults: dict[str, str] = field(default_factory=dict)  # by field; "" is the form as a whole

    def value(self, name: str, first: str = "") -> str:
        """What a field held, which may be nothing; `first` where it was not sent."""
        return self.sent.get(name) if self.sent.all(name) else first

    def wrong(self, name: str, told: str) -> "Filled[F]":
        """The same form with one more fault."""
        return Filled(self.sent, self.faults | {name: told})


def read_form(sent: Sent, form: type[F]) -> tuple[F | None, Filled[F]]:
    """The form's values, None where something is wrong; and the form to show again."""
    values: dict[str, object] = {}
    for name in dict.fromkeys(key for key, _ in sent.fields if key != CSRF_FIELD):
        known = form.model_fields.get(name)
        if known is None:
            raise BadRequest("Dit formulier is niet van deze toepassing.")
        is_many = getattr(known.annotation, "__origin__", None) in (tuple, list, frozenset)
        values[name] = sent.all(name) if is_many else sent.get(name)
    try:
        return form.model_validate(values), Filled(sent)
    except ValidationError as error:
        return None, Filled(sent, {str(each["loc"][0]): told(each) for each in error.errors()})


def told(error: ErrorDetails) -> str:
    """A fault in Dutch; a validator of the form's own has said it in Dutch itself."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    text = TOLD.get(error["type"], "Dit klopt niet. Controleer wat u invulde.")
    return text.format(**error.get("ctx", {}))
