"""What a form sent, read within limits."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from review.errors import BadRequest, TooLarge

MOST_BYTES = 1_000_000
MOST_FIELDS = 1_000
UNREADABLE = "Dit formulier is niet te lezen. Ga terug en probeer het opnieuw."
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form, in the order sent."""

    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """The last value of a field, "" without one."""
        return next((value for key, value in reversed(self.fields) if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for key, value in self.fields if key == name]


async def read_sent(request: Request) -> Sent:
    """The fields that a request carries in its body; files are not taken."""
    if request.method in ("GET", "HEAD"):
        return Sent()
    body = await read_body(request)
    if not body:
        return Sent()
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise BadRequest(UNREADABLE)
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:  # UnicodeDecodeError is one too
        raise BadRequest(UNREADABLE) from error
    return Sent(tuple((key, value.replace("\r\n", "\n")) for key, value in fields))


async def read_body(request: Request) -> bytes:
    """The bytes of a request, as long as they are few."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > MOST_BYTES:
        raise TooLarge
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise TooLarge
    return body
